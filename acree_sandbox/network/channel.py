"""Messages between the sandbox and its holder process: JSON of any length, with open files beside it."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Sequence
from typing import Any

_LENGTH = struct.Struct("!I")
_MOST_FILES = 16


class Closed(Exception):
    """The other side is gone."""


def send(connection: socket.socket, message: object, files: Sequence[int] = ()) -> None:
    """Send a message; the files named by descriptor become open at the other side too.

    Raises:
        Closed: the other side is gone.
    """
    body = json.dumps(message).encode()
    try:
        socket.send_fds(connection, [_LENGTH.pack(len(body))], list(files))
        connection.sendall(body)
    except OSError as error:
        raise Closed(str(error)) from error


def receive(connection: socket.socket) -> tuple[Any, list[int]]:
    """Wait for a message and return it with the descriptors of the files that came along.

    Raises:
        Closed: the other side is gone.
    """
    try:
        head, files, _, _ = socket.recv_fds(connection, _LENGTH.size, _MOST_FILES)
        head += _exactly(connection, _LENGTH.size - len(head)) if head else b""
        if not head:
            raise Closed("the connection was closed")
        return json.loads(_exactly(connection, _LENGTH.unpack(head)[0])), files
    except OSError as error:
        raise Closed(str(error)) from error


def _exactly(connection: socket.socket, count: int) -> bytes:
    parts = []
    while count:
        part = connection.recv(min(count, 1 << 20))
        if not part:
            raise Closed("the connection was cut in the middle of a message")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)

"""Names to IPv4 addresses with the standard library alone: as the machine does it, or by asking one DNS server."""

from __future__ import annotations

import os
import socket
import struct
from typing import Any

_A, _CNAME = 1, 5
_NO_SUCH_NAME = 3
_MOST_JUMPS = 32


def name_answer(addresses: list[str], aliases: list[str], server: str, error: str = "") -> dict[str, Any]:
    """What was answered, as the fact of a look-up holds it."""
    return {"addresses": sorted(set(addresses)), "aliases": aliases, "server": server, "error": error}


def machine_names(host: str) -> dict[str, Any]:
    """As programs on this machine look a name up: its hosts file and its DNS servers."""
    try:
        found = socket.getaddrinfo(host, None, socket.AF_INET, socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        return name_answer([], [], "this machine", " ".join(str(getattr(error, "strerror", "") or error).split()))
    return name_answer([str(entry[4][0]) for entry in found], [], "this machine")


def server_names(host: str, servers: list[str], timeout: float) -> dict[str, Any]:
    """The answer of the first server (`ip[:port]`) that knows an address; else what each one said."""
    failures = []
    for server in servers:
        address, _, port = server.partition(":")
        try:
            return _ask(host, server, (address, int(port or 53)), timeout)
        except socket.timeout:  # noqa: UP041  # two classes before Python 3.10
            failures.append(f"{server}: no answer in {timeout:g} s")
        except (OSError, ValueError, IndexError, struct.error) as error:
            failures.append(f"{server}: {error}")
    return name_answer([], [], "", "; ".join(failures))


def _ask(host: str, server: str, target: tuple[str, int], timeout: float) -> dict[str, Any]:
    number = os.urandom(2)
    labels = [label.encode("idna") for label in host.rstrip(".").split(".")]
    question = b"".join(struct.pack("!B", len(label)) + label for label in labels) + b"\0" + struct.pack("!HH", _A, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
        channel.settimeout(timeout)
        channel.connect(target)
        channel.send(number + struct.pack("!HHHHH", 0x0100, 1, 0, 0, 0) + question)
        wire = channel.recv(4096)
        while wire[:2] != number:
            wire = channel.recv(4096)
    return _read(wire, server, 12 + len(question))


def _read(wire: bytes, server: str, offset: int) -> dict[str, Any]:
    flags, _, count = struct.unpack("!HHH", wire[2:8])
    code = flags & 15
    if code:
        raise ValueError("the name does not exist there" if code == _NO_SUCH_NAME else f"it failed with code {code}")
    addresses = []
    aliases = []
    for _ in range(count):
        offset = _name(wire, offset)[1]
        kind, _, _, length = struct.unpack("!HHIH", wire[offset : offset + 10])
        offset += 10
        if kind == _A:
            addresses.append(socket.inet_ntoa(wire[offset : offset + 4]))
        elif kind == _CNAME:
            aliases.append(_name(wire, offset)[0].lower())
        offset += length
    if not addresses:
        raise ValueError("the name exists but has no A record")
    return name_answer(addresses, aliases, server)


def _name(wire: bytes, offset: int) -> tuple[str, int]:
    """A name at an offset, and the offset behind it; names may end in a pointer to an earlier one."""
    labels = []
    behind = 0
    for _ in range(_MOST_JUMPS):
        length = wire[offset]
        if length >= 0xC0:  # noqa: PLR2004  # the two high bits mark a pointer
            behind = behind or offset + 2
            offset = (length - 0xC0) * 256 + wire[offset + 1]
        elif length:
            labels.append(wire[offset + 1 : offset + 1 + length].decode("ascii"))
            offset += 1 + length
        else:
            return ".".join(labels), behind or offset + 1
    raise ValueError("a name in its answer does not end")

"""Sends real packets from many network namespaces: a program that stays inside of a data plane's holder.

It reads one request a line and answers each with one line. A request names the places that answer, and the probes;
every probe is one datagram from a host's namespace. A place that answers sends each datagram back as it came. Both
ends note with how many hops left a datagram came, so that the length of each way is known too.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import socket
import struct
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

PORT = 5353
_NAMES = "/run/netns"
_NEW_NETWORK = 0x40000000
_RECEIVE_HOPS = 12  # IP_RECVTTL of Linux, which the socket module does not name
_HOPS = 64
_IDENTIFIER = struct.Struct("!Q")
_FIRST_PORT, _PORTS = 10_000, 50_000
_LIBRARY = ctypes.CDLL(None, use_errno=True)


class Prober:
    """Answers requests; source ports are not used again while a router may remember them."""

    def __init__(self) -> None:
        self._port = 0

    def run(self, request: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What became of each probe: where it arrived, whether its answer came, and the routers on each way."""
        sockets: dict[int, tuple[socket.socket, str]] = {}
        seen: list[dict[str, Any]] = [{} for _ in request["probes"]]
        try:
            for place in request["places"]:
                made = _bound(place["namespace"], place["address"], PORT)
                sockets[made.fileno()] = (made, place["namespace"])
            for number, probe in enumerate(request["probes"]):
                made = _bound(probe["namespace"], probe["source"], self._next_port())
                sockets[made.fileno()] = (made, "")
                made.sendto(_IDENTIFIER.pack(number), (probe["target"], PORT))
            awaited = {number for number, probe in enumerate(request["probes"]) if probe["awaited"]}
            _collect(sockets, seen, awaited, request["patience"], request["quiet"])
        finally:
            for made, _ in sockets.values():
                made.close()
        return seen

    def _next_port(self) -> int:
        self._port = (self._port + 1) % _PORTS
        return _FIRST_PORT + self._port


def _collect(
    sockets: Mapping[int, tuple[socket.socket, str]],
    seen: list[dict[str, Any]],
    awaited: set[int],
    patience: float,
    quiet: float,
) -> None:
    """Serve all sockets until everything awaited came and nothing moves any more, or until patience ends."""
    poll = select.poll()
    for number in sockets:
        poll.register(number, select.POLLIN)
    while True:
        ready = poll.poll(1000 * (patience if awaited else quiet))
        if not ready:
            return
        for number, _ in ready:
            made, place = sockets[number]
            for identifier, hops, sender in _received(made):
                if place:
                    seen[identifier] |= {"place": place, "there": hops}
                    made.sendto(_IDENTIFIER.pack(identifier), sender)
                else:
                    seen[identifier] |= {"back": hops}
                    awaited.discard(identifier)


def _received(made: socket.socket) -> Iterator[tuple[int, int, Any]]:
    """Every datagram that waits: its identifier, the routers it passed, its sender."""
    while True:
        try:
            data, extra, _, sender = made.recvmsg(64, socket.CMSG_SPACE(4))
        except BlockingIOError:
            return
        left = next(struct.unpack("=i", data)[0] for _, kind, data in extra if kind == socket.IP_TTL)
        yield _IDENTIFIER.unpack(data)[0], _HOPS - left, sender


def _bound(namespace: str, address: str, port: int) -> socket.socket:
    with _inside(namespace):
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        made.setblocking(False)
        made.setsockopt(socket.IPPROTO_IP, _RECEIVE_HOPS, 1)
        made.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, _HOPS)
        made.bind((address, port))
    except OSError:
        made.close()
        raise
    return made


@contextmanager
def _inside(namespace: str) -> Iterator[None]:
    _enter(f"{_NAMES}/{namespace}")
    try:
        yield
    finally:
        _enter("/run/outer-network")


def _enter(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if _LIBRARY.setns(descriptor, _NEW_NETWORK):
            raise OSError(ctypes.get_errno(), f"cannot enter {path}")
    finally:
        os.close(descriptor)


def main() -> int:
    """Answer until the input ends."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one processor keeps packets in the order they are sent
    prober = Prober()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(prober.run(json.loads(line))) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())

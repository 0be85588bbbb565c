"""The program of the holder process: first process of its own world of namespaces, which ends with it.

It is started inside new user, mount, network and process namespaces. It names network namespaces in a /run of its own,
feeds batches to iproute2 and nftables, and opens sockets inside of namespaces for the sandbox to use. When the sandbox
is gone, the connection ends, this process ends, and the kernel frees all that was made.
"""

from __future__ import annotations

import ctypes
import os
import select
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from acree_sandbox.network import channel

NAMES = Path("/run/netns")
_OUTER = Path("/run/outer-network")
_RESOLVER = Path("/etc/resolv.conf")
_RESOLVER_TEXT = "nameserver 100.100.2.136\nnameserver 100.100.2.138\noptions timeout:2 attempts:2\n"
_NEW_NETWORK = 0x40000000
_BIND = 0x1000
_REAP_SECONDS = 1.0
_SIDE_BY_SIDE = 16
_LIBRARY = ctypes.CDLL(None, use_errno=True)

SETTINGS = {
    "net/ipv4/conf/all/rp_filter": "0",
    "net/ipv4/conf/default/rp_filter": "0",
    "net/ipv4/conf/all/send_redirects": "0",
    "net/ipv4/conf/default/send_redirects": "0",
    "net/ipv6/conf/all/disable_ipv6": "1",
    "net/ipv6/conf/default/disable_ipv6": "1",
}
"""Kernel settings of every namespace, by path below /proc/sys. Those that a kernel does not have are not needed."""


class Refused(Exception):
    """The kernel or a command did not do what it was asked to."""


def main(arguments: Sequence[str]) -> int:
    """Serve the connection whose descriptor is the first argument until it ends."""
    connection = socket.socket(fileno=int(arguments[0]))
    try:
        _prepare()
        channel.send(connection, {"pid": int(Path("/proc/self").readlink().name)})
    except (OSError, Refused) as error:
        channel.send(connection, {"error": str(error)})
        return 1
    try:
        while True:
            _reap_until_readable(connection)
            request, _ = channel.receive(connection)
            _serve(connection, request)
    except channel.Closed:
        return 0


def _serve(connection: socket.socket, request: Mapping[str, Any]) -> None:
    files: list[int] = []
    reply: object = {}
    try:
        files = _REQUESTS[request["do"]](request)
    except (OSError, Refused) as error:
        reply = {"error": str(error)}
    channel.send(connection, reply, files)
    for file in files:
        os.close(file)


def _apply(request: Mapping[str, Any]) -> list[int]:
    """Run the batches of a request side by side; those of the outer namespace, and before one that waits, by turns."""
    started: list[_Command] = []
    for batch in request["batches"]:
        if not batch["namespace"] or batch["waits"]:
            _finish(started)
        _enter(batch["namespace"])
        if batch["new"]:
            _set_up(forwards=batch["forwards"])
        started += [_Command(tool, text, batch["namespace"]) for tool, text in _inputs(batch)]
        if not batch["namespace"] or len(started) >= _SIDE_BY_SIDE:
            _finish(started)
    _finish(started)
    return []


def _inputs(batch: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    if batch["lines"]:
        yield ("ip", "-batch", "-"), "\n".join(batch["lines"]) + "\n"
    if batch["marking"]:
        yield ("nft", "-f", "-"), batch["marking"]


def _finish(started: list[_Command]) -> None:
    """Wait for all commands, then refuse what the first of them refused."""
    said = [command.wait() for command in started]
    started.clear()
    for words in filter(None, said):
        raise Refused(words)


class _Command:
    """A command that reads a text and runs in the namespace in which this process is when it is started.

    It is started without pipes and without `subprocess`: a change of one route may reach thirty routers.
    """

    def __init__(self, command: tuple[str, ...], text: str, namespace: str) -> None:
        self._what = f"{command[0]} refused a batch in {namespace or 'the outer namespace'}"
        given = os.memfd_create("input")
        self._output = os.memfd_create("output")
        with os.fdopen(given, "w+b") as stream:
            stream.write(text.encode())
            stream.seek(0)
            actions = [(os.POSIX_SPAWN_DUP2, given, 0), *((os.POSIX_SPAWN_DUP2, self._output, to) for to in (1, 2))]
            self._pid = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)

    def wait(self) -> str:
        """Wait for the end; return what went wrong, empty for nothing."""
        _, status = os.waitpid(self._pid, 0)
        with os.fdopen(self._output, "rb") as stream:
            stream.seek(0)
            said = stream.read().decode(errors="replace")
        return f"{self._what}: {' '.join(said.split())}" if status else ""


def _open_socket(request: Mapping[str, Any]) -> list[int]:
    """Open a bound socket inside a namespace; one of streams listens."""
    _enter(request["namespace"])
    stream = request["type"] == "stream"
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM if stream else socket.SOCK_DGRAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((request["address"], request["port"]))
        if stream:
            made.listen(128)
    except OSError:
        made.close()
        raise
    return [made.detach()]


_REQUESTS: Mapping[str, Callable[[Mapping[str, Any]], list[int]]] = {"apply": _apply, "socket": _open_socket}


def _enter(namespace: str) -> None:
    """Move this process into a namespace by name; empty for the one it began in."""
    path = NAMES / namespace if namespace else _OUTER
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if _LIBRARY.setns(descriptor, _NEW_NETWORK):
            raise Refused(f"cannot enter {path}: {os.strerror(ctypes.get_errno())}")
    finally:
        os.close(descriptor)


def _set_up(*, forwards: bool) -> None:
    for name, value in {**SETTINGS, "net/ipv4/ip_forward": "1" if forwards else "0"}.items():
        path = Path("/proc/sys") / name
        if path.exists():
            path.write_text(value, encoding="ascii")


def _prepare() -> None:
    """Give this mount namespace a /run of its own, and the resolver of every VPC."""
    _mount("tmpfs", "/run", "tmpfs", 0)
    NAMES.mkdir()
    _OUTER.touch()
    _mount("/proc/self/ns/net", str(_OUTER), "", _BIND)
    resolver = _RESOLVER.resolve()
    if resolver.is_relative_to("/run"):
        resolver.parent.mkdir(parents=True, exist_ok=True)
        resolver.write_text(_RESOLVER_TEXT, encoding="ascii")
        return
    text = Path("/run/resolv.conf")
    text.write_text(_RESOLVER_TEXT, encoding="ascii")
    _mount(str(text), str(resolver), "", _BIND)


def _mount(source: str, target: str, kind: str, flags: int) -> None:
    if _LIBRARY.mount(source.encode(), target.encode(), kind.encode(), flags, None):
        raise Refused(f"cannot mount {source} on {target}: {os.strerror(ctypes.get_errno())}")


def _reap_until_readable(connection: socket.socket) -> None:
    """Wait for a request; as the first process, bury the orphans of the namespaces meanwhile."""
    ready: list[socket.socket] = []
    while not ready:
        ready, _, _ = select.select([connection], [], [], _REAP_SECONDS)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

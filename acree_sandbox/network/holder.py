"""The holder process: everything that the data plane makes lives in its namespaces and ends with it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import Any

from acree_sandbox.core.errors import SandboxError
from acree_sandbox.network import channel
from acree_sandbox.network.differ import Batch

HOLDER_FILE = "holder.json"
_PACKAGE_ROOT = Path(__file__).resolve().parents[2]
_UNSHARE = ("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child")
_AS_USER = ("--user", "--map-root-user")
_ADMIN_FOLDERS = "/usr/sbin:/sbin:/usr/bin:/bin"
_COMMANDS = ("unshare", "nsenter", "setsid", "ip", "nft")
_STOP_SECONDS = 5.0


class NetworkError(SandboxError):
    """The data plane cannot do what it was asked to."""


class Holder:
    """A running holder process; leave the context to end it and all that it holds.

    Args:
        folder: where the holder's mark is kept, so that the next start finds what a killed sandbox left.

    Raises:
        NetworkError: the system does not allow namespaces, or lacks a command; the message says what to do.

    Attributes:
        pid: process id of the first process inside.
        prefix: mark of this run before the name of each namespace.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / HOLDER_FILE
        sweep(folder)
        _need_commands()
        self.prefix = f"acree-{secrets.token_hex(3)}-"
        self._lock = Lock()
        self._process, self._connection, self.pid = _start(self.prefix)
        self._file.write_text(json.dumps({"pid": self.pid, "mark": self.prefix}), encoding="utf-8")

    def close(self) -> None:
        """End the holder; the kernel frees what it held."""
        self._connection.close()
        try:
            self._process.communicate(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        self._file.unlink(missing_ok=True)

    def apply(self, batches: Sequence[Batch]) -> None:
        """Run batches in their order.

        Raises:
            NetworkError: one was refused; those before it are done.
        """
        named = [asdict(batch) | {"namespace": self._name(batch.namespace)} for batch in batches]
        self._ask({"do": "apply", "batches": named})

    def socket(self, namespace: str, kind: socket.SocketKind, address: str, port: int) -> socket.socket:
        """Return a socket that is bound inside a namespace; one of streams listens.

        Args:
            namespace: its name without the mark of the run.
            kind: `SOCK_STREAM` or `SOCK_DGRAM`.
            address: IPv4 address.
            port: port.

        Raises:
            NetworkError: there is no such namespace, or the address is taken there.
        """
        kind_name = "stream" if kind == socket.SOCK_STREAM else "datagram"
        files = self._ask(
            {"do": "socket", "namespace": self._name(namespace), "type": kind_name, "address": address, "port": port}
        )
        return socket.socket(fileno=files[0])

    def _name(self, namespace: str) -> str:
        return self.prefix + namespace if namespace else ""

    def _ask(self, request: Mapping[str, Any]) -> list[int]:
        with self._lock:
            try:
                channel.send(self._connection, request)
                reply, files = channel.receive(self._connection)
            except channel.Closed as error:
                raise NetworkError(
                    f"the holder of the data plane has ended: {error}; start the sandbox again"
                ) from error
        if "error" in reply:
            raise NetworkError(str(reply["error"]))
        return files


def tool_path() -> str:
    """The PATH on which the commands of the network are found; administrators' folders count too."""
    return os.pathsep.join(part for part in (os.environ.get("PATH", ""), _ADMIN_FOLDERS) if part)


def sweep(folder: Path) -> bool:
    """End the holder that an earlier sandbox of this folder left, if any; whether there was one.

    A holder ends by itself when its sandbox is gone; this is for one that hangs. Only a process that carries the mark
    written down is ended: the number alone may belong to another process by now.
    """
    path = folder / HOLDER_FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        pid, mark = int(found["pid"]), str(found["mark"])
    except (OSError, ValueError, KeyError, TypeError):
        path.unlink(missing_ok=True)
        return False
    path.unlink(missing_ok=True)
    if not carries(pid, mark):
        return False
    os.kill(pid, signal.SIGKILL)
    return True


def carries(pid: int, mark: str) -> bool:
    """Whether a process is a holder with a certain mark."""
    try:
        return mark.encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False


def _need_commands() -> None:
    missing = [name for name in _COMMANDS if shutil.which(name, path=tool_path()) is None]
    if missing:
        raise NetworkError(
            f"the data plane needs {', '.join(missing)}, which this machine lacks; run: python3 toolchain/system.py"
        )


def _start(mark: str) -> tuple[subprocess.Popen[bytes], socket.socket, int]:
    """Start a holder as a user, or, where only root may make namespaces, as root."""
    try:
        return _try(mark, _AS_USER)
    except NetworkError as refused:
        if os.geteuid() == 0:
            return _try(mark, ())
        raise NetworkError(
            f"this system does not let users make network namespaces ({refused}); allow it with"
            " `sysctl -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0`"
            " (whichever exists), or start the sandbox as root"
        ) from refused


def _try(mark: str, options: Sequence[str]) -> tuple[subprocess.Popen[bytes], socket.socket, int]:
    ours, theirs = socket.socketpair()
    with theirs:
        number = theirs.fileno()
        process = subprocess.Popen(
            [*_UNSHARE, *options, sys.executable, "-m", "acree_sandbox.network.agent", str(number), mark],
            env={"PATH": tool_path(), "PYTHONPATH": str(_PACKAGE_ROOT), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=(number,),
            start_new_session=True,
        )
    try:
        greeting, _ = channel.receive(ours)
    except channel.Closed:
        greeting = {"error": _last_words(process)}
    if "error" in greeting:
        ours.close()
        process.kill()
        if process.stderr is not None and not process.stderr.closed:
            process.communicate()
        raise NetworkError(str(greeting["error"]))
    return process, ours, int(greeting["pid"])


def _last_words(process: subprocess.Popen[bytes]) -> str:
    _, said = process.communicate(timeout=_STOP_SECONDS)
    return " ".join(said.decode(errors="replace").split()) or f"unshare ended with {process.returncode}"

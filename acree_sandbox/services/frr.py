"""FRR's daemons in a namespace of the data plane: zebra first, then those that speak through it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from acree_sandbox.core.errors import SandboxError
from acree_sandbox.network import inside
from acree_sandbox.network.naming import interface_name
from acree_sandbox.network.running import Network

PROGRAMS = Path("/usr/lib/frr")
READY_SECONDS = 30.0
_WAIT_SECONDS = 0.05
GROUPS = "root:x:0:\nfrr:x:0:root\nfrrvty:x:0:root\n"
"""What FRR's daemons see as /etc/group: they insist that their user is in `frrvty`, and inside there is root only."""
_WITH_GROUPS = ("unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/group && exec "$@"')


class FrrError(SandboxError):
    """FRR does not do what it was asked to."""


class Frr:
    """Running daemons of FRR; `close` ends them.

    Args:
        network: the running data plane.
        namespace: where they run.
        folder: where their sockets, configuration and logs are kept, for themselves alone.
        configuration: the text of `frr.conf`.
        daemons: those that run beside zebra, such as `bgpd`.
        kernel: whether what they learn goes into the namespace's own routes.

    Raises:
        FrrError: the programs are missing, or one does not start.
    """

    def __init__(
        self,
        network: Network,
        namespace: str,
        folder: Path,
        configuration: str,
        daemons: Sequence[str] = ("bgpd",),
        *,
        kernel: bool = True,
    ) -> None:
        self._network = network
        self._namespace = namespace
        self._folder = folder
        self._sockets = f"/run/{interface_name('frr', namespace)}"  # paths of sockets must be short
        for name in ("zebra", *daemons):
            if not (PROGRAMS / name).exists():
                raise FrrError(f"{PROGRAMS / name} is missing; install FRR with: python3 toolchain/system.py")
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        path = folder / "frr.conf"
        descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(configuration)
        (folder / "group").write_text(GROUPS, encoding="ascii")
        self._processes: list[subprocess.Popen[bytes]] = []
        self._run("mkdir", "-p", self._sockets)
        try:
            self._start("zebra", "zserv.api")
            for name in daemons:
                options = ("-n",) if name == "bgpd" and not kernel else ()
                self._start(name, f"{name}.vty", *options)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the daemons, zebra last."""
        for process in reversed(self._processes):
            inside.stop(process)

    @property
    def alive(self) -> bool:
        """Whether all daemons run."""
        return all(process.poll() is None for process in self._processes)

    def ask(self, command: str) -> Any:  # noqa: ANN401  # JSON of any shape
        """What a command of FRR answers as JSON; None when the daemons do not answer."""
        done = self._vtysh(command)
        try:
            return json.loads(done.stdout)
        except ValueError:
            return None

    def enter(self, *lines: str) -> None:
        """Change the running configuration.

        Raises:
            FrrError: a line is refused.
        """
        done = self._vtysh("configure terminal", *lines)
        if done.returncode or "%" in done.stdout:
            raise FrrError(f"FRR in {self._namespace} refuses {lines}: {' '.join((done.stdout + done.stderr).split())}")

    def _vtysh(self, *commands: str) -> subprocess.CompletedProcess[str]:
        words = [word for command in commands for word in ("-c", command)]
        return self._run("vtysh", "--vty_socket", self._sockets, *words)

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        whole = inside.apart(self._network.entering(self._namespace), command)
        return inside.run(whole, environ=inside.environment(None), given=None, seconds=READY_SECONDS)

    def _start(self, name: str, socket: str, *options: str) -> None:
        folder = self._folder
        command = [str(PROGRAMS / name), "--user", "root", "--group", "root", "-A", "127.0.0.1", "-P", "0"]
        command += ["--vty_socket", self._sockets, "-z", f"{self._sockets}/zserv.api"]
        command += ["-i", f"{self._sockets}/{name}.pid"]
        command += ["-f", str(folder / "frr.conf"), *options]
        whole = [*_WITH_GROUPS, str(folder / "group"), *command]
        process = self._network.spawn(self._namespace, whole, output=folder / f"{name}.log")
        self._processes.append(process)
        deadline = time.monotonic() + READY_SECONDS
        while self._run("test", "-S", f"{self._sockets}/{socket}").returncode:
            if process.poll() is not None or time.monotonic() > deadline:
                raise FrrError(f"{name} does not start in {self._namespace}; see {folder / f'{name}.log'}")
            time.sleep(_WAIT_SECONDS)

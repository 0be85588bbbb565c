"""Starting and ending registry processes inside of namespaces."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

from acree_sandbox.core.errors import SandboxError
from acree_sandbox.network.inside import stop
from acree_sandbox.network.running import Network
from acree_sandbox.services.registries.configuration import PORT

PROGRAM = "registry"
_LISTENING = "0A"
_POLL_SECONDS = 0.02


def need_program() -> str:
    """The path of the registry.

    Raises:
        SandboxError: it is not on PATH.
    """
    found = shutil.which(PROGRAM)
    if found is None:
        raise SandboxError(
            "the network needs the program `registry`, which is not on PATH;"
            ' run: python3 toolchain/build.py && eval "$(python3 toolchain/build.py env)"'
        )
    return found


class RegistryProcess:
    """One registry that runs.

    Args:
        network: the data plane.
        namespace: where it runs.
        configuration: its configuration file.
        ca_file: the CA that it trusts.
        log: what it says.
    """

    def __init__(self, network: Network, namespace: str, configuration: Path, ca_file: Path, log: Path) -> None:
        self._log = log
        # A clean environment: the storage driver obeys variables that are meant for others.
        environ = {"PATH": os.environ.get("PATH", ""), "SSL_CERT_FILE": str(ca_file), "OTEL_TRACES_EXPORTER": "none"}
        command = [need_program(), "serve", str(configuration)]
        self._process: subprocess.Popen[bytes] = network.spawn(namespace, command, environ=environ, output=log)

    def wait_until_listening(self, deadline: float) -> None:
        """Return when it answers.

        Args:
            deadline: by `time.monotonic`.

        Raises:
            SandboxError: it ended, or does not answer in time.
        """
        while not _listens(self._process.pid):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise SandboxError(f"the registry does not start; it says why in {self._log}")
            time.sleep(_POLL_SECONDS)

    def wait(self) -> int:
        """Return its exit code once it has ended."""
        return self._process.wait()

    def close(self) -> None:
        """End it."""
        stop(self._process)


def _listens(pid: int) -> bool:
    """Whether something in the network namespace of a process listens on the registry's port at its own address."""
    try:
        rows = Path(f"/proc/{pid}/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return False
    sockets = [row.split()[1:4] for row in rows]
    return any(
        state == _LISTENING and local.endswith(f":{PORT:04X}") and not local.startswith(_LOOPBACK)
        for local, _, state in sockets
    )


_LOOPBACK = "0100007F:"

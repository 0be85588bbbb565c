"""Running commands inside of a namespace of a running data plane."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from acree_sandbox.network.holder import tool_path

_FOREIGN = ("_PROXY", "_CA_BUNDLE")
_STOP_SECONDS = 5.0


def entering(holder: int, namespace: str) -> list[str]:
    """The command that runs the command after it inside of a namespace.

    Args:
        holder: process id of the holder.
        namespace: full name of the namespace.
    """
    process = Path(f"/proc/{holder}")
    command = ["nsenter"]
    if (process / "ns/user").readlink() != Path("/proc/self/ns/user").readlink():
        command += [f"--user={process}/ns/user", "--preserve-credentials"]
    return [
        *command,
        f"--mount={process}/ns/mnt",
        f"--pid={process}/ns/pid",
        f"--net={process}/root/run/netns/{namespace}",
        "--",
    ]


def environment(ca_file: Path | None, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of such a command: this one without proxies, with the sandbox's CA as the only trusted one."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().endswith(_FOREIGN)}
    trusted = {"SSL_CERT_FILE": str(ca_file), "CURL_CA_BUNDLE": str(ca_file)} if ca_file else {}
    return {**kept, "PATH": tool_path(), **trusted, **(given or {})}


def stop(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> int:
    """End a command that was started as `apart` says, with all of its process group; return its exit code."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            send(process, number)
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                continue
    return process.wait()


def apart(entering_command: Sequence[str], command: Sequence[str]) -> list[str]:
    """The whole command that runs a command inside, leading a process group of its own."""
    return [*entering_command, "setsid", *command]


def send(process: subprocess.Popen[bytes] | subprocess.Popen[str], number: signal.Signals) -> None:
    """Send a signal to the process group of such a command.

    `nsenter` itself is spared: it buries the command. An orphan would wait for the first process of the machine, and
    the holder, which ends only after all that is inside, would wait with it.
    """
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    try:
        found = [int(text) for text in children.read_text(encoding="ascii").split()]
    except OSError:
        found = []
    try:
        for child in found:
            os.killpg(child, number)
        if not found:
            process.send_signal(number)
    except ProcessLookupError:
        return


def run(
    command: Sequence[str], *, environ: Mapping[str, str], given: str | None, seconds: float | None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end.

    Args:
        command: argument list.
        environ: its whole environment.
        given: text on its standard input; nothing when None.
        seconds: time it may take.

    Raises:
        subprocess.TimeoutExpired: it took longer and was killed, with all that it started.
    """
    with subprocess.Popen(
        command,
        env=environ,
        stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as process:
        try:
            output, errors = process.communicate(given, timeout=seconds)
        except BaseException:
            send(process, signal.SIGKILL)
            raise
    return subprocess.CompletedProcess(list(command), process.returncode, output, errors)

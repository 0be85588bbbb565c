"""The command as a process of its own: pipes, signals, terminals."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "acree_infra.cli.main")
ROOT = Path(__file__).parents[3]


def environ(**extra: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **extra}


def run(folder: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=folder, env=environ(**extra), capture_output=True, text=True, check=False
    )


def test_a_plan_is_printed(stacks: Path) -> None:
    done = run(stacks.parent, "plan", "-s", "dev")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Plan of stack dev  sha256:")


def test_exit_codes_reach_the_shell(stacks: Path) -> None:
    assert run(stacks.parent, "trace", "shanghai", "203.0.113.1").returncode == 4
    missing = run(stacks.parent, "plan", "-s", "other")
    assert missing.returncode == 2
    assert "Traceback" not in missing.stderr


@pytest.mark.parametrize("verb", [("--help",), ("--version",), ("schema",), ("plan",)])
def test_a_reader_that_has_gone_is_no_fault(stacks: Path, verb: tuple[str, ...]) -> None:
    """What `| head -1` comes to, without the race."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [*COMMAND, *verb], cwd=stacks.parent, env=environ(), stdout=writer, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_head_reads_what_it_wants(stacks: Path) -> None:
    command = f"{sys.executable} -m acree_infra.cli.main schema -k plan | head -1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=stacks.parent, env=environ(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "{\n", "")


def test_an_interrupt_while_writing(stacks: Path) -> None:
    """The pipe holds one page, so the command waits in the middle of its report: there it is interrupted."""
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    with subprocess.Popen(
        [*COMMAND, "plan", "-f", "json"], cwd=stacks.parent, env=environ(), stdout=writer, stderr=subprocess.PIPE
    ) as process:
        os.close(writer)
        assert select.select([reader], [], [], 30)[0]
        process.send_signal(signal.SIGINT)
        with os.fdopen(reader, "rb") as file:
            file.read()
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err == b"acree: interrupted; nothing was half-written\n"


def test_a_full_disk_is_one_line(stacks: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "plan"], cwd=stacks.parent, env=environ(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr == b"acree: standard output cannot be written: No space left on device\n"


def test_a_full_standard_error_leaves_the_exit_code(stacks: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "plan", "-s", "other"], cwd=stacks.parent, env=environ(), stderr=full, check=False
        )
    assert done.returncode == 2


def test_an_interrupt_while_the_cloud_is_silent_ends_at_once(stacks: Path) -> None:
    """Each look-up would wait half a minute for its answer; nobody who presses Ctrl-C does."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        place = f"127.0.0.1:{silent.getsockname()[1]}"
        services = {f"{name}_ENDPOINT": place for name in ("CBN", "CR", "VPC", "STS", "PVTZ", "LOCATION")}
        keys = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret"}
        with subprocess.Popen(
            [*COMMAND, "resolve"], cwd=stacks.parent, env=environ(**services, **keys), stderr=subprocess.PIPE
        ) as process:
            caller, _ = silent.accept()
            with caller:
                process.send_signal(signal.SIGINT)
                _, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert err.splitlines()[-1] == b"acree: interrupted; nothing was half-written"
    assert b"Traceback" not in err


def test_an_output_without_arrows_gets_escapes(stacks: Path) -> None:
    done = run(stacks.parent, "plan", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u2192 attachment att-shanghai" in done.stdout


@pytest.mark.parametrize(("extra", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal(stacks: Path, extra: dict[str, str], coloured: bool) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*COMMAND, "trace", "shanghai", "oss"],
        cwd=stacks.parent,
        env=environ(TERM="xterm", **extra),
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(theirs)
    with os.fdopen(ours, "rb") as file:
        shown = file.read1(100_000)
    assert done.returncode == 0
    assert (b"\x1b[32;1mdelivered" in shown) is coloured
    assert b"delivered" in shown

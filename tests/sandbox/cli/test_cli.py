"""The command as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
WORLD = "vpcs: [{id: vpc-a, region: cn-hangzhou, cidr: 10.0.0.0/16}]\n"


class Command:
    """Runs `acree-sandbox` with one state folder."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state"
        self.world = folder / "world.yaml"
        self.world.write_text(WORLD)

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        verb, *rest = arguments
        command = [sys.executable, "-m", "acree_sandbox.cli.main", verb, "--state", str(self.state), *rest]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT, stdin=subprocess.DEVNULL
        )


@pytest.fixture
def acree_sandbox(tmp_path: Path) -> Iterator[Command]:
    command = Command(tmp_path)
    yield command
    command("down")


class TestLife:
    """Up, used, down, up again."""

    def test_state_survives_a_restart_and_reset_forgets(self, acree_sandbox: Command) -> None:
        assert acree_sandbox("up", "--world", str(acree_sandbox.world)).returncode == 0
        made = acree_sandbox(
            "run",
            "--",
            sys.executable,
            "-c",
            "import os; print(os.environ['VPC_ENDPOINT'], os.environ['SSL_CERT_FILE'])",
        )
        endpoint, ca_file = made.stdout.split()
        assert endpoint.startswith("127.0.0.1:")
        assert Path(ca_file).exists()
        assert "already" in acree_sandbox("up").stdout
        assert acree_sandbox("down").stdout == "the sandbox is down\n"
        assert acree_sandbox("status").returncode == 1
        again = acree_sandbox("up")
        assert again.returncode == 0, again.stderr
        status = acree_sandbox("status")
        assert "1  vpc\n" in status.stdout
        assert acree_sandbox("reset").returncode == 0

    def test_a_killed_sandbox_can_be_started_again(self, acree_sandbox: Command) -> None:
        acree_sandbox("up", "--world", str(acree_sandbox.world))
        pid = json.loads((acree_sandbox.state / "running.json").read_text())["pid"]
        os.kill(pid, 9)
        deadline = time.monotonic() + 5
        while Path(f"/proc/{pid}/stat").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert acree_sandbox("status").returncode == 1
        assert acree_sandbox("up").returncode == 0

    def test_another_world_begins_anew_and_not_beside_a_running_one(self, acree_sandbox: Command) -> None:
        acree_sandbox("up", "--world", str(acree_sandbox.world))
        acree_sandbox.world.write_text(WORLD.replace("vpc-a", "vpc-b"))
        refused = acree_sandbox("up", "--world", str(acree_sandbox.world))
        assert (refused.returncode, "another world runs" in refused.stderr) == (1, True)
        acree_sandbox("down")
        acree_sandbox("up", "--world", str(acree_sandbox.world))
        url = json.loads((acree_sandbox.state / "running.json").read_text())["url"]
        assert url.startswith("https://127.0.0.1:")
        assert "1  vpc\n" in acree_sandbox("status").stdout

    def test_env_as_shell_and_json(self, acree_sandbox: Command) -> None:
        acree_sandbox("up", "--world", str(acree_sandbox.world))
        variables = json.loads(acree_sandbox("env", "--json").stdout)
        lines = acree_sandbox("env").stdout.splitlines()
        assert f"export CBN_ENDPOINT={variables['CBN_ENDPOINT']}" in lines


class TestMisuse:
    """One sentence, no traceback."""

    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (("up",), 1, "has no world yet"),
            (("up", "--world", "none.yaml"), 1, "none.yaml: cannot be read"),
            (("env",), 1, "no sandbox runs in"),
            (("reset",), 1, "no sandbox runs in"),
            (("run", "--", "true"), 1, "no sandbox runs in"),
            (("sideways",), 2, "invalid choice"),
            (
                ("up", "--port", "99999"),
                2,
                "expected a TCP port from 0 to 65535, found '99999'; see `acree-sandbox up",
            ),
            (("run",), 2, "wanted a command, for example: acree-sandbox run -- "),
            (("exec", "ecs2"), 2, "wanted a command, for example: acree-sandbox exec ecs2 -- "),
        ],
    )
    def test_says_what_to_do(self, acree_sandbox: Command, arguments: tuple[str, ...], code: int, words: str) -> None:
        done = acree_sandbox(*arguments)
        assert (done.returncode, "Traceback" in done.stderr) == (code, False)
        assert words in done.stderr

    def test_a_state_folder_that_can_be_none(self, acree_sandbox: Command) -> None:
        acree_sandbox.state = acree_sandbox.world
        done = acree_sandbox("up", "--world", str(acree_sandbox.world))
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "world.yaml/running.json: Not a directory" in done.stderr

    @pytest.mark.parametrize("text", ['{"pid": 1}', "x", "[]", '{"pid": 1, "url": "", "environment": {}}'])
    def test_a_broken_note_of_what_runs(self, acree_sandbox: Command, text: str) -> None:
        acree_sandbox.state.mkdir()
        (acree_sandbox.state / "running.json").write_text(text)
        done = acree_sandbox("env")
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
        assert "running.json is broken; " in done.stderr or "no sandbox runs in" in done.stderr

    def test_output_that_is_full(self, acree_sandbox: Command) -> None:
        acree_sandbox("up", "--world", str(acree_sandbox.world))
        command = [sys.executable, "-m", "acree_sandbox.cli.main", "status", "--state", str(acree_sandbox.state)]
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False, cwd=ROOT
            )
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "acree-sandbox: standard output cannot be written: No space left on device" in done.stderr

    def test_the_version(self, acree_sandbox: Command) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "acree_sandbox.cli.main", "-V"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd=ROOT,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("acree-sandbox ")

    def test_run_without_or_with_an_unknown_command(self, acree_sandbox: Command) -> None:
        acree_sandbox("up", "--world", str(acree_sandbox.world))
        assert "wanted a command" in acree_sandbox("run").stderr
        assert "no-such-program cannot be run" in acree_sandbox("run", "--", "no-such-program").stderr

    def test_a_broken_world_is_refused_before_anything_starts(self, acree_sandbox: Command) -> None:
        acree_sandbox.world.write_text("vpcs: [{id: vpc-a}]\n")
        done = acree_sandbox("up", "--world", str(acree_sandbox.world))
        assert (done.returncode, "'region' is missing" in done.stderr) == (1, True)
        assert not (acree_sandbox.state / "running.json").exists()

from __future__ import annotations

import shutil
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from acree_infra.cli.main import main
from acree_infra.cli.processes import run_verb, worst
from tests.infra.program.projects import ROOT

KNOWN = ("dev", "refused-basic", "same-region")


@pytest.fixture(autouse=True)
def _stacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stacks").mkdir()
    for name in KNOWN:
        for file in (f"Pulumi.{name}.yaml", f"{name}.lock.yaml"):
            shutil.copy(ROOT / "stacks" / file, tmp_path / "stacks" / file)


def ended(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["fleet", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_each_stack_has_a_line_and_the_worst_decides(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = ended(capsys, "lint", "-j", "2", "--keep", str(tmp_path / "r"))
    assert code == 5
    head, *rows = out.splitlines()
    assert head == "3 stacks: 2 done, 1 refused"
    assert [row.split()[:2] for row in rows] == [["dev", "done"], ["refused-basic", "refused"], ["same-region", "done"]]
    assert "refuse G1 basic-edition" in err
    kept = {path.name for path in (tmp_path / "r").iterdir()}
    assert kept == {f"{name}.txt" for name in KNOWN}
    assert "G1 basic-edition" in (tmp_path / "r" / "refused-basic.txt").read_text(encoding="utf-8")


def test_what_ends_well_is_quiet_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = ended(capsys, "lint", "--stacks", "dev")
    assert code == 0
    assert err.splitlines() == [err.strip()]
    _, _, err = ended(capsys, "lint --format json", "--stacks", "dev", "--verbose")
    assert '"stack": "dev"' in err


def test_the_summary_goes_to_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "reports" / "summary.txt"
    code, out, err = ended(capsys, "lint", "-o", str(file))
    assert (code, out) == (5, "")
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    assert head == "3 stacks: 2 done, 1 refused"
    assert [row.split()[0] for row in rows] == list(KNOWN)
    assert "refuse G1 basic-edition" in err


def test_a_summary_whose_file_cannot_be_written_is_not_lost(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = ended(capsys, "lint", "--stacks", "dev", "--output", "/dev/null/summary.txt")
    assert code == 2
    assert out.splitlines()[0] == "1 stacks: 1 done"
    assert "/dev/null/summary.txt cannot be written" in err


def test_what_was_said_last_is_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """A verb that reports and then acts tells on standard error how that ended."""
    said = "import sys; print('report', flush=True); print('outcome', file=sys.stderr)"
    run = subprocess.run

    def spoken(command: list[str], **more: Any) -> Any:  # noqa: ANN401  # whatever the real one takes
        return run([command[0], "-c", said], **more)

    monkeypatch.setattr(subprocess, "run", spoken)
    joined, apart = run_verb("dev", ("up",), joined=True), run_verb("dev", ("up",))
    assert (joined.said, joined.last) == ("report\noutcome\n", "outcome")
    assert (apart.out, apart.err, apart.last) == ("report\n", "outcome\n", "report")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["paint"], "a fleet does not run 'paint'"),
        (["lnt"], "lint"),
        ([""], "a fleet does not run ''"),
        (["diff 'x"], "cannot be read"),
        (["diff --stack dev"], "the fleet says this to each stack"),
        (["diff --stack=dev"], "--stacks GLOB"),
        (["diff -s dev"], "--stacks GLOB"),
        (["diff --dir other"], "--dir FOLDER after COMMAND"),
        (["plan -o plan.txt"], "--keep FOLDER after COMMAND"),
        (["plan --output=plan.txt"], "--keep FOLDER after COMMAND"),
        (["lint", "--dir", "nowhere"], "found none"),
        (["lint", "--jobs", "0"], "a number from 1 on"),
        (["lint", "--stacks", "dev", "--keep", "/dev/null/x"], "cannot be made a folder"),
    ],
)
def test_wrong_use(capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    code, _, err = ended(capsys, *arguments)
    assert code == 2
    assert says in err


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ([], 0),
        ([0, 0], 0),
        ([0, 7], 7),
        ([7, 4], 4),
        ([4, 5, 7], 5),
        ([5, 2], 2),
        ([2, 3], 3),
        ([3, 1], 1),
        ([0, -9], 1),
    ],
)
def test_the_exit_code_of_a_fleet(codes: list[int], code: int) -> None:
    assert worst(codes) == code


def test_an_interrupt_lets_those_that_run_end_and_begins_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = subprocess.run

    def interrupted(*arguments: Any, **more: Any) -> Any:  # noqa: ANN401  # whatever the real one takes
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        return run(*arguments, **more)

    monkeypatch.setattr(subprocess, "run", interrupted)
    code, out, err = ended(capsys, "lint", "-j", "1")
    assert code == 130
    assert "no other is begun" in err
    rows = {row.split()[0]: row for row in out.splitlines()[1:]}
    assert "done" in rows["dev"]
    assert "not begun" in rows["same-region"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler

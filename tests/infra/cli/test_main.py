"""What every verb shares: exit codes, one line for each failure, the nearest word."""

from __future__ import annotations

import io
import re
import runpy
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from acree_infra.cli import main as module
from acree_infra.cli import plan, schema
from acree_infra.cli.main import VERBS, main
from acree_infra.errors import AccessError
from tests.infra.cli.conftest import Acree

MODULE = Path(module.__file__)


def test_help_lists_every_verb_and_the_exit_codes(acree: Acree) -> None:
    result = acree("--help")
    assert result.code == 0
    assert all(re.search(rf"^ +{verb} ", result.out, re.MULTILINE) for verb in VERBS)
    assert "7 changes where none were expected" in result.out


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_its_own_help(acree: Acree, verb: str) -> None:
    result = acree(verb, "--help")
    assert (result.code, result.err) == (0, "")
    assert f"usage: acree {verb}" in result.out
    assert "usage: acree plan" in acree("plan", "--help").out


def test_the_version(acree: Acree) -> None:
    assert acree("--version").out == f"acree {version('acree')}\n"


def test_no_verb_is_wrong_use_and_shows_the_help(acree: Acree) -> None:
    result = acree()
    assert (result.code, result.out) == (2, "")
    assert "VERB" in result.err


@pytest.mark.parametrize(("wrong", "right"), [("pln", "plan"), ("resolv", "resolve"), ("linter", "lint")])
def test_an_unknown_verb_names_the_nearest(acree: Acree, wrong: str, right: str) -> None:
    result = acree(wrong)
    assert result.code == 2
    assert result.err == f"acree: there is no verb {wrong!r}; did you mean {right!r}?; see `acree --help`\n"


def test_a_verb_like_no_other_lists_all(acree: Acree) -> None:
    assert f"verbs are {', '.join(VERBS)}" in acree("xyzzy").err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("plan", "--nonsense"), "acree plan: unknown: --nonsense; see `acree plan --help`"),
        (("plan", "-f", "xml"), "acree plan: argument -f/--format: invalid choice: 'xml'"),
        (("plan", "--stric"), "acree plan: unknown: --stric; did you mean --strict?; see"),
        (("plan", "--stakc=dev"), "acree plan: unknown: --stakc=dev; did you mean --stack?; see"),
        (
            ("plan", "-f", "htm"),
            "acree plan: argument -f/--format: invalid choice: 'htm'; did you mean 'html'? (known: ",
        ),
        (("completion", "tcsh"), "acree completion: argument shell: invalid choice: 'tcsh'; known: bash, zsh, fish; "),
        (("schema", "-k", "plans"), "acree schema: argument -k/--kind: invalid choice: 'plans'"),
        (("--nonsense",), "acree: unknown: --nonsense"),
        (("-s", "dev", "plan"), "acree: unknown: -s; options stand behind the verb, as in `acree plan --stack dev`"),
        (("--", "plan"), "acree: unknown: --; "),
        (("plan", "--stack"), "acree plan: argument -s/--stack: expected one argument"),
    ],
)
def test_wrong_options_are_one_line_that_names_the_help(acree: Acree, arguments: tuple[str, ...], message: str) -> None:
    result = acree(*arguments)
    assert result.code == 2
    assert result.err.startswith(message)
    assert result.err.count("\n") == 1


def test_the_words_of_the_process_are_taken_where_none_are_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["acree", "explain", "G9"])
    assert main() == 0
    assert capsys.readouterr().out.startswith("G9 service-overlap")


def test_an_unexpected_fault_is_one_line_with_a_hint(acree: Acree, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> int:
        raise KeyError("some\nthing")

    monkeypatch.setattr(schema, "run", broken)
    result = acree("schema")
    assert result.code == 1
    assert result.err.startswith("acree: unexpected KeyError: ")
    assert "ACREE_DEBUG=1" in result.err
    assert result.err.count("\n") == 1


def test_debugging_shows_where(acree: Acree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACREE_DEBUG", "1")
    monkeypatch.setattr(schema, "run", lambda _: 1 // 0)
    result = acree("schema")
    assert result.code == 1
    assert "Traceback (most recent call last)" in result.err
    assert result.err.splitlines()[-1].startswith("acree: unexpected ZeroDivisionError")


def test_an_interrupt_ends_with_130(acree: Acree, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(plan, "run", interrupted)
    result = acree("plan", "-s", "dev")
    assert (result.code, result.out) == (130, "")
    assert result.err == "acree: interrupted; nothing was half-written\n"


def test_the_accounts_refusal_has_its_own_code(acree: Acree, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> int:
        raise AccessError("the key is not known", remedy="use another")

    monkeypatch.setattr(plan, "run", refused)
    assert (acree("plan").code, acree("plan").err) == (3, "acree: the key is not known; use another\n")


@pytest.mark.parametrize("arguments", [("plan", "-s", "nope"), ("schema", "-k", "nope"), ()])
def test_a_closed_standard_error_leaves_standard_output_alone(
    acree: Acree, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """`print` takes a missing stream for standard output, where a program may be reading JSON."""
    monkeypatch.setattr(sys, "stderr", None)
    result = acree(*arguments)
    assert (result.code, result.out) == (2, "")


def test_a_folder_is_no_file_to_write(acree: Acree, stacks: Path) -> None:
    for folder in ("/", str(stacks)):
        result = acree("plan", "-o", folder)
        assert (result.code, result.err) == (2, f"acree: {folder} cannot be written: Is a directory\n")


class Broken(io.StringIO):
    """A stream that takes nothing, in place of a file that exists."""

    def __init__(self, error: OSError, target: int) -> None:
        super().__init__()
        self.error, self.target = error, target

    def write(self, _: str) -> int:
        raise self.error

    def fileno(self) -> int:
        return self.target


def test_a_closed_output_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["schema"]) == 1
    assert "standard output is closed; write to a file: --output FILE" in capsys.readouterr().err


def test_a_closed_output_does_not_matter_to_a_file(
    monkeypatch: pytest.MonkeyPatch, stacks: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["plan", "--dir", str(stacks), "-o", str(tmp_path / "plan.txt")]) == 0
    assert (tmp_path / "plan.txt").exists()


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (OSError(28, "No space left"), 1, "acree: standard output cannot be written: No space left\n"),
        (BrokenPipeError(32, "Broken pipe"), 141, ""),
    ],
)
def test_an_output_that_takes_nothing(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    error: OSError,
    code: int,
    message: str,
) -> None:
    with (tmp_path / "output").open("w") as file:
        monkeypatch.setattr(sys, "stdout", Broken(error, file.fileno()))
        assert main(["schema"]) == code
    assert capsys.readouterr().err == message


def test_the_module_is_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["acree", "--version"])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(MODULE), run_name="__main__")
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("acree ")

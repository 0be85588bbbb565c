"""How the demos speak."""

from __future__ import annotations

import io
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any, cast

import pytest

from scripts.showing import show, summary, timed, title, watched
from scripts.workplace import CommandFailed, Workplace

UPDATED = """Updating (dev):
 +  pulumi:pulumi:Stack acree-dev creating (0s)
 +  alicloud:cen/instance:Instance cen creating (0s)
 +  alicloud:cen/instance:Instance cen created (5s)
 -  alicloud:cen/instance:Instance old deleted (1s)
Resources:
    + 2 created
    - 1 deleted

Duration: 6s
"""


def _saying(output: str, code: int) -> Workplace:
    """A workplace whose engine says something and ends."""

    def started(*_: str) -> Any:  # noqa: ANN401  # stands in for a process
        return nullcontext(SimpleNamespace(stdout=io.StringIO(output), returncode=code))

    return cast("Workplace", SimpleNamespace(started=started))


def test_title_stands_apart(capsys: pytest.CaptureFixture[str]) -> None:
    title("1. A part")
    assert capsys.readouterr().out == "\n== 1. A part\n\n"


def test_lines_are_indented_and_empty_ones_stay_empty(capsys: pytest.CaptureFixture[str]) -> None:
    show("one\n\n  two\n\n")
    assert capsys.readouterr().out == "  one\n\n    two\n"


def test_what_takes_time_says_what_begins_and_how_long_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    with timed("looking"):
        assert capsys.readouterr().out == "  looking … "
    assert capsys.readouterr().out.endswith(" s\n")


def test_finished_resources_are_counted_aloud(capsys: pytest.CaptureFixture[str]) -> None:
    assert watched(_saying(UPDATED * 3, 0), "up") == UPDATED * 3
    assert capsys.readouterr().out == "5 (6 in all) "


def test_engine_that_fails_is_told_with_what_it_said() -> None:
    with pytest.raises(CommandFailed, match="ended with 255") as failed:
        watched(_saying("error: no\n", 255), "up", "--yes")
    assert failed.value.output == "error: no\n"


def test_summary_is_the_engine_s_own_count() -> None:
    assert summary(UPDATED) == "+ 2 created; - 1 deleted"


def test_summary_without_a_count_is_the_last_line() -> None:
    assert summary("error: something\nerror: nothing was done\n\n") == "error: nothing was done"

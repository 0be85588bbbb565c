from __future__ import annotations

import io
import sys

import pytest

from acree_infra.cli.engine_bars import Bars
from acree_infra.cli.engine_progress import SLOW, Lines, Quiet, progress
from acree_infra.program.engine import Severity
from acree_infra.program.steps import Action, Step

ROUTE = Step("cn-hangzhou", "VPCRouteEntry", "return-1", Action.CREATE)
OTHER = Step("cn-hangzhou", "VPCRouteEntry", "return-2", Action.DELETE)
FAR = Step("cn-shanghai", "TransitRouterVpcAttachment", "att-shanghai", Action.REPLACE)
SAME = Step("cn-hangzhou", "VPCRouteEntry", "kept", Action.SAME)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_line_for_each_change_with_how_far_its_region_is(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with Lines([ROUTE, OTHER, FAR], clock) as lines:
        for step in (SAME, ROUTE, FAR, OTHER):
            lines.begun(step)
            clock.now += 1.5
            lines.finished(step)
    told = [line.split() for line in capsys.readouterr().err.splitlines()]
    assert told == [
        ["cn-hangzhou", "1/2", "VPCRouteEntry", "return-1", "created", "(1.5", "s)"],
        ["cn-shanghai", "1/1", "TransitRouterVpcAttachment", "att-shanghai", "replaced", "(1.5", "s)"],
        ["cn-hangzhou", "2/2", "VPCRouteEntry", "return-2", "deleted", "(1.5", "s)"],
    ]


def test_the_parts_of_a_replacement_are_one_change(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with Lines([FAR], clock) as lines:
        for _ in range(3):
            lines.begun(FAR)
            lines.finished(FAR)
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_failures_and_warnings_show_and_notes_do_not(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with Lines([ROUTE], clock) as lines:
        lines.begun(ROUTE)
        lines.said(Severity.INFO, "a note")
        lines.said(Severity.WARNING, "mind")
        lines.failed(ROUTE)
    told = capsys.readouterr().err
    assert "a note" not in told
    assert "warning: mind" in told
    assert "FAILED  VPCRouteEntry return-1" in told


def test_what_takes_long_is_named_once(clock: Clock) -> None:
    with Lines([ROUTE, FAR], clock) as lines:
        lines.begun(FAR)
        clock.now += SLOW - 1
        assert lines.slow() == []
        lines.begun(ROUTE)
        clock.now += 2
        (line,) = lines.slow()
        assert "att-shanghai in cn-shanghai" in line
        assert lines.slow() == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_per_region_with_what_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with progress([ROUTE, OTHER, FAR]) as bars:
        assert isinstance(bars, Bars)
        bars.begun(FAR)
        bars.begun(ROUTE)
        bars.finished(ROUTE)
        bars.said(Severity.WARNING, "mind [this]")
        bars.said(Severity.INFO, "a note")
        bars.failed(FAR)
    shown = screen.getvalue()
    for text in ("cn-hangzhou", "cn-shanghai", "1/2", "warning: mind [this]", "FAILED TransitRouterVpcAttachment"):
        assert text in shown
    assert "a note" not in shown


def test_a_log_gets_lines() -> None:
    assert type(progress([ROUTE])) is Lines


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    quiet = Quiet()
    quiet.begun(ROUTE)
    quiet.finished(ROUTE)
    quiet.failed(ROUTE)
    quiet.said(Severity.ERROR, "x")
    assert capsys.readouterr() == ("", "")

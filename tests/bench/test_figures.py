"""Figures: how a number is told beside its aim, and the small sums behind them."""

from __future__ import annotations

import sys

import pytest

from bench.__main__ import main
from bench.figures import MEASURES, Figure, best, exponent, measure, median, peak_memory, process, timed

NAMES = ["command line", "diff", "doctor", "engine", "failover", "network", "planning", "sandbox"]


class TestFigure:
    """One number beside its aim."""

    @pytest.mark.parametrize(("value", "met"), [(1.9, True), (2.0, True), (2.1, False)])
    def test_an_upper_limit(self, value: float, met: bool) -> None:
        assert Figure("seconds", value, "s", 2).met is met

    @pytest.mark.parametrize(("value", "met"), [(1.9, False), (2.0, True), (2.1, True)])
    def test_a_lower_limit(self, value: float, met: bool) -> None:
        assert Figure("rate", value, "", 2, most=False).met is met

    def test_it_is_told_with_unit_aim_and_verdict(self) -> None:
        told = str(Figure("until it serves", 0.25, "s", 0.5)).split()
        assert told == ["until", "it", "serves", "0.25", "s", "at", "most", "0.5", "s", "met"]

    def test_an_aim_that_is_missed_stands_out(self) -> None:
        assert str(Figure("rate", 1.234, "", 2, most=False)).split() == [
            "rate",
            "1.23",
            "at",
            "least",
            "2",
            "NOT",
            "MET",
        ]


class TestRegistry:
    """Measures by name."""

    def test_every_measure_is_run_by_make_bench(self) -> None:
        assert sorted(MEASURES) == NAMES

    def test_a_name_is_taken_once(self) -> None:
        with pytest.raises(ValueError, match="measure 'engine' is taken"):
            measure("engine")(list)

    def test_another_word_names_the_measures(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["speed"]) == 2
        told = capsys.readouterr().err
        assert told.startswith("no measure 'speed'; there are ")
        assert sorted(told.rstrip().removeprefix("no measure 'speed'; there are ").split(", ")) == NAMES

    def test_the_help_names_them_too(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["--help"])
        assert ended.value.code == 0
        told = " ".join(capsys.readouterr().out.split())
        assert f"one of {', '.join(MEASURES)} (default: all of them)" in told
        assert "examples: python -m bench planning diff" in told

    def test_figures_are_printed_and_the_aims_that_are_met_counted(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        figures = [Figure("one", 1, "s", 2), Figure("two", 3, "s", 2)]
        monkeypatch.setitem(MEASURES, "two figures", lambda: figures)
        assert main(["two figures"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[2:] == ["== two figures", *map(str, figures), "", "1 of 2 aims met"]


class TestSums:
    """What the measures are made of."""

    @pytest.mark.parametrize(("power", "expected"), [(1, 1), (2, 2), (0, 0)])
    def test_exponent_of_growth(self, power: int, expected: float) -> None:
        assert exponent((10, 10.0**power), (1000, 1000.0**power)) == pytest.approx(expected)

    def test_best_and_median_run_as_often_as_asked(self) -> None:
        ran: list[int] = []
        assert best(lambda: ran.append(1), 4) >= 0
        assert median(lambda: ran.append(2), 3) >= 0
        assert ran == [1, 1, 1, 1, 2, 2, 2]

    def test_best_is_the_quickest_and_median_the_middle_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for expected, told in ((1.0, best), (4.0, median)):
            seconds = iter([9.0, 1.0, 4.0])
            monkeypatch.setattr("bench.figures.timed", lambda _, seconds=seconds: next(seconds))
            assert told(lambda: None, 3) == expected

    def test_timed_takes_the_time_of_one_call(self) -> None:
        assert timed(lambda: None) >= 0

    def test_a_process_must_succeed(self) -> None:
        assert process([sys.executable, "-c", "pass"]) > 0
        with pytest.raises(Exception, match="non-zero exit status 3"):
            process([sys.executable, "-c", "raise SystemExit(3)"])

    def test_memory_is_told_in_megabytes(self) -> None:
        assert 5 < peak_memory() < 100_000

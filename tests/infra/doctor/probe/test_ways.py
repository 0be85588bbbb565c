"""Hosts and addresses side by side, and nothing that goes wrong in a thread is lost."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from acree_infra.doctor.probe.ways import HTTPS, Ways, side_by_side


class TestSideBySide:
    def test_results_come_in_order(self) -> None:
        assert side_by_side(lambda number: number * 2, [3, 1, 2]) == [6, 2, 4]
        assert side_by_side(str, []) == []

    def test_all_at_the_same_time(self) -> None:
        together = threading.Barrier(20, timeout=60)
        assert sorted(side_by_side(lambda _: together.wait(), list(range(20)))) == list(range(20))

    def test_what_is_raised_there_is_raised_here(self) -> None:
        done = []

        def one(number: int) -> None:
            done.append(number)
            if number == 1:
                raise LookupError("lost")

        with pytest.raises(LookupError, match="lost"):
            side_by_side(one, [0, 1, 2])
        assert sorted(done) == [0, 1, 2]


class TestOpen:
    def test_a_host_is_opened_once(self) -> None:
        asked: list[tuple[str, str]] = []
        facts: list[dict[str, Any]] = []

        def look_up(leg: str, host: str) -> dict[str, Any]:
            asked.append((leg, host))
            return {"addresses": [], "aliases": [], "server": "x", "error": "no address"}

        ways = Ways({"timeout": 1}, facts.append, look_up)
        ways.open([("registry", "a.example"), ("auth", "b.example")])
        ways.open([("registry", "a.example")])
        assert sorted(asked) == [("auth", "b.example"), ("registry", "a.example")]
        assert ways.lines == {("a.example", HTTPS): [], ("b.example", HTTPS): []}
        assert {(fact["step"], fact["error"]) for fact in facts} == {("dns", "no address")}
        ways.close()

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from acree_infra.reports.times import in_own_zone, in_utc

WRITTEN = "2026-11-24T14:16:05.123456789Z"


@pytest.fixture
def shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The reader sits in Shanghai."""
    monkeypatch.setenv("TZ", "CST-8")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (WRITTEN, "2026-11-24T14:16:05Z"),
        ("checkpoint of 2026-11-24T22:16:05.1+08:00, read", "checkpoint of 2026-11-24T14:16:05Z, read"),
        ("2026-11-24T23:59:59-01:30", "2026-11-25T01:29:59Z"),
        ("no time, 2026-11-24, 14:16", "no time, 2026-11-24, 14:16"),
        ("", ""),
    ],
)
def test_times_for_programs_are_in_utc(given: str, expected: str) -> None:
    assert in_utc(given) == expected
    assert in_utc(expected) == expected


@pytest.mark.usefixtures("shanghai")
def test_times_for_a_person_are_in_the_own_zone() -> None:
    assert in_own_zone(f"written {WRITTEN}; then 2026-11-24T16:30:00Z") == (
        "written 2026-11-24 22:16 CST; then 2026-11-25 00:30 CST"
    )
    assert in_own_zone("published 2026-02-05") == "published 2026-02-05"


@pytest.mark.usefixtures("shanghai")
def test_programs_are_told_the_same_in_every_zone() -> None:
    assert in_utc(WRITTEN) == "2026-11-24T14:16:05Z"

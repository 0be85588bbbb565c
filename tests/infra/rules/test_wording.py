"""Counts and lists in messages."""

from __future__ import annotations

import pytest

from acree_infra.rules.wording import counted, listed


@pytest.mark.parametrize(("number", "text"), [(0, "0 routes"), (1, "1 route"), (2, "2 routes")])
def test_counted(number: int, text: str) -> None:
    assert counted(number, "route") == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, ""),
        (1, "0"),
        (5, "0, 1, 2, 3, 4"),
        (6, "0, 1, 2, 3 and 2 more"),
        (600, "0, 1, 2, 3 and 596 more"),
    ],
)
def test_listed_stays_short_and_never_hides_a_single_item(number: int, text: str) -> None:
    assert listed(range(number)) == text


def test_listed_takes_any_iterable_once_and_another_length() -> None:
    assert listed((str(n) for n in range(4)), most=2) == "0, 1 and 2 more"

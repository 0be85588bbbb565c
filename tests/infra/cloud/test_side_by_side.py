from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest

from acree_infra.cloud.errors import ApiError
from acree_infra.cloud.side_by_side import side_by_side
from acree_infra.errors import AccessError, DiscoveryError


def failing(error: Exception) -> Callable[[], int]:
    def call() -> int:
        raise error

    return call


def test_nothing_to_call() -> None:
    assert side_by_side({}, 4) == {}


def test_answers_stand_by_their_keys_in_order() -> None:
    calls = {n: partial(pow, n, 2) for n in (3, 1, 2)}
    assert list(side_by_side(calls, 2).items()) == [(3, 9), (1, 1), (2, 4)]


@pytest.mark.parametrize("most", [1, 3])
def test_so_many_run_at_a_time(most: int) -> None:
    guard, running, seen = threading.Lock(), [0], [0]
    everybody = threading.Barrier(most)

    def call() -> None:
        with guard:
            running[0] += 1
            seen[0] = max(seen[0], running[0])
        everybody.wait(timeout=60)
        with guard:
            running[0] -= 1

    side_by_side(dict.fromkeys(range(2 * most), call) | {most * 2 + n: call for n in range(most)}, most)
    assert seen[0] == most


def test_every_failure_is_named_once() -> None:
    one, other = ApiError("vpc:A", "cn-a", "Busy", "later"), ApiError("vpc:B", "cn-b", "Gone", "never")
    calls = {1: failing(one), 2: lambda: 2, 3: failing(other), 4: failing(one)}
    with pytest.raises(DiscoveryError) as caught:
        side_by_side(calls, 2)
    assert [problem.message for problem in caught.value.problems] == [
        "vpc:A in cn-a failed with Busy: later",
        "vpc:B in cn-b failed with Gone: never",
    ]


def test_refused_credentials_come_alone() -> None:
    with pytest.raises(AccessError):
        side_by_side({1: failing(ApiError("vpc:A", "", "Busy", "later")), 2: failing(AccessError("no"))}, 2)


def test_what_nobody_expected_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        side_by_side({1: failing(ZeroDivisionError())}, 2)

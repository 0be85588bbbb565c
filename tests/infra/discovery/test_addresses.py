from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv4Address

from hypothesis import given
from hypothesis import strategies as st

from acree_infra.discovery.addresses import answered_addresses, declared_addresses
from acree_infra.discovery.legs import SeenAddress
from tests.infra.discovery.scene import NOW

DAY = timedelta(days=1)
GRACE = timedelta(days=7)
A, B = IPv4Address("100.103.7.181"), IPv4Address("100.103.9.188")


def seen(address: IPv4Address, missing_since: object = None) -> SeenAddress:
    return SeenAddress.model_validate(
        {"address": address, "first_seen": NOW - 30 * DAY, "last_seen": NOW - 9 * DAY, "missing_since": missing_since}
    )


def test_new_address_is_added_at_once() -> None:
    found = answered_addresses([seen(A)], [B, A], NOW, GRACE)

    assert [(s.address, s.first_seen, s.last_seen) for s in found] == [(A, NOW - 30 * DAY, NOW), (B, NOW, NOW)]


def test_vanished_address_is_marked_and_kept() -> None:
    (gone, _) = answered_addresses([seen(A)], [B], NOW, GRACE)

    assert (gone.address, gone.missing_since, gone.last_seen) == (A, NOW, NOW - 9 * DAY)


def test_mark_does_not_move() -> None:
    (gone, _) = answered_addresses([seen(A, NOW - 3 * DAY)], [B], NOW, GRACE)

    assert gone.missing_since == NOW - 3 * DAY


def test_address_is_dropped_when_its_grace_is_over() -> None:
    almost = answered_addresses([seen(A, NOW - 7 * DAY + timedelta(seconds=1))], [B], NOW, GRACE)
    over = answered_addresses([seen(A, NOW - 7 * DAY)], [B], NOW, GRACE)

    assert [s.address for s in almost] == [A, B]
    assert [s.address for s in over] == [B]


def test_address_that_comes_back_loses_its_mark_and_keeps_its_age() -> None:
    (back,) = answered_addresses([seen(A, NOW - 3 * DAY)], [A], NOW, GRACE)

    assert (back.missing_since, back.first_seen) == (None, NOW - 30 * DAY)


def test_without_grace_a_vanished_address_is_dropped_at_once() -> None:
    assert [s.address for s in answered_addresses([seen(A)], [B], NOW, timedelta(0))] == [B]


def test_declared_addresses_are_exactly_the_declared_ones() -> None:
    found = declared_addresses([seen(A)], [B, B, A], NOW)

    assert [(s.address, s.first_seen) for s in found] == [(A, NOW - 30 * DAY), (B, NOW)]
    assert [s.address for s in declared_addresses([seen(A)], [B], NOW)] == [B]


ADDRESSES = st.sets(st.integers(0, 30).map(lambda n: IPv4Address("100.103.0.0") + n), max_size=6)


@given(st.lists(ADDRESSES, min_size=1, max_size=8), st.integers(0, 4))
def test_over_any_history_every_answer_is_there_and_nothing_outlives_its_grace(
    answers: list[set[IPv4Address]], grace_days: int
) -> None:
    known: tuple[SeenAddress, ...] = ()
    for day, answered in enumerate(answers):
        known = answered_addresses(known, answered, NOW + day * DAY, timedelta(days=grace_days))
        last = {a: d for d in range(day + 1) for a in answers[d]}

        assert {s.address for s in known if s.missing_since is None} == answered
        assert [s.address for s in known] == sorted({s.address for s in known})
        assert all(day - last[s.address] <= grace_days for s in known)
        assert {a for a, d in last.items() if day - d <= grace_days and (grace_days or d == day)} <= {
            s.address for s in known
        }

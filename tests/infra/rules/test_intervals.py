"""Sweeps against the plain all-pairs answer."""

from __future__ import annotations

from ipaddress import IPv4Network
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from acree_infra.rules.intervals import block, collisions, covered, nestings, overlap, span

# A small space, so that overlaps are common: 100.64.0.0/24 and everything inside it.
PREFIXES = st.builds(
    lambda address, length: IPv4Network((0x64400000 | (address & (0xFF << (32 - length)) & 0xFF), length)),
    st.integers(0, 255),
    st.integers(24, 32),
)


def test_span_is_first_and_last_address() -> None:
    assert span(IPv4Network("10.0.0.0/24")) == (0x0A000000, 0x0A0000FF)
    assert span(IPv4Network("10.0.0.7/32")) == (0x0A000007, 0x0A000007)
    assert span(IPv4Network("0.0.0.0/0")) == (0, 0xFFFFFFFF)


@given(PREFIXES, PREFIXES)
def test_overlap_is_that_of_the_standard_library(left: IPv4Network, right: IPv4Network) -> None:
    assert overlap(left, right) == left.overlaps(right)


@given(st.lists(PREFIXES, max_size=12), st.lists(PREFIXES, max_size=12))
def test_collisions_are_all_pairs_that_overlap(left: list[IPv4Network], right: list[IPv4Network]) -> None:
    expected = sorted(
        (ours, theirs)
        for (ours, one), (theirs, other) in product(enumerate(left), enumerate(right))
        if one.overlaps(other)
    )
    found = collisions(
        [block(prefix, n) for n, prefix in enumerate(left)], [block(prefix, n) for n, prefix in enumerate(right)]
    )
    assert sorted((ours.owner, theirs.owner) for ours, theirs in found) == expected


@given(st.lists(st.tuples(PREFIXES, st.integers(0, 3)), max_size=14))
def test_nestings_name_every_block_that_another_owner_holds_once(items: list[tuple[IPv4Network, int]]) -> None:
    pairs = list(nestings(block(prefix, owner) for prefix, owner in items))
    for outer, inner in pairs:
        assert inner.prefix.subnet_of(outer.prefix)
        assert inner.owner != outer.owner
    collide = any(
        one.overlaps(other)
        for n, (one, owner) in enumerate(items)
        for other, other_owner in items[:n]
        if owner != other_owner
    )
    assert bool(pairs) == collide
    assert len(pairs) <= len(items)


@given(PREFIXES, st.lists(PREFIXES, max_size=10))
def test_covered_counts_each_address_once(prefix: IPv4Network, others: list[IPv4Network]) -> None:
    inside = {address for other in others for address in other if address in prefix}
    assert covered(prefix, others) == len(inside)


def test_collisions_come_by_address_with_left_first() -> None:
    left = [block(IPv4Network("10.0.0.0/8"), "wide")]
    right = [block(IPv4Network(f"10.{n}.0.0/16"), str(n)) for n in (9, 3, 7)]
    assert [(a.owner, b.owner) for a, b in collisions(left, right)] == [("wide", "3"), ("wide", "7"), ("wide", "9")]


def test_two_thousand_disjoint_blocks_meet_only_what_they_touch() -> None:
    left = [block(IPv4Network((n << 8, 24)), n) for n in range(2000)]
    right = [block(IPv4Network((n << 8, 24)), n) for n in range(1999, 4000)]
    assert [(a.owner, b.owner) for a, b in collisions(left, right)] == [(1999, 1999)]

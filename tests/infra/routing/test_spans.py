from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.routing.spans import Span, SpanSet, joined, span_of

SPANS = st.builds(lambda first, size: Span(first, first + size), st.integers(0, 60), st.integers(0, 12))


def members(spans: list[Span]) -> set[int]:
    return {address for span in spans for address in range(span.first, span.last + 1)}


@given(st.lists(SPANS))
def test_joined_spans_hold_the_same_addresses_and_are_apart(spans: list[Span]) -> None:
    result = joined(spans)
    assert members(result) == members(spans)
    assert all(one.last + 1 < other.first for one, other in pairwise(result))


@given(st.lists(SPANS), st.integers(0, 80))
def test_a_set_knows_its_addresses(spans: list[Span], address: int) -> None:
    found = SpanSet(spans)
    assert (address in found) == (address in members(spans))
    assert found.size == len(members(spans))


@given(SPANS, st.sets(st.integers(0, 80)))
def test_pieces_make_the_span_and_no_bound_lies_inside_one(span: Span, bounds: set[int]) -> None:
    pieces = span.cut(sorted(bounds))
    assert joined(pieces) == [span]
    assert sum(piece.size for piece in pieces) == span.size
    assert all(not piece.first < bound <= piece.last for piece in pieces for bound in bounds)


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("10.0.0.0", "10.0.0.255", "10.0.0.0/24"),
        ("10.0.0.7", "10.0.0.7", "10.0.0.7/32"),
        ("10.0.0.1", "10.0.0.2", "10.0.0.1-10.0.0.2"),
        ("255.255.255.0", "255.255.255.255", "255.255.255.0/24"),
    ],
)
def test_a_span_is_shown_as_a_prefix_where_it_is_one(first: str, last: str, shown: str) -> None:
    assert str(Span(int(IPv4Address(first)), int(IPv4Address(last)))) == shown


def test_the_span_of_a_prefix() -> None:
    assert str(span_of(IPv4Network("100.64.0.0/10"))) == "100.64.0.0/10"
    assert span_of(IPv4Network("0.0.0.0/0")).size == 2**32

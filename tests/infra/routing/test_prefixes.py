"""Prefix arithmetic, held against the obvious slow way."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

from hypothesis import given
from hypothesis import strategies as st

from acree_infra.routing.prefixes import (
    PrefixMap,
    exact_aggregate,
    first_address,
    host_route,
    last_address,
    sort_key,
    unique,
)

prefixes = st.builds(
    lambda address, length: IPv4Network((address, length), strict=False),
    st.integers(0, 2**32 - 1),
    st.integers(0, 32),
)
near = st.builds(
    lambda offset, length: IPv4Network((0x64400000 + offset, length), strict=False),
    st.integers(0, 2**10),
    st.integers(20, 32),
)


class TestPrefixMap:
    """Longest prefix wins, whatever the order of insertion."""

    @given(st.lists(near, max_size=20), st.integers(0x64400000, 0x64400000 + 2**11))
    def test_match_agrees_with_a_linear_search(self, stored: list[IPv4Network], address: int) -> None:
        rows: PrefixMap[IPv4Network] = PrefixMap()
        for prefix in stored:
            rows.set(prefix, prefix)
        holding = [prefix for prefix in stored if IPv4Address(address) in prefix]
        expected = max(holding, key=lambda prefix: prefix.prefixlen, default=None)
        assert rows.match(address) == expected

    @given(prefixes)
    def test_the_same_prefix_again_replaces(self, prefix: IPv4Network) -> None:
        rows: PrefixMap[str] = PrefixMap()
        rows.set(prefix, "first")
        rows.set(prefix, "second")
        assert rows.get(prefix) == "second"
        assert rows.match(int(prefix.network_address)) == "second"

    def test_an_empty_map_matches_nothing(self) -> None:
        rows: PrefixMap[str] = PrefixMap()
        assert rows.match(0) is None
        assert rows.get(IPv4Network("10.0.0.0/8")) is None


class TestEnds:
    """Traces use addresses that a host can have."""

    @given(prefixes)
    def test_both_ends_lie_inside(self, prefix: IPv4Network) -> None:
        assert IPv4Address(first_address(prefix)) in prefix
        assert IPv4Address(last_address(prefix)) in prefix

    def test_a_single_address_is_both_ends(self) -> None:
        only = host_route(IPv4Address("100.103.9.188"))
        assert only == IPv4Network("100.103.9.188/32")
        assert first_address(only) == last_address(only) == int(IPv4Address("100.103.9.188"))

    def test_network_and_broadcast_addresses_are_left_out(self) -> None:
        prefix = IPv4Network("100.118.28.0/24")
        assert IPv4Address(first_address(prefix)) == IPv4Address("100.118.28.1")
        assert IPv4Address(last_address(prefix)) == IPv4Address("100.118.28.254")


class TestAggregate:
    """G19: 100.114.114.0/25 and .128/25 belong to two regions; a sum may never reach further than its parts."""

    @given(st.lists(near, max_size=12))
    def test_the_set_of_addresses_stays_the_same(self, parts: list[IPv4Network]) -> None:
        def addresses(networks: tuple[IPv4Network, ...]) -> set[int]:
            return {int(a) for n in networks for a in range(int(n.network_address), int(n.broadcast_address) + 1)}

        merged = exact_aggregate(parts)
        assert addresses(merged) == addresses(tuple(parts))
        assert len(merged) <= len(set(parts))

    def test_half_a_prefix_is_not_rounded(self) -> None:
        assert exact_aggregate([IPv4Network("100.114.114.0/25")]) == (IPv4Network("100.114.114.0/25"),)

    def test_two_halves_become_one(self) -> None:
        halves = [IPv4Network("10.0.0.0/25"), IPv4Network("10.0.0.128/25")]
        assert exact_aggregate(halves) == (IPv4Network("10.0.0.0/24"),)

    @given(st.lists(near, max_size=12))
    def test_unique_sorts_and_drops_repeats(self, given_prefixes: list[IPv4Network]) -> None:
        result = unique(given_prefixes)
        assert set(result) == set(given_prefixes)
        assert [sort_key(p) for p in result] == sorted({sort_key(p) for p in given_prefixes})

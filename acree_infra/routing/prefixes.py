"""Prefix arithmetic on plain integers: longest-prefix match by length buckets, exact aggregation."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, collapse_addresses
from typing import Generic, TypeVar

T = TypeVar("T")

_MASKS = tuple((0xFFFFFFFF << (32 - length)) & 0xFFFFFFFF for length in range(33))


class PrefixMap(Generic[T]):
    """Values by prefix; `match` finds the value of the longest prefix that holds an address."""

    __slots__ = ("_buckets",)

    def __init__(self) -> None:
        self._buckets: list[tuple[int, int, dict[int, T]]] = []

    def set(self, prefix: IPv4Network, value: T) -> None:
        """Store a value; the same prefix again replaces it."""
        self._bucket(prefix.prefixlen)[int(prefix.network_address)] = value

    def get(self, prefix: IPv4Network) -> T | None:
        """The value stored for exactly this prefix."""
        return self._bucket(prefix.prefixlen).get(int(prefix.network_address))

    def match(self, address: int) -> T | None:
        """The value of the longest prefix that holds the address, or None."""
        for _, mask, bucket in self._buckets:
            found = bucket.get(address & mask)
            if found is not None:
                return found
        return None

    def match_shorter(self, address: int, length: int) -> T | None:
        """The value of the longest prefix that holds the address and is shorter than a length, or None."""
        for known, mask, bucket in self._buckets:
            if known < length and (found := bucket.get(address & mask)) is not None:
                return found
        return None

    def _bucket(self, length: int) -> dict[int, T]:
        for known, _, found in self._buckets:
            if known == length:
                return found
        bucket: dict[int, T] = {}
        self._buckets.append((length, _MASKS[length], bucket))
        self._buckets.sort(key=lambda item: -item[0])
        return bucket


def host_route(address: IPv4Address) -> IPv4Network:
    """The /32 of one address (G23)."""
    return IPv4Network((address, 32))


_SHORTEST_WITHOUT_EDGES = 31
"""From this length on every address of a prefix can be a host's."""


def first_address(prefix: IPv4Network) -> int:
    """An address inside the prefix that a host can have: the second one, or the only one of a /32."""
    return int(prefix.network_address) + (1 if prefix.prefixlen < _SHORTEST_WITHOUT_EDGES else 0)


def last_address(prefix: IPv4Network) -> int:
    """The last address inside the prefix that a host can have."""
    return int(prefix.broadcast_address) - (1 if prefix.prefixlen < _SHORTEST_WITHOUT_EDGES else 0)


def sort_key(prefix: IPv4Network) -> tuple[int, int]:
    """Order of prefixes: by first address, the wider one first."""
    return int(prefix.network_address), prefix.prefixlen


def exact_aggregate(prefixes: Iterable[IPv4Network]) -> tuple[IPv4Network, ...]:
    """Merge neighbours where the sum is the same set of addresses; never rounds or widens (G19)."""
    return tuple(collapse_addresses(prefixes))


def unique(prefixes: Iterable[IPv4Network]) -> tuple[IPv4Network, ...]:
    """Each prefix once, sorted."""
    return tuple(sorted(set(prefixes), key=sort_key))

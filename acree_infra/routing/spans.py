"""Ranges of addresses that need not be prefixes, and sets of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, summarize_address_range
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Addresses from the first to the last one, both included; shown as a prefix where it is one."""

    first: int
    last: int

    def __str__(self) -> str:
        first, last = IPv4Address(self.first), IPv4Address(self.last)
        prefixes = list(summarize_address_range(first, last))
        return str(prefixes[0]) if len(prefixes) == 1 else f"{first}-{last}"

    @property
    def size(self) -> int:
        """How many addresses."""
        return self.last - self.first + 1

    def cut(self, bounds: Sequence[int]) -> list[Span]:
        """The span in pieces; a piece begins at each of the sorted bounds that lies inside."""
        inside = bounds[bisect_right(bounds, self.first) : bisect_right(bounds, self.last)]
        edges = [self.first, *inside, self.last + 1]
        return [Span(first, following - 1) for first, following in pairwise(edges)]


def span_of(prefix: IPv4Network) -> Span:
    """The addresses of a prefix."""
    return Span(int(prefix.network_address), int(prefix.broadcast_address))


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same addresses in as few spans as possible, sorted."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.first <= result[-1].last + 1:
            result[-1] = Span(result[-1].first, max(result[-1].last, span.last))
        else:
            result.append(span)
    return result


class SpanSet:
    """A set of addresses, made of spans; asking for one costs the logarithm of their number."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = tuple(joined(spans))
        self._lasts = [span.last for span in self.spans]

    def __contains__(self, address: int) -> bool:
        place = bisect_left(self._lasts, address)
        return place < len(self.spans) and self.spans[place].first <= address

    @property
    def size(self) -> int:
        """How many addresses."""
        return sum(span.size for span in self.spans)

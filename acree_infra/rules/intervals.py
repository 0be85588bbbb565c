"""Overlaps of prefixes by one sorted sweep over integers: near-linear, whatever the number of clients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Block(Generic[T]):
    """A prefix as its first and last address, and what it belongs to.

    Two blocks never overlap in part: one lies inside the other, or they are apart.
    """

    first: int
    last: int
    prefix: IPv4Network
    owner: T


def span(prefix: IPv4Network) -> tuple[int, int]:
    """First and last address of a prefix."""
    first = int(prefix.network_address)
    return first, first | (0xFFFFFFFF >> prefix.prefixlen)


def block(prefix: IPv4Network, owner: T) -> Block[T]:
    """A block of a prefix."""
    first, last = span(prefix)
    return Block(first, last, prefix, owner)


def overlap(left: IPv4Network, right: IPv4Network) -> bool:
    """Whether two prefixes share an address."""
    first, last = span(left)
    other_first, other_last = span(right)
    return first <= other_last and other_first <= last


def collisions(left: Iterable[Block[T]], right: Iterable[Block[S]]) -> Iterator[tuple[Block[T], Block[S]]]:
    """Every pair of a left and a right block that share an address, by address.

    The cost is that of sorting, plus the pairs found.
    """
    lefts, rights = list(left), list(right)
    order = [(b.first, -b.last, 0, n) for n, b in enumerate(lefts)]
    order += [(b.first, -b.last, 1, n) for n, b in enumerate(rights)]
    open_left: list[Block[T]] = []
    open_right: list[Block[S]] = []
    for first, _, side, number in sorted(order):
        _close(open_left, first)
        _close(open_right, first)
        if side == 0:
            yield from ((lefts[number], other) for other in open_right)
            open_left.append(lefts[number])
        else:
            yield from ((other, rights[number]) for other in open_left)
            open_right.append(rights[number])


def nestings(blocks: Iterable[Block[T]]) -> Iterator[tuple[Block[T], Block[T]]]:
    """Each block with the nearest block of another owner that holds it: at most one pair a block."""
    ordered = sorted(blocks, key=lambda b: (b.first, -b.last))
    held: list[Block[T]] = []
    for inner in ordered:
        _close(held, inner.first)
        outer = next((candidate for candidate in reversed(held) if candidate.owner != inner.owner), None)
        if outer is not None:
            yield outer, inner
        held.append(inner)


def covered(prefix: IPv4Network, by: Iterable[IPv4Network]) -> int:
    """How many addresses of a prefix lie in at least one of the others."""
    first, last = span(prefix)
    total, reached = 0, first
    for start, end in sorted(span(other) for other in by):
        begin, stop = max(start, reached), min(end, last)
        if begin <= stop:
            total += stop - begin + 1
            reached = stop + 1
    return total


def _close(held: list[Block[T]], first: int) -> None:
    while held and held[-1].last < first:
        held.pop()

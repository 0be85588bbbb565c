"""Where routes of others meet those of a plan, and which of the two a packet follows: the longer prefix."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network

from acree_infra.routing.nouns import ForeignRoute, Route, Table
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.prefixes import PrefixMap, sort_key


class Outcome(StrEnum):
    """What becomes of the packets that both routes would take."""

    CONFLICT = "conflict"
    """The same prefix with another hop: a table holds it once, so the plan cannot be made."""
    USED = "used"
    """The same prefix with the same hop: the plan uses it as it is."""
    WINS = "wins"
    """The foreign route is longer: it takes its part of the planned one."""
    LOSES = "loses"
    """The foreign route is shorter: the planned ones are taken out of it."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """A foreign route, and the planned routes of its table that it meets in one way.

    Attributes:
        foreign: the route of somebody else.
        outcome: how it meets them.
        routes: the planned routes, by prefix.
        new: whether it does not meet them so before the change.
    """

    foreign: ForeignRoute
    outcome: Outcome
    routes: tuple[Route, ...]
    new: bool = False

    @property
    def harmful(self) -> bool:
        """Whether packets of the plan go, or would go, where the plan does not send them."""
        if self.outcome is Outcome.WINS:
            return any(route.hop != self.foreign.hop for route in self.routes)
        return self.outcome is Outcome.CONFLICT


def overlaps(before: Plan, after: Plan) -> tuple[Overlap, ...]:
    """Every meeting of a foreign route with planned ones after a change, by table, then by prefix.

    Args:
        before: the plan before, its tables called as in the plan after; it tells which meetings are new.
        after: what is wanted now.
    """
    known = {_key(overlap) for overlap in _found(before)}
    return tuple(
        Overlap(overlap.foreign, overlap.outcome, overlap.routes, new=_key(overlap) not in known)
        for overlap in _found(after)
    )


def _key(overlap: Overlap) -> tuple[ForeignRoute, Outcome, frozenset[tuple[IPv4Network, str]]]:
    return overlap.foreign, overlap.outcome, frozenset((row.destination, str(row.hop)) for row in overlap.routes)


def _found(plan: Plan) -> Iterator[Overlap]:
    foreign: dict[Table, list[ForeignRoute]] = defaultdict(list)
    for row in plan.foreign_routes:
        foreign[row.table].append(row)
    planned: dict[Table, list[Route]] = defaultdict(list)
    for route in plan.routes:
        if route.legs and route.table in foreign:
            planned[route.table].append(route)
    for table in sorted(foreign):
        yield from _of_table(foreign[table], planned[table])


def _of_table(foreign: Iterable[ForeignRoute], planned: list[Route]) -> Iterator[Overlap]:
    planned.sort(key=lambda route: sort_key(route.destination))
    starts = [sort_key(route.destination) for route in planned]
    longest: PrefixMap[Route] = PrefixMap()
    exact = {route.destination: route for route in planned}
    for route in planned:
        longest.set(route.destination, route)
    for row in sorted(foreign, key=lambda row: (sort_key(row.destination), row.hop)):
        same, first = exact.get(row.destination), int(row.destination.network_address)
        if same is not None:
            yield Overlap(row, Outcome.USED if same.hop == row.hop else Outcome.CONFLICT, (same,))
            continue
        inside = planned[bisect_left(starts, (first, row.destination.prefixlen)) : _end(starts, row.destination)]
        if inside:
            yield Overlap(row, Outcome.LOSES, tuple(inside))
        around = longest.match_shorter(first, row.destination.prefixlen)
        if around is not None:
            yield Overlap(row, Outcome.WINS, (around,))


def _end(starts: list[tuple[int, int]], prefix: IPv4Network) -> int:
    return bisect_left(starts, (int(prefix.broadcast_address) + 1, -1))

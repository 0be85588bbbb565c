"""A plan while some ways of sites are down."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from acree_infra.routing.nouns import Origin, Route, TableKind
from acree_infra.routing.plan_model import Plan

_ONE_STATIC_ROW = frozenset({TableKind.VPC, TableKind.TRANSIT_ROUTER})
"""Tables of the cloud that take one static row for a prefix, and any static row before a learned one (4.4)."""


def stands_always(route: Route) -> bool:
    """Whether a row stands however its way fares: a static one of a VPC or a router, which knows nothing of ways."""
    return route.origin is Origin.CREATED and route.table.kind in _ONE_STATIC_ROW


def without_ways(plan: Plan, down: Collection[str]) -> Plan:
    """The plan when the named ways carry nothing: their rows give way to the next rank of the same table and prefix.

    Rows that no single way owns stay: they lead toward several ways, or toward clients. Static rows of VPCs and
    routers stay too, and none of them stands by: the table has room for one.
    """
    return replace(plan, routes=tuple(_in_use(plan, down))) if down else plan


def ranked(routes: Iterable[Route]) -> list[Route]:
    """Rows by rank, those of one rank in their order."""
    return sorted(routes, key=lambda route: route.rank)


def _in_use(plan: Plan, down: Collection[str]) -> Iterator[Route]:
    standby = (route for route in plan.premises.standby if not stands_always(route))
    taken = {(route.table, route.destination) for route in plan.routes if stands_always(route)}
    yield from (route for route in plan.routes if stands_always(route))
    for route in ranked((*plan.routes, *standby)):
        key = (route.table, route.destination)
        if route.way not in down and key not in taken:
            taken.add(key)
            yield route

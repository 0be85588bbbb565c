"""A plan while some ways of sites are down."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from acree_infra.routing.nouns import Route
from acree_infra.routing.plan_model import Plan


def without_ways(plan: Plan, down: Collection[str]) -> Plan:
    """The plan when the named ways carry nothing: their rows give way to the next rank of the same table and prefix.

    Rows that no single way owns stay: they lead toward several ways, or toward clients.
    """
    return replace(plan, routes=tuple(_in_use(plan, down))) if down else plan


def ranked(routes: Iterable[Route]) -> list[Route]:
    """Rows by rank, those of one rank in their order."""
    return sorted(routes, key=lambda route: route.rank)


def _in_use(plan: Plan, down: Collection[str]) -> Iterator[Route]:
    taken = set()
    for route in ranked((*plan.routes, *plan.premises.standby)):
        key = (route.table, route.destination)
        if route.way not in down and key not in taken:
            taken.add(key)
            yield route

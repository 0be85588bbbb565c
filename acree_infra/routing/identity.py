"""Which table of one plan is which table of another, whatever each of them calls it.

A transit router that a stack makes goes by its name, and its system table by `SYSTEM_TABLE`, until somebody looks
them up: then the same router and the same table go by their ids. A VPC's table has its id from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from acree_infra.routing.nouns import SYSTEM_TABLE, ForeignRoute, Route, Table, TableKind, TableLink, TransitRouterNode
from acree_infra.routing.plan_model import Plan

Placed = TypeVar("Placed", Route, ForeignRoute, TableLink)


def aligned(before: Plan, after: Plan) -> Plan:
    """The plan before with the names that the plan after has for the same tables.

    A table is known by its kind, its region and its owner. A region's router is the same one in both plans unless
    both know its id and the ids differ.
    """
    names = _names(before, after)
    if not names:
        return before
    return replace(
        before,
        routes=_placed(before.routes, names),
        foreign_routes=_placed(before.foreign_routes, names),
        associations=_placed(before.associations, names),
        propagations=_placed(before.propagations, names),
    )


def _names(before: Plan, after: Plan) -> dict[Table, Table]:
    """The tables of the plan before that are called otherwise in the plan after."""
    was, now = _Tables(before), _Tables(after)
    routers = {router.region: router for router in after.transit_routers}
    names: dict[Table, Table] = {}
    for router in before.transit_routers:
        found = routers.get(router.region)
        if found is not None and _same(router, found):
            names.update(_of_router(was, now, router.region, found.name))
    return names


def _same(one: TransitRouterNode, other: TransitRouterNode) -> bool:
    return None in {one.id, other.id} or one.id == other.id


class _Tables:
    """The transit router tables of a plan by region, and what is linked to each; router names do not count."""

    def __init__(self, plan: Plan) -> None:
        self.of: dict[str, set[Table]] = {}
        self._linked: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for kind, links in (("reads", plan.associations), ("feeds", plan.propagations)):
            for link in links:
                self._linked.setdefault((link.table.region, link.table.id), set()).add((kind, link.attachment))
        places = {link.table for link in (*plan.associations, *plan.propagations)}
        places |= {row.table for row in plan.routes} | {row.table for row in plan.foreign_routes}
        for table in places:
            if table.kind is TableKind.TRANSIT_ROUTER:
                self.of.setdefault(table.region, set()).add(table)

    def linked(self, region: str, table: str) -> set[tuple[str, str]]:
        """The attachments that read a table, and those that feed it."""
        return self._linked.get((region, table), set())


def _of_router(was: _Tables, now: _Tables, region: str, owner: str) -> Iterator[tuple[Table, Table]]:
    there = {table.id for table in now.of.get(region, ())}
    new = there - {table.id for table in was.of.get(region, ())}
    for table in sorted(was.of.get(region, ())):
        name = table.id if table.id in there else _renamed(was, now, table, new)
        if (owner, name) != (table.owner, table.id):
            yield table, replace(table, owner=owner, id=name)


def _renamed(was: _Tables, now: _Tables, table: Table, new: set[str]) -> str:
    """What the plan after calls a system table that only one of the plans knows by its id.

    It is the one that the same attachments read and feed; where there are several, the one of most of them.
    """
    candidates = new if table.id == SYSTEM_TABLE else new & {SYSTEM_TABLE}
    linked = was.linked(table.region, table.id)
    shared = {name: len(linked & now.linked(table.region, name)) for name in sorted(candidates)}
    best = max(shared, key=lambda name: shared[name], default=table.id)
    return best if shared.get(best) or len(shared) == 1 else table.id


def _placed(items: Iterable[Placed], names: dict[Table, Table]) -> tuple[Placed, ...]:
    return tuple(replace(item, table=names.get(item.table, item.table)) for item in items)

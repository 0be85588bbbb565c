"""Which routes of a plan the program makes, table by table."""

from __future__ import annotations

from collections.abc import Mapping

from acree_infra.routing.nouns import Origin, Route, Table, TableKind
from acree_infra.routing.plan_model import Plan

MADE = frozenset(
    {TableKind.VPC, TableKind.TRANSIT_ROUTER, TableKind.VPN_GATEWAY, TableKind.VPN_CONNECTION, TableKind.VBR}
    | {TableKind.BASIC_ROUTER}
)
"""Tables whose rows are resources. Selectors belong to their connection, allowed prefixes to their association."""


def to_create(plan: Plan) -> Mapping[Table, tuple[Route, ...]]:
    """The plan's created routes by table, tables and routes in the plan's order.

    A route that somebody else made with the same prefix and the same hop is used as it is. The service would
    refuse a second one; one with another hop is a conflict that has stopped the plan before (G17).
    """
    there = {(route.table, route.destination, route.hop) for route in plan.foreign_routes}
    tables: dict[Table, list[Route]] = {}
    for route in plan.routes:
        if is_made(route) and (route.table, route.destination, route.hop) not in there:
            tables.setdefault(route.table, []).append(route)
    return {table: tuple(routes) for table, routes in tables.items()}


def is_made(route: Route) -> bool:
    """Whether the program makes a resource of a row, unless somebody else has made it."""
    return route.origin is Origin.CREATED and route.table.kind in MADE

"""The worked example with data centers in place of its client, and what removing rows does to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from acree_infra.routing.network import Network
from acree_infra.routing.nouns import LegId, Origin, Route
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.trace import Verdict, paths
from tests.infra.routing.variations import example, plan_of

Data = dict[str, Any]

TUNNELS = [{"device": "203.0.113.10"}, {"device": "203.0.113.11"}]
BGP_TUNNELS = [
    {"device": "203.0.113.10", "inside": "169.254.10.0/30"},
    {"device": "203.0.113.11", "inside": "169.254.11.0/30"},
]
LINE = {"physical-connection": "pc-1", "vlan": 100, "inside": "10.255.0.0/30"}
CIDRS = ["192.168.0.0/16", "10.99.0.0/24"]


def site(*ways: Data, name: str = "tokyo", **more: Any) -> Data:  # noqa: ANN401  # any value of a stack file
    """A site as a stack file has it."""
    return {"name": name, "cidrs": CIDRS, "via": list(ways), **more}


def files(*sites: Data, clients: bool = False) -> tuple[Data, Data]:
    """Stack and lock of the worked example with sites, with its client or without."""
    stack, lock = example()
    if not clients:
        stack["clients"] = []
        lock["networks"]["vpcs"].pop()
    stack["sites"] = list(sites)
    return stack, lock


def plan_with(*sites: Data, clients: bool = False) -> Plan:
    """The plan of these."""
    return plan_of(*files(*sites, clients=clients))


def failing(plan: Plan, *down: str) -> set[tuple[str, LegId]]:
    """Who lacks which leg."""
    network = Network(plan, down)
    return {(path.client.name, path.leg) for path in paths(plan, network) if path.trace.verdict is Verdict.DROPPED}


def reached(plan: Plan) -> set[tuple[str, LegId]]:
    """Who is traced to which leg at all."""
    return {(path.client.name, path.leg) for path in paths(plan)}


def made(plan: Plan) -> Iterator[Route]:
    """The rows that somebody makes: this stack, or a person on a device."""
    yield from (route for route in plan.routes if route.origin in {Origin.CREATED, Origin.RENDERED})


def without(plan: Plan, *routes: Route) -> Plan:
    """The plan without these rows."""
    return replace(plan, routes=tuple(route for route in plan.routes if route not in routes))


def assert_each_row_is_needed_for_its_legs(plan: Plan) -> None:
    """Each row that is made breaks exactly the legs that it names, for somebody, when it is taken away."""
    assert failing(plan) == set()
    for route in made(plan):
        lost = {leg for _, leg in failing(without(plan, route))}
        assert lost == set(route.legs), f"{route.table} {route.destination}: {lost}"


def rows_of(plan: Plan, kind: str, *, ident: str = "") -> dict[str, tuple[str, str]]:
    """Destination to (hop, origin) of the tables of a kind."""
    return {
        str(route.destination): (str(route.hop), str(route.origin))
        for route in plan.routes
        if route.table.kind == kind and ident in {"", route.table.id}
    }

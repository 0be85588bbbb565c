"""G17: a destination fits the table it goes to."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from acree_infra.errors import Where
from acree_infra.routing.nouns import LegId, Origin, Route, Table, TableKind, VpcNode
from acree_infra.routing.sites.standby import stands_always
from acree_infra.rules.context import Context, Placed
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import Block, block, collisions
from acree_infra.rules.registry import RULES


@RULES.rule("G17", "destination-conflict", Severity.REFUSE)
def destination_conflict(context: Context) -> Iterator[Hit]:
    """Refuse a destination that its table cannot take.

    A destination must not equal a vSwitch CIDR of the VPC or lie inside one, and is unique in its table (4.4).
    A route that exists with the same prefix and the same hop is used as it is; one with another hop is a
    conflict, since making ours would fail or would take over traffic that somebody sends elsewhere. Two ways of a
    site may not put their rows into one table of a VPC or a transit router either, unless it learns both.

    To lift: change the range, remove the route that exists, or leave ours out by an entry in `routes`.
    """
    yield from _in_vswitches(context)
    yield from _twice(context)
    yield from _foreign(context)
    yield from _two_ways(context)


def _in_vswitches(context: Context) -> Iterator[Hit]:
    for node in context.nodes.values():
        subnets = [block(subnet.cidr, subnet.id) for subnet in node.subnets]
        for wanted, subnet in collisions(_wanted(context, node), subnets):
            if subnet.first <= wanted.first and wanted.last <= subnet.last:
                relation = "equals" if wanted.prefix == subnet.prefix else "lies inside"
                yield Hit(
                    f"destination {wanted.prefix} ({wanted.owner}) {relation} vSwitch {subnet.owner} {subnet.prefix} "
                    f"of {node.id} in {node.region}: its tables {', '.join(node.tables)} refuse it",
                    context.node_where(node),
                    "use another range on one of the two sides",
                )


def _wanted(context: Context, node: VpcNode) -> list[Block[str]]:
    """What the plan must route in a VPC; asked of its inputs, since a row that collides is not in the plan."""
    if node is context.plan.service:
        back: tuple[Placed, ...] = (*context.routed, *context.sites)
        return [block(cidr, f"way back to {placed.node.name}") for placed in back for cidr in placed.node.cidrs]
    client = context.clients_by_name[node.name]
    if client.linked:
        return []
    behind = {way.site.node.name for way in context.ways if getattr(way.declared, "vpc", None) == node.id}
    sites = [
        block(cidr, f"way back to {site.node.name}")
        for site in context.sites
        if site.node.name in behind
        for cidr in site.node.cidrs
    ]
    legs = tuple(LegId) if node.region != context.plan.region else (LegId.REGISTRY,)
    return sites + [block(prefix, f"{leg} leg") for leg in legs for prefix in context.prefixes[leg]]


def _twice(context: Context) -> Iterator[Hit]:
    seen: dict[tuple[Table, IPv4Network], Route] = {}
    for route in context.plan.routes:
        key = (route.table, route.destination)
        other = seen.setdefault(key, route)
        if other is not route:
            yield Hit(
                f"{route.table} would hold {route.destination} twice: to {other.hop} ({other.reason}) and to "
                f"{route.hop} ({route.reason})",
                _table_where(context, route.table),
                "a destination is unique in its table: use another range on one of the two sides",
            )


def _foreign(context: Context) -> Iterator[Hit]:
    existing = {(route.table, route.destination): route.hop for route in context.plan.foreign_routes}
    if not existing:
        return
    for route in context.plan.routes:
        hop = existing.get((route.table, route.destination))
        if hop is None or hop == route.hop or route.origin is Origin.BUILT_IN:
            continue
        created = route.origin is Origin.CREATED
        verb = "needs" if created else "would learn"
        keep = f", or keep it by an entry in `routes` with {_override(route.table, route.destination)}"
        yield Hit(
            f"{route.table} already sends {route.destination} to {hop}, but this stack {verb} it to {route.hop} "
            f"({route.reason})",
            _table_where(context, route.table),
            f"remove the existing route of {route.table.id}" + (keep if created else ""),
        )


def _two_ways(context: Context) -> Iterator[Hit]:
    """A standby row of a VPC or a router: the table takes one static row a prefix, and only learned ones give way."""
    first = {(route.table, route.destination): route for route in context.plan.routes}
    for route in context.plan.premises.standby:
        used = first.get((route.table, route.destination))
        if used is None or not any(map(stands_always, (used, route))):
            continue
        yield Hit(
            f"{route.table} takes one row to {route.destination}, but way {used.way or used.hop} needs it to "
            f"{used.hop} and way {route.way} to {route.hop}: a static row stays when its way is down",
            context.way_where(context.way_named(route.way)),
            _REMEDIES[route.table.kind],
        )


_REMEDIES = {
    TableKind.VPC: (
        "use ways that meet at the transit router (`transit-vpn`, `express-connect`), or two connections of one VPN "
        "gateway"
    ),
    TableKind.TRANSIT_ROUTER: (
        "let the router learn the site from both: `routes: bgp` behind an Express Connect Router, "
        "`options.auto-advertise` between regions"
    ),
}


def _override(table: Table, destination: IPv4Network) -> str:
    return f"`region: {table.region}`, `destination: {destination}`, `omit: true` and a reason"


def _table_where(context: Context, table: Table) -> Where:
    node = context.nodes.get(table.owner)
    return context.node_where(node, "route-tables") if node is not None else context.router_where(table.region)

"""G32: what is planned fits the quotas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from acree_infra.routing.nouns import Table, TableKind
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES


@RULES.rule("G32", "quotas", Severity.REFUSE, Severity.WARN)
def quotas(context: Context) -> Iterator[Hit]:
    """Refuse more routes, or linked VPCs, than the account allows.

    Counted are the custom routes that exist in a table and those that this stack adds: 200 per VPC table (4.4);
    routes per transit router table only when `options.quotas.transit-router-routes` is set, since the number is
    not published (N5); linked VPCs when `options.quotas.linked-vpcs` is set (K6, N7). More VPC tables than the
    quota says is a warning: they exist already, so the quota has been raised.

    For sites: custom routes per VBR, 200 by one page and 48 by another, so that beyond 48 is a warning (K5); 110
    routes per BGP peer, beyond which the rest is dropped; 20 routes per VPN gateway, a number of 2021, so a warning
    (N14).

    To lift: ask the service for a higher quota and write it into `options.quotas`, or let ranges merge by
    `options.aggregate`.
    """
    yield from _vpc_routes(context)
    yield from _router_routes(context)
    yield from _vpc_tables(context)
    yield from _linked_vpcs(context)
    yield from _vbr_routes(context)
    yield from _bgp_routes(context)
    yield from _vpn_routes(context)


def _vpc_routes(context: Context) -> Iterator[Hit]:
    limit = context.stack.topology.options.quotas.vpc_routes
    rows = (route for route in context.created if route.table.kind is TableKind.VPC)
    for table, existing, added in _load(context, ((row.table, str(row.destination)) for row in rows)):
        if table.kind is TableKind.VPC and existing + added > limit:
            yield _too_many(context, table, existing, added, limit, "vpc-routes")


def _router_routes(context: Context) -> Iterator[Hit]:
    limit = context.stack.topology.options.quotas.transit_router_routes
    if limit is None:
        return
    rows = (route for route in context.plan.routes if route.table.kind is TableKind.TRANSIT_ROUTER)
    for table, existing, added in _load(context, ((row.table, str(row.destination)) for row in rows)):
        if table.kind is TableKind.TRANSIT_ROUTER and existing + added > limit:
            yield _too_many(context, table, existing, added, limit, "transit-router-routes")


def _load(context: Context, rows: Iterator[tuple[Table, str]]) -> Iterator[tuple[Table, int, int]]:
    """Each table with the routes that exist in it and those that the plan adds to them."""
    foreign = {(route.table, str(route.destination)) for route in context.plan.foreign_routes}
    existing = Counter(table for table, _ in foreign)
    added = Counter(row[0] for row in rows if row not in foreign)
    for table in sorted({*existing, *added}):
        yield table, existing[table], added[table]


def _too_many(context: Context, table: Table, existing: int, added: int, limit: int, key: str) -> Hit:
    return Hit(
        f"{table} holds {existing} of {limit} routes, +{added} by this stack: {existing + added - limit} too many",
        context.stack.where("options", "quotas", key),
        f"raise the quota with the service and set options.quotas.{key}, set options.aggregate, or split the clients",
    )


def _vpc_tables(context: Context) -> Iterator[Hit]:
    limit = context.stack.topology.options.quotas.vpc_tables
    for node in context.nodes.values():
        facts = context.vpc_facts.get(node.id)
        if facts is not None and len(facts.route_tables) > limit:
            yield Hit(
                f"{node.id} ({node.name}) has {len(facts.route_tables)} route tables, the quota says {limit}",
                context.stack.where("options", "quotas", "vpc-tables"),
                "set options.quotas.vpc-tables to what the account allows",
                Severity.WARN,
            )


def _linked_vpcs(context: Context) -> Iterator[Hit]:
    limit = context.stack.topology.options.quotas.linked_vpcs
    added = len({link.vpc for link in context.plan.links} - context.linked_vpcs)
    if limit is not None and added and len(context.linked_vpcs) + added > limit:
        yield Hit(
            f"instance {context.lock.legs.registry.instance} has {len(context.linked_vpcs)} of {limit} linked VPCs, "
            f"+{added} by this stack",
            context.stack.where("options", "quotas", "linked-vpcs"),
            "buy more linked VPCs for the instance and set options.quotas.linked-vpcs, or use `via: transit-router`",
        )


_OLD_VBR_ROUTES = 48
"""Custom routes per VBR by an older page (K5)."""


def _vbr_routes(context: Context) -> Iterator[Hit]:
    limit = context.stack.topology.options.quotas.vbr_routes
    existing = {facts.id: facts.routes for facts in context.lock.networks.vbrs}
    added = Counter(route.table.owner for route in context.made if route.table.kind is TableKind.VBR)
    for vbr in context.plan.premises.vbrs:
        there, total = existing.get(vbr.name, 0), existing.get(vbr.name, 0) + added[vbr.name]
        where = context.way_where(context.way_named(vbr.way))
        message = (
            f"VBR {vbr.name} in {vbr.region} holds {there} of {limit} custom routes, +{added[vbr.name]} by this stack"
        )
        if total > limit:
            remedy = "use `routes: bgp`, fewer `cidrs`, or set options.quotas.vbr-routes to what the account allows"
            yield Hit(f"{message}: {total - limit} too many", where, remedy)
        elif total > _OLD_VBR_ROUTES:
            yield Hit(
                f"{message}: one official page allows {limit}, an older one {_OLD_VBR_ROUTES} (K5)",
                where,
                "use `routes: bgp`, or set options.quotas.vbr-routes to what the account allows",
                Severity.WARN,
            )


def _bgp_routes(context: Context) -> Iterator[Hit]:
    """Both directions of a session count: what the cloud tells the device, and what the device tells."""
    limit = context.stack.topology.options.quotas.bgp_routes
    told = sum(len(prefixes) for prefixes in context.prefixes.values())
    for way in context.ways:
        if getattr(way.declared, "routes", "") != "bgp":
            continue
        for count, who in (
            (told, "the cloud tells the device"),
            (len(way.site.node.cidrs), "the device tells the cloud"),
        ):
            if count > limit:
                yield Hit(
                    f"way {way.name}: {who} {count} routes by BGP, {limit} are taken per peer: the rest is dropped, "
                    "some addresses would be unreachable",
                    context.way_where(way, "routes"),
                    "set options.aggregate, declare fewer and wider `cidrs`, or set options.quotas.bgp-routes",
                )


def _vpn_routes(context: Context) -> Iterator[Hit]:
    limit = context.stack.topology.options.quotas.vpn_routes
    made = Counter(route.table for route in context.made if route.table.kind is TableKind.VPN_GATEWAY)
    for table, count in sorted(made.items()):
        if count > limit:
            yield Hit(
                f"VPN gateway {table.owner} in {table.region} would get {count} routes, {limit} fit "
                "(a number of 2021, N14)",
                context.stack.where("options", "quotas", "vpn-routes"),
                "use `routes: bgp`, fewer `cidrs`, or set options.quotas.vpn-routes to what the account allows",
                Severity.WARN,
            )

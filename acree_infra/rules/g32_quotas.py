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

    To lift: ask the service for a higher quota and write it into `options.quotas`, or let ranges merge by
    `options.aggregate`.
    """
    yield from _vpc_routes(context)
    yield from _router_routes(context)
    yield from _vpc_tables(context)
    yield from _linked_vpcs(context)


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

"""G25: every client subnet reaches every leg, and the answers come back."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from acree_infra.routing.nouns import HopKind, LegId, Table, TableKind
from acree_infra.routing.trace import Path
from acree_infra.rules.context import Context, PlacedClient, Tally
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES

PRIVATE = (IPv4Network("10.0.0.0/8"), IPv4Network("172.16.0.0/12"), IPv4Network("192.168.0.0/16"))
"""The ranges that the console's return routes cover (2.3)."""


@RULES.rule("G25", "way-back", Severity.REFUSE)
def way_back(context: Context) -> Iterator[Hit]:
    """Refuse a path that is dropped on its way there or back.

    Nothing translates addresses: the answer carries the client's private address, so a missing return route
    looks like a hang (2.3). Every client subnet is traced to every prefix of every leg through the plan's own
    tables and the rows that exist; a CIDR outside 10/8, 172.16/12 and 192.168/16 needs its own row in the
    service VPC. Subnets whose table the stack file leaves out are G26's.

    To lift: add what the named table lacks; `acree trace` shows each step.
    """
    if context.plan.waiting:
        return
    for (name, leg), tally in _tallies(context).items():
        if tally.first is not None:
            yield _dropped(context, context.clients_by_name[name], leg, tally, tally.first)
    for client in context.routed:
        yield from _own_return_rows(context, client)


def _tallies(context: Context) -> dict[tuple[str, LegId], Tally]:
    """The paths of each client to each leg, without the subnets that the stack file leaves out."""
    left_out = {
        (client.node.name, subnet.id)
        for client in context.clients
        for subnet in client.node.subnets
        if subnet.table not in client.node.tables
    }
    tallies: dict[tuple[str, LegId], Tally] = {}
    for (client_name, subnet_id, leg), tally in context.tallies.items():
        if (client_name, subnet_id) not in left_out:
            tallies.setdefault((client_name, leg), Tally()).add(tally)
    return tallies


def _dropped(context: Context, client: PlacedClient, leg: LegId, tally: Tally, path: Path) -> Hit:
    trace = path.trace
    at = f"give {trace.lacking} a route, or " if trace.lacking is not None else ""
    return Hit(
        f"client {client.node.name} has no working path to the {leg} leg: {trace.source} (vSwitch {path.subnet.id}) "
        f"to {trace.destination} is dropped: {trace.reason} ({tally.dropped} of {tally.total} paths fail)",
        context.client_where(client),
        f"{at}look for what removes it (`routes`, `route-tables`, an existing route, a missing association); "
        f"`acree trace {trace.source} {trace.destination}` shows each step",
    )


def _own_return_rows(context: Context, client: PlacedClient) -> Iterator[Hit]:
    service = context.plan.service
    for cidr in client.node.cidrs:
        if any(cidr.subnet_of(private) for private in PRIVATE):
            continue
        for table_id in service.tables:
            table = Table(TableKind.VPC, service.region, service.id, table_id)
            row = context.network.look_up(table, int(cidr.network_address))
            if row is None or row.hop.kind is not HopKind.ATTACHMENT or not cidr.subnet_of(row.destination):
                yield Hit(
                    f"CIDR {cidr} of client {client.node.name} lies outside the private ranges and {table} has no "
                    "route back to it",
                    context.client_where(client, "cidrs"),
                    f"let the stack create it (remove the entry in `routes` that leaves {cidr} out)",
                )

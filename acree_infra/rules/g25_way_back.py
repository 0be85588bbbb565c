"""G25: every client subnet reaches every leg, and the answers come back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from ipaddress import IPv4Network

from acree_infra.routing.network import Network
from acree_infra.routing.nouns import HopKind, LegId, Table, TableKind
from acree_infra.routing.trace import Path, Verdict, paths
from acree_infra.rules.context import Context, Placed, PlacedClient, PlacedWay, Tally
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES

PRIVATE = (IPv4Network("10.0.0.0/8"), IPv4Network("172.16.0.0/12"), IPv4Network("192.168.0.0/16"))
"""The ranges that the console's return routes cover (2.3)."""


@RULES.rule("G25", "way-back", Severity.REFUSE, Severity.WARN)
def way_back(context: Context) -> Iterator[Hit]:
    """Refuse a path that is dropped on its way there or back.

    Nothing translates addresses: the answer carries the client's private address, so a missing return route
    looks like a hang (2.3). Every client subnet is traced to every prefix of every leg through the plan's own
    tables and the rows that exist; a CIDR outside 10/8, 172.16/12 and 192.168/16 needs its own row in the
    service VPC. Of a site with several ways each is traced alone too: a standby must carry what it takes over. Which
    of them the answers take a transit router chooses by itself, so a rank that nothing tells it is warned of.
    Subnets whose table the stack file leaves out are G26's.

    To lift: add what the named table lacks; `acree trace` shows each step.
    """
    if context.plan.waiting:
        return
    for (name, leg), tally in _tallies(context).items():
        if tally.first is not None:
            yield _dropped(context, context.by_name[name], leg, tally, tally.first)
    for client in context.routed:
        yield from _own_return_rows(context, client)
    yield from _each_way_alone(context)
    yield from _untold_ranks(context)


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


def _each_way_alone(context: Context) -> Iterator[Hit]:
    """A standby way that does not carry what it takes over would be noticed only on the day that it is needed.

    The first way of every site that has several is traced alone, then the second of every such site, and so on.
    """
    ways: dict[str, list[PlacedWay]] = {}
    for way in context.ways:
        ways.setdefault(way.site.node.name, []).append(way)
    several = [of_site for of_site in ways.values() if len(of_site) > 1]
    for number in range(max((len(of_site) for of_site in several), default=0)):
        alone = {of_site[number].site.node.name: of_site[number] for of_site in several if number < len(of_site)}
        up = {way.name for way in alone.values()}
        down = [way.name for of_site in several for way in of_site if way.name not in up]
        yield from _lost(context, alone, down)


def _lost(context: Context, alone: Mapping[str, PlacedWay], down: Sequence[str]) -> Iterator[Hit]:
    sites = tuple(site for site in context.plan.premises.sites if site.name in alone)
    part = replace(context.plan, clients=(), premises=replace(context.plan.premises, sites=sites))
    told = set[str]()
    for path in paths(part, Network(context.plan, down)):
        name = path.client.name
        if path.trace.verdict is Verdict.DROPPED and name not in told:
            told.add(name)
            yield Hit(
                f"way {alone[name].name} of site {name} does not carry the {path.leg} leg when it is the only one: "
                f"{path.trace.source} to {path.trace.destination} is dropped: {path.trace.reason}",
                context.way_where(alone[name]),
                "give the way what it lacks, or remove it: a standby that fails is no standby",
            )


def _untold_ranks(context: Context) -> Iterator[Hit]:
    """Ways that meet at a transit router, where the answers may take the one that is to stand by.

    Of what it learns for one prefix a router takes the shortest AS path, which the device makes longer on ways of a
    higher rank; of virtual border routers alone first what BGP brought. Static routes carry no preference.
    """
    used = {(route.table, route.destination): route for route in context.plan.routes}
    told = set[tuple[str, str]]()
    for route in context.plan.premises.standby:
        first = used.get((route.table, route.destination))
        if route.table.kind is not TableKind.TRANSIT_ROUTER or first is None or not first.way:
            continue
        pair = (first.way, route.way)
        if first.rank == route.rank or pair in told or _tells_ranks(*map(context.way_named, pair)):
            continue
        told.add(pair)
        yield Hit(
            f"nothing tells {route.table} to use {route.way} only when {first.way} is down: static routes carry no "
            "preference, so answers may take either",
            context.way_where(context.way_named(route.way)),
            "use `routes: bgp` on both ways, where the device tells the rank by its AS path; or set a routing policy "
            "of the CEN by hand and confirm by rules.G25 with a reason",
            Severity.WARN,
        )


def _tells_ranks(first: PlacedWay, later: PlacedWay) -> bool:
    by_bgp = [getattr(way.declared, "routes", "") == "bgp" for way in (first, later)]
    lines = {first.declared.kind, later.declared.kind} == {"express-connect"}
    return all(by_bgp) or (lines and by_bgp[0])


def _dropped(context: Context, placed: Placed, leg: LegId, tally: Tally, path: Path) -> Hit:
    trace, of = path.trace, "CIDR" if placed.noun == "site" else "vSwitch"
    at = f"give {trace.lacking} a route, or " if trace.lacking is not None else ""
    return Hit(
        f"{placed.title} has no working path to the {leg} leg: {trace.source} ({of} {path.subnet.id}) "
        f"to {trace.destination} is dropped: {trace.reason} ({tally.dropped} of {tally.total} paths fail)",
        context.place_where(placed),
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
            hop = HopKind.PEERING if client.peered else HopKind.ATTACHMENT
            if row is None or row.hop.kind is not hop or not cidr.subnet_of(row.destination):
                yield Hit(
                    f"CIDR {cidr} of client {client.node.name} lies outside the private ranges and {table} has no "
                    "route back to it",
                    context.client_where(client, "cidrs"),
                    f"let the stack create it (remove the entry in `routes` that leaves {cidr} out)",
                )

"""Data centers and peerings of a plan for a person: ways, what they are made of, names, what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.reports.section import section
from acree_infra.reports.style import Style
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.nouns import IpsecConnection, Premises, ServiceEntry, WayNode


def site_lines(plan: Plan, style: Style) -> Iterator[str]:
    """The sections of a plan's sites and peerings; none without them."""
    premises = plan.premises
    rows = [[f"{way.rank}", way.name, way.kind, f"site {way.site}", used_when(premises, way)] for way in premises.ways]
    yield from section("Ways of sites, the preferred ones first", sorted(rows), style)
    yield from section("Gateways, connections and lines", part_rows(premises), style)
    standby = [[str(r.destination), f"→ {r.hop}", str(r.table), f"rank {r.rank}, {r.way}"] for r in premises.standby]
    yield from section("Rows that take over when a way is down", standby, style)
    published = [["+", str(p.destination), f"from {p.table}", f"for {p.way}"] for p in premises.publications]
    yield from section("Routes advertised to the transit router by hand", published, style)
    made = dict.fromkeys(_entry(entry) for entry in premises.service_entries if entry.created)
    yield from section("AnyTunnel entries", [["+", *row] for row in made], style)
    by_hand = dict.fromkeys(_entry(entry) for entry in premises.service_entries if not entry.created)
    yield from section("AnyTunnel entries to make in the console", [list(row) for row in by_hand], style)
    yield from section("Names at the sites", record_rows(premises), style)
    yield from _doubts(premises, style)


def used_when(premises: Premises, way: WayNode) -> str:
    """When a way of a site is used, for a site with several."""
    others = [one for one in premises.ways if one.site == way.site and one.name != way.name]
    before = [one.name for one in others if one.rank < way.rank]
    alike = [one.name for one in others if one.rank == way.rank]
    beside = f"beside {', '.join(alike)}" if alike else ""
    when = f"when {', '.join(before)} {'are' if len(before) > 1 else 'is'} down" if before else "used first"
    return " ".join(filter(None, (when, beside))) if others else ""


def part_rows(premises: Premises) -> list[list[str]]:
    """Mark, name and terms of everything that the ways of sites and the peerings are made of."""
    rows = [[_mark(c.id), c.name, f"customer gateway {c.address}", c.region] for c in premises.customer_gateways]
    for gateway in premises.vpn_gateways:
        where = f"VPN gateway of {gateway.vpc} in {', '.join(gateway.vswitches)}"
        rows.append([_mark(gateway.id), gateway.name, where, gateway.region])
    rows += [[_mark(c.id), c.name, _connection(c), c.region] for c in premises.connections]
    for vbr in premises.vbrs:
        link = f"{vbr.cloud} ↔ {vbr.device}" if vbr.cloud else "addresses not known yet"
        rows.append([_mark(vbr.id), vbr.name, f"VBR, VLAN {vbr.vlan}, {link}, {vbr.routes} routes", vbr.region])
    for router in premises.express_routers:
        to = router.transit_router or router.vpc
        rows.append([_mark(router.id), router.name, f"Express Connect Router, {router.vbr} → {to}", router.region])
    for attachment in premises.attachments:
        ends = f"{attachment.resource} → {attachment.transit_router}"
        rows.append([_mark(attachment.id), attachment.name, ends, attachment.region])
    for peering in premises.peerings:
        ends = f"{peering.vpc} ↔ {peering.peer_vpc}" + (f", {peering.mbps} Mbit/s" if peering.mbps else "")
        rows.append([_mark(peering.id), peering.name, ends, f"{peering.region} ↔ {peering.peer_region}"])
    return rows


def record_rows(premises: Premises) -> list[list[str]]:
    """Site, host, addresses, and whether they move, of each name that a site resolves by itself."""
    return [
        [
            record.site,
            record.host,
            ", ".join(map(str, record.addresses)) or "no address seen yet",
            "moves: prefer forwarding (G42)" if record.moves else "",
        ]
        for record in premises.records
    ]


def _entry(entry: ServiceEntry) -> tuple[str, ...]:
    """What is told of an entry; the ways of several sites share one."""
    where = f"on {entry.transit_router}" + (f" in {entry.cen}" if entry.cen else "")
    return str(entry.host), where, f"for {entry.access_region}"


def _connection(connection: IpsecConnection) -> str:
    tunnels = ", ".join(f"{t.device} ↔ {t.cloud or 'not known yet'}" for t in connection.tunnels)
    holder = f" of {connection.gateway}" if connection.gateway else ""
    return f"IPsec connection{holder}, {connection.routes} routes: {tunnels}"


def _doubts(premises: Premises, style: Style) -> Iterator[str]:
    """What no page tells, or two pages tell differently: once, with the ways that it is about."""
    about: dict[str, list[str]] = {}
    for way in premises.ways:
        for note in way.notes:
            about.setdefault(note, []).append(way.name)
    if about:
        yield ""
        yield style.paint("What official pages leave open", "bold")
    for note, ways in about.items():
        yield from style.wrapped(f"{note} ({', '.join(ways)})", 2)


def _mark(identifier: str | None) -> str:
    return "+" if identifier is None else f"= {identifier}"

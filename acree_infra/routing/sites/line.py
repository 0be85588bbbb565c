"""What ways over a leased line have in common: the virtual border router (VBR) and its routes."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import ALL_LEGS, Hop, HopKind, LegId, Origin, Route, Table, TableKind
from acree_infra.routing.rows import Scene, needed
from acree_infra.routing.sites.case import Case
from acree_infra.routing.sites.device import device_rows
from acree_infra.routing.sites.nouns import ROUTES, Passage, VbrNode
from acree_infra.topology.sites.express_connect import ExpressConnectWay
from acree_infra.topology.sites.express_connect_router import ExpressConnectRouterWay

LineWay = ExpressConnectWay | ExpressConnectRouterWay

VBR_NOTES = (
    (
        "K1: the API's pages refuse custom VBR routes inside 100.64.0.0/10, the leased-line pages ask for them: none "
        "is made, the VBR learns auth and OSS from the cloud"
    ),
    "K5: one official page says 200 custom routes per VBR, an older one 48; options.quotas.vbr-routes sets it",
)


def vbr_table(way: LineWay, case: Case, region: str) -> Table:
    """The table of the way's VBR."""
    name = f"vbr-{case.name}" if way.vbr == "create" else way.vbr
    return Table(TableKind.VBR, region, name, ROUTES)


def vbr(case: Case, way: LineWay, region: str) -> VbrNode:
    """The way's VBR: declared, or as it was learned."""
    bgp, name = way.routes == "bgp", vbr_table(way, case, region).owner
    link, vlan = way.inside, way.vlan
    cloud, device = (link[1], link[2]) if link else (None, None)
    if way.vbr != "create":
        known = case.fact(case.lock.networks.vbrs, way.vbr)
        link, vlan, cloud, device = known.link, known.vlan, known.cloud, known.device
    return VbrNode(
        name=name,
        region=region,
        id=None if way.vbr == "create" else way.vbr,
        way=case.name,
        physical_connection=way.physical_connection or "",
        vlan=vlan,
        link=link,
        cloud=cloud,
        device=device,
        routes=way.routes,
        cloud_asn=way.cloud_asn if bgp else 0,
        device_asn=(way.device_asn or 0) if bgp else 0,
        port=way.port or "",
    )


def line_hop(table: Table) -> Hop:
    """The hop over the line, from either end."""
    return Hop(HopKind.LINE, table.owner)


def line_passages(case: Case, table: Table) -> tuple[Passage, ...]:
    """The steps over the line."""
    hop = line_hop(table)
    return (
        Passage(TableKind.DEVICE, case.site.name, hop, table),
        Passage(TableKind.VBR, table.owner, hop, case.node.table),
    )


def line_rows(case: Case, way: LineWay, scene: Scene, table: Table, onward: Hop) -> Iterator[Route]:
    """Device and VBR: service prefixes onward, which the VBR learns (K1); the site's CIDRs over the line."""
    bgp, rank = way.routes == "bgp", way.rank
    learned = frozenset(LegId) if bgp else frozenset[LegId]()
    yield from device_rows(case, scene, line_hop(table), learned)
    for target, prefix in needed(scene, case.node.region, all_legs=True):
        reason = f"{target.leg} leg: learned from the cloud (K1)"
        yield Route(table, prefix, onward, (target.leg,), Origin.LEARNED, reason, case.name, rank)
    for prefix in case.forwarded:
        reason = f"DNS forwarding of {case.site.name}: learned from the cloud (K1)"
        yield Route(table, prefix, onward, (), Origin.LEARNED, reason, case.name, rank)
    for cidr in case.node.cidrs:
        reason = f"way back to {case.site.name}: " + ("BGP of the device" if bgp else "route over the line")
        origin = Origin.LEARNED if bgp else Origin.CREATED
        yield Route(table, cidr, line_hop(table), ALL_LEGS, origin, reason, case.name, rank)

"""A Smart Access Gateway, by its Cloud Connect Network (CCN) on a Basic Edition transit router (5.1).

All that is known of this path is from 2021, so rule G4 asks before any plan with it is used. CCN, gateway and router
exist already. The AnyTunnel entries, one a prefix, are made by hand or by this stack, as the way says.
"""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import ALL_LEGS, Hop, HopKind, LegId, Origin, Route, Table, TableKind
from acree_infra.routing.rows import Scene, needed
from acree_infra.routing.sites.case import Case
from acree_infra.routing.sites.device import device_rows
from acree_infra.routing.sites.kinds import KINDS, Kind, nothing
from acree_infra.routing.sites.nouns import ROUTES, Passage, Premises, ServiceEntry, WayNode
from acree_infra.topology.sites.smart_access_gateway import SmartAccessGatewayWay

NOTES = (
    (
        "K11: one official page says that service region and access region of AnyTunnel must be equal, the console and "
        "the tutorial of 2021 take a CCN as access region"
    ),
    (
        "N13: whether the AnyTunnel API takes a CCN as access region is not known: the whole way is unproven; rules.G4 "
        "confirms it"
    ),
)


def _way(case: Case) -> SmartAccessGatewayWay:
    if not isinstance(case.way, SmartAccessGatewayWay):
        raise TypeError(f"{case.name} is no way over a Smart Access Gateway")
    return case.way


def _network_table(case: Case) -> Table:
    way = _way(case)
    return Table(TableKind.CLOUD_NETWORK, way.area, way.network, ROUTES)


def _router_table(case: Case) -> Table:
    """The one table of the Basic Edition transit router."""
    return Table(TableKind.BASIC_ROUTER, case.service.region, _way(case).transit_router, ROUTES)


def premises(case: Case, scene: Scene) -> Premises:
    """AnyTunnel entries for every prefix of auth and OSS, and the way over CCN and router."""
    way, network, router = _way(case), _network_table(case), _router_table(case)
    services = [prefix for target, prefix in needed(scene, case.node.region, all_legs=True) if not _local(target.leg)]
    entries = tuple(
        ServiceEntry(
            way.transit_router, prefix, case.service.region, case.service.id, way.area, case.name, way.cen or ""
        )
        for prefix in (*services, *case.forwarded)
    )
    return Premises(
        ways=(WayNode(case.name, case.site.name, way.kind, way.rank, NOTES),),
        service_entries=entries,
        passages=_passages(case, network, router),
    )


def _passages(case: Case, network: Table, router: Table) -> tuple[Passage, ...]:
    node, site = case.service, case.site.name
    gateway, to_network = Hop(HopKind.TUNNEL, _way(case).gateway), Hop(HopKind.CLOUD_NETWORK, network.owner)
    to_router, to_vpc = Hop(HopKind.ATTACHMENT, router.owner), Hop(HopKind.VPC, node.id)
    entered = Table(TableKind.VPC, node.region, node.id, node.subnets[0].table)
    return (
        Passage(TableKind.DEVICE, site, gateway, network),
        Passage(TableKind.CLOUD_NETWORK, network.owner, gateway, case.node.table),
        Passage(TableKind.CLOUD_NETWORK, network.owner, to_router, router),
        Passage(TableKind.BASIC_ROUTER, router.owner, to_network, network),
        Passage(TableKind.BASIC_ROUTER, router.owner, to_vpc, entered, tuple(s.id for s in node.subnets)),
        Passage(TableKind.VPC, node.id, to_router, router),
    )


def rows(case: Case, scene: Scene) -> Iterator[Route]:
    """Device, CCN, the router's one table, and the service VPC."""
    network, router, rank = _network_table(case), _router_table(case), case.way.rank
    gateway, to_router = Hop(HopKind.TUNNEL, _way(case).gateway), Hop(HopKind.ATTACHMENT, router.owner)
    yield from device_rows(case, scene, gateway, frozenset(LegId))
    for target, prefix in needed(scene, case.node.region, all_legs=True):
        leg, legs = f"{target.leg} leg", (target.leg,)
        yield Route(network, prefix, to_router, legs, Origin.LEARNED, f"{leg}: from the CEN", case.name, rank)
        origin, how = (Origin.LEARNED, "learned from the service VPC") if _local(target.leg) else _entered(case)
        yield Route(router, prefix, Hop(HopKind.VPC, case.service.id), legs, origin, f"{leg}: {how}", case.name, rank)
    for prefix in case.forwarded:
        dns, (origin, how) = f"DNS forwarding of {case.site.name}", _entered(case)
        yield Route(network, prefix, to_router, (), Origin.LEARNED, f"{dns}: from the CEN", case.name, rank)
        yield Route(router, prefix, Hop(HopKind.VPC, case.service.id), (), origin, f"{dns}: {how}", case.name, rank)
    back = f"way back to {case.site.name}"
    to_network = Hop(HopKind.CLOUD_NETWORK, network.owner)
    for cidr in case.node.cidrs:
        yield Route(network, cidr, gateway, ALL_LEGS, Origin.LEARNED, f"{back}: of the gateway", case.name, rank)
        yield Route(router, cidr, to_network, ALL_LEGS, Origin.LEARNED, f"{back}: from the CCN", case.name, rank)
        for table_id in sorted({subnet.table for subnet in case.service.subnets}):
            table = Table(TableKind.VPC, case.service.region, case.service.id, table_id)
            yield Route(table, cidr, to_router, ALL_LEGS, Origin.LEARNED, f"{back}: from the CEN", case.name, rank)


def _entered(case: Case) -> tuple[Origin, str]:
    """Who makes an AnyTunnel entry, and what is said of it."""
    if _way(case).entries == "create":
        return Origin.CREATED, "AnyTunnel"
    return Origin.RENDERED, "AnyTunnel, by hand"


def _local(leg: LegId) -> bool:
    return leg is LegId.REGISTRY


KINDS["smart-access-gateway"] = Kind(nothing, nothing, premises, rows)

"""A VPN gateway in the service VPC, or in the VPC of a client that carries the site to the registry (5.1)."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import (
    ALL_LEGS,
    SERVICE_LEGS,
    Hop,
    HopKind,
    LegId,
    Origin,
    Route,
    Subnet,
    Table,
    TableKind,
    VpcNode,
)
from acree_infra.routing.rows import Far, Scene
from acree_infra.routing.sites import ipsec
from acree_infra.routing.sites.case import Case
from acree_infra.routing.sites.device import device_rows
from acree_infra.routing.sites.kinds import KINDS, Kind, nothing
from acree_infra.routing.sites.nouns import ROUTES, Passage, Premises, Publication, VpnGatewayNode, WayNode
from acree_infra.routing.sites.vpn_gateway_place import gateway_subnets
from acree_infra.topology.sites.vpn_gateway import VpnGatewayWay
from acree_infra.topology.values import SERVICE_SPACE

NOTES = (
    (
        "N6: no official page walks a VPN gateway through up to 100.64.0.0/10, neither which local CIDRs it takes nor "
        "whether it forwards to cloud services: unproven until a pull works; `selectors`, `routes` and `publish` of "
        "the way change it"
    ),
    (
        "N14: the limits of VPN routes and of CIDRs per connection are from 2021; options.quotas.vpn-routes and "
        "options.quotas.vpn-selectors change them"
    ),
)


def _way(case: Case) -> VpnGatewayWay:
    if not isinstance(case.way, VpnGatewayWay):
        raise TypeError(f"{case.name} is no way over a VPN gateway")
    return case.way


def _vpc(case: Case) -> VpcNode:
    wanted = _way(case).vpc or case.service.id
    return next(node for node in (case.service, *case.clients) if node.id == wanted)


def _table(case: Case) -> Table:
    declared = _way(case).gateway
    name = f"vpn-{case.name}" if declared == "create" else declared
    return Table(TableKind.VPN_GATEWAY, _vpc(case).region, name, ROUTES)


def _subnets(case: Case) -> tuple[Subnet, ...]:
    return gateway_subnets(case, _way(case), _vpc(case))


def fars(case: Case) -> tuple[Far, ...]:
    """Of a gateway in a client's VPC: routers find the site behind that VPC's attachment."""
    node = _vpc(case)
    if node is case.service:
        return ()
    known_by = "its VPC's route to the VPN gateway, advertised by hand (4.2)"
    return (
        Far(
            case.site.name,
            node.region,
            case.node.cidrs,
            f"att-{node.name}",
            known_by,
            way=case.name,
            rank=case.way.rank,
        ),
    )


def premises(case: Case, scene: Scene) -> Premises:
    """The gateway, its connection, and the way through them."""
    way, node, table = _way(case), _vpc(case), _table(case)
    subnets = _subnets(case)
    gateway, into = Hop(HopKind.VPN_GATEWAY, table.owner), Hop(HopKind.VPC, node.id)
    entered = Table(TableKind.VPC, node.region, node.id, subnets[0].table) if subnets else None
    passages = ipsec.tunnel_passages(case, way, table)
    passages += (
        Passage(TableKind.IPSEC, ipsec.connection_name(case, way), gateway, table),
        Passage(TableKind.VPC, node.id, gateway, table),
    )
    if entered is not None:
        passages += (Passage(table.kind, table.owner, into, entered, tuple(subnet.id for subnet in subnets)),)
    return Premises(
        ways=(WayNode(case.name, case.site.name, way.kind, way.rank, NOTES),),
        customer_gateways=ipsec.customer_gateways(case, way, node.region),
        vpn_gateways=(
            VpnGatewayNode(
                name=table.owner,
                region=node.region,
                id=None if way.gateway == "create" else way.gateway,
                vpc=node.id,
                vswitches=tuple(subnet.id for subnet in subnets),
                mbps=way.mbps,
            ),
        ),
        connections=(ipsec.connection(case, way, node.region, table.owner, ipsec.wanted_prefixes(case, scene)),),
        publications=tuple(_publications(case)),
        passages=passages,
    )


def _publications(case: Case) -> Iterator[Publication]:
    """A VPC's route to its VPN gateway reaches the transit router only when advertised by hand (4.2)."""
    node = _vpc(case)
    if node is not case.service:
        table = Table(TableKind.VPC, node.region, node.id, _system_table(case))
        yield from (Publication(table, cidr, case.name) for cidr in case.node.cidrs)


def _system_table(case: Case) -> str:
    node = _vpc(case)
    tables = next(vpc.route_tables for vpc in case.lock.networks.vpcs if vpc.id == node.id)
    return next((table.id for table in tables if table.type == "System"), node.tables[0])


def rows(case: Case, scene: Scene) -> Iterator[Route]:
    """Device, selectors, the gateway's own routes, and the VPC's routes to it."""
    way, table = _way(case), _table(case)
    learned = frozenset({LegId.REGISTRY}) if way.routes == "bgp" else frozenset[LegId]()
    yield from device_rows(case, scene, ipsec.tunnel_hop(case, way), learned)
    yield from ipsec.selector_rows(case, way, scene, table.region, Hop(HopKind.VPN_GATEWAY, table.owner))
    yield from _gateway_rows(case, table)
    yield from _vpc_rows(case, scene, Hop(HopKind.VPN_GATEWAY, table.owner))


def _gateway_rows(case: Case, table: Table) -> Iterator[Route]:
    way, node = _way(case), _vpc(case)
    into, tunnel = Hop(HopKind.VPC, node.id), ipsec.tunnel_hop(case, way)
    at_home = node is case.service
    for cidr in (*node.cidrs, *(() if at_home else case.service.cidrs)):
        yield Route(table, cidr, into, (LegId.REGISTRY,), Origin.BUILT_IN, "into the VPC of the gateway")
    reason = "into the VPC of the gateway; whether it forwards to cloud services is not known (N6)"
    yield Route(table, SERVICE_SPACE, into, SERVICE_LEGS, Origin.BUILT_IN, reason)
    origin = Origin.LEARNED if way.routes == "bgp" else Origin.CREATED
    kinds = {"bgp": "BGP of the device", "policy": "policy-based route", "destination": "destination-based route"}
    for cidr in case.node.cidrs:
        reason = f"way back to {case.site.name}: {kinds[way.routes]}"
        yield Route(table, cidr, tunnel, ALL_LEGS, origin, reason, case.name, way.rank)


def _vpc_rows(case: Case, scene: Scene, gateway: Hop) -> Iterator[Route]:
    """The VPC's way back: published to its system table, created in the others that answers leave by."""
    way, node, system = _way(case), _vpc(case), _system_table(case)
    for table_id in sorted({*node.tables, *(subnet.table for subnet in _subnets(case))}):
        table = Table(TableKind.VPC, node.region, node.id, table_id)
        published = table_id == system and way.publish
        legs = _answering(case, scene, table_id)
        for cidr in case.node.cidrs if published or legs else ():
            reason = f"way back to {case.site.name}: " + ("published by the VPN gateway" if published else "to it")
            origin = Origin.LEARNED if published else Origin.CREATED
            yield Route(table, cidr, gateway, legs, origin, reason, case.name, way.rank)


def _answering(case: Case, scene: Scene, table_id: str) -> tuple[LegId, ...]:
    """The legs whose answers leave by a table of the gateway's VPC.

    The registry answers from its vSwitch, cloud services where the question left the VPC: at the gateway. What
    comes back from another VPC comes in at the attachment.
    """
    node, legs = _vpc(case), set[LegId]()
    at_gateway = table_id in {subnet.table for subnet in _subnets(case)}
    if node is case.service:
        here = any(subnet.table == table_id and scene.address in subnet.cidr for subnet in node.subnets)
        legs |= {LegId.REGISTRY} if here else set()
        legs |= set(SERVICE_LEGS) if at_gateway else set()
    else:
        attachment = scene.mesh.attachments[f"att-{node.name}"]
        zones = {zone.vswitch for zone in attachment.zones}
        at_attachment = any(subnet.table == table_id for subnet in node.subnets if subnet.id in zones)
        at_home = node.region == case.service.region
        legs |= {LegId.REGISTRY} if at_attachment else set()
        legs |= set(SERVICE_LEGS) if (at_gateway if at_home else at_attachment) else set()
    return tuple(leg for leg in ALL_LEGS if leg in legs)


KINDS["vpn-gateway"] = Kind(nothing, fars, premises, rows)

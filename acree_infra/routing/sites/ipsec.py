"""What ways over IPsec have in common: customer gateways, connections, tunnels, selectors."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from acree_infra.discovery.site_facts import ConnectionFacts
from acree_infra.routing.nouns import ALL_LEGS, Hop, HopKind, Origin, Route, Table, TableKind
from acree_infra.routing.rows import Scene, needed
from acree_infra.routing.sites.case import Case
from acree_infra.routing.sites.nouns import (
    TO_CLOUD,
    TO_SITE,
    CustomerGateway,
    IpsecConnection,
    Passage,
    Proposal,
    TunnelNode,
)
from acree_infra.topology.ownership import cloud_name
from acree_infra.topology.sites.transit_vpn import TransitVpnWay
from acree_infra.topology.sites.tunnel import Proposal as DeclaredProposal
from acree_infra.topology.sites.tunnel import Tunnel
from acree_infra.topology.sites.vpn_gateway import VpnGatewayWay

EVERYTHING = IPv4Network("0.0.0.0/0")
IpsecWay = VpnGatewayWay | TransitVpnWay
_INSIDE = int(IPv4Address("169.254.100.0"))
_LINK = 4
"""Addresses of a link inside a tunnel."""


def connection_name(case: Case, way: IpsecWay) -> str:
    """Name of the way's connection; its id when it exists."""
    return f"ipsec-{case.name}" if way.connection == "create" else way.connection


def tunnel_hop(case: Case, way: IpsecWay) -> Hop:
    """The hop into the way's tunnels, from either end."""
    return Hop(HopKind.TUNNEL, connection_name(case, way))


def customer_gateways(case: Case, way: IpsecWay, region: str) -> tuple[CustomerGateway, ...]:
    """The device as the cloud knows it: once for each public address."""
    found = {}
    for number, tunnel in enumerate(way.tunnels, start=1):
        name = _gateway_name(case, way, number)
        existing = None if tunnel.customer_gateway == "create" else tunnel.customer_gateway
        found[name] = CustomerGateway(name, region, existing, tunnel.device, way.device_asn)
    return tuple(found.values())


def connection(
    case: Case, way: IpsecWay, region: str, gateway: str, wanted: tuple[IPv4Network, ...]
) -> IpsecConnection:
    """The way's connection.

    Args:
        case: the way.
        way: the same, as declared.
        region: its region.
        gateway: name of the VPN gateway; empty for a transit router.
        wanted: what the site must reach, for exact selectors.
    """
    exact, bgp = way.selectors == "exact", way.routes == "bgp"
    return IpsecConnection(
        name=connection_name(case, way),
        region=region,
        id=None if way.connection == "create" else way.connection,
        way=case.name,
        gateway=gateway,
        tunnels=tuple(_tunnel(case, way, number, tunnel) for number, tunnel in enumerate(way.tunnels, start=1)),
        local=wanted if exact else (EVERYTHING,),
        remote=case.node.cidrs if exact else (EVERYTHING,),
        routes=way.routes,
        publish=way.publish if isinstance(way, VpnGatewayWay) else True,
        cloud_asn=way.cloud_asn if bgp else 0,
        device_asn=(way.device_asn or 0) if bgp else 0,
        ike=_proposal(way.ike),
        ipsec=_proposal(way.ipsec),
    )


def wanted_prefixes(case: Case, scene: Scene) -> tuple[IPv4Network, ...]:
    """What the site must reach, each prefix once: the local networks of exact selectors (5.2)."""
    legs = (prefix for _, prefix in needed(scene, case.node.region, all_legs=True))
    return tuple(dict.fromkeys((*legs, *case.forwarded)))


def selector_rows(case: Case, way: IpsecWay, scene: Scene, region: str, onward: Hop) -> Iterator[Route]:
    """What the tunnel lets in, toward the cloud and toward the site.

    0.0.0.0/0 is proposed, since policy mode takes few CIDRs (5.2): the reason says how many there would be.
    """
    name, most = connection_name(case, way), case.stack.topology.options.quotas.vpn_selectors
    to_cloud, to_site = (Table(TableKind.IPSEC, region, name, side) for side in (TO_CLOUD, TO_SITE))
    device, wanted = Hop(HopKind.DEVICE, case.site.name), wanted_prefixes(case, scene)
    if way.selectors == "any":
        reason = (
            f"selector: routes decide; each by itself would be {len(wanted)} local and {len(case.node.cidrs)} remote "
            f"CIDRs, {most} of each fit in a connection (N14)"
        )
        yield Route(to_cloud, EVERYTHING, onward, ALL_LEGS, Origin.CREATED, reason, case.name, case.way.rank)
        yield Route(to_site, EVERYTHING, device, ALL_LEGS, Origin.CREATED, reason, case.name, case.way.rank)
        return
    for target, prefix in needed(scene, case.node.region, all_legs=True):
        reason = f"selector: local network, {target.leg} leg"
        yield Route(to_cloud, prefix, onward, (target.leg,), Origin.CREATED, reason, case.name, case.way.rank)
    for prefix in case.forwarded:
        reason = "selector: local network, DNS forwarding"
        yield Route(to_cloud, prefix, onward, (), Origin.CREATED, reason, case.name, case.way.rank)
    for cidr in case.node.cidrs:
        reason = f"selector: remote network of {case.site.name}"
        yield Route(to_site, cidr, device, ALL_LEGS, Origin.CREATED, reason, case.name, case.way.rank)


def tunnel_passages(case: Case, way: IpsecWay, edge: Table) -> tuple[Passage, ...]:
    """The steps into the tunnel from both ends, and out of it to the device.

    Args:
        case: the way.
        way: the same, as declared.
        edge: the cloud's table whose rows lead into the tunnel.
    """
    hop = tunnel_hop(case, way)
    to_cloud, to_site = (Table(TableKind.IPSEC, edge.region, hop.name, side) for side in (TO_CLOUD, TO_SITE))
    device = Hop(HopKind.DEVICE, case.site.name)
    return (
        Passage(TableKind.DEVICE, case.site.name, hop, to_cloud),
        Passage(edge.kind, edge.owner, hop, to_site),
        Passage(TableKind.IPSEC, hop.name, device, case.node.table),
    )


def _gateway_name(case: Case, way: IpsecWay, number: int) -> str:
    tunnel = way.tunnels[number - 1]
    if tunnel.customer_gateway != "create":
        return tunnel.customer_gateway
    first = next(n for n, other in enumerate(way.tunnels, start=1) if other.device == tunnel.device)
    return f"cgw-{case.name}-{first}"


def _tunnel(case: Case, way: IpsecWay, number: int, tunnel: Tunnel) -> TunnelNode:
    known = _facts(case, way)
    learned = {fact.number: fact.address for fact in known.tunnels} if known else {}
    return TunnelNode(
        number=number,
        customer_gateway=_gateway_name(case, way, number),
        device=tunnel.device,
        cloud=tunnel.cloud or learned.get(number),
        key=tunnel.pre_shared_key,
        inside=tunnel.inside or _inside(case.position[1], number),
    )


def _facts(case: Case, way: IpsecWay) -> ConnectionFacts | None:
    """What was learned of the connection; of one that this stack makes, once it stands."""
    facts = case.lock.networks.connections
    if way.connection != "create":
        return case.fact(facts, way.connection)
    name = cloud_name(case.stack.name, connection_name(case, way))
    return next((fact for fact in facts if fact.name == name), None)


def _inside(way: int, number: int) -> IPv4Network:
    """A link inside a tunnel where none is declared: only the device's own ways must differ."""
    return IPv4Network((_INSIDE + way * 2 * _LINK + (number - 1) * _LINK, 30))


def _proposal(declared: DeclaredProposal) -> Proposal:
    return Proposal(declared.encryption, declared.integrity, declared.group, declared.lifetime)

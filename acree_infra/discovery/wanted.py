"""Which gateways, lines and peerings a stack file names, and where its ways come into the cloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from acree_infra.topology.sites.express_connect_router import ExpressConnectRouterWay
from acree_infra.topology.sites.line import Line
from acree_infra.topology.sites.site import AnyWay
from acree_infra.topology.sites.tunnel import Ipsec
from acree_infra.topology.sites.vpn_gateway import VpnGatewayWay
from acree_infra.topology.sites.way import RouterWay
from acree_infra.topology.stack_file import StackFile

_CREATE = "create"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked up: each thing as (region, id), sorted.

    Attributes:
        connections: IPsec connections that exist.
        own: regions in which the stack makes connections: the addresses of their tunnels are learned there.
    """

    vpn_gateways: tuple[tuple[str, str], ...] = ()
    connections: tuple[tuple[str, str], ...] = ()
    own: tuple[str, ...] = ()
    vbrs: tuple[tuple[str, str], ...] = ()
    express_routers: tuple[tuple[str, str], ...] = ()
    peerings: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Asked:
    gateways: set[tuple[str, str]] = field(default_factory=set)
    connections: set[tuple[str, str]] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    vbrs: set[tuple[str, str]] = field(default_factory=set)
    routers: set[tuple[str, str]] = field(default_factory=set)


def wanted_premises(stack: StackFile) -> Wanted:
    """What a stack file names of them."""
    topology, asked = stack.topology, _Asked()
    for way in (way for site in topology.sites for way in site.via):
        region = region_of(stack, way)
        if isinstance(way, VpnGatewayWay) and way.gateway != _CREATE:
            asked.gateways.add((region, way.gateway))
        if isinstance(way, Ipsec):
            asked.own |= {region} if way.connection == _CREATE else set()
            asked.connections |= set() if way.connection == _CREATE else {(region, way.connection)}
        if isinstance(way, Line) and way.vbr != _CREATE:
            asked.vbrs.add((region, way.vbr))
        if isinstance(way, ExpressConnectRouterWay) and way.router != _CREATE:
            asked.routers.add((region, way.router))
    peerings = {(client.region, client.peering) for client in topology.clients if client.via == "vpc-peering"}
    return Wanted(
        vpn_gateways=tuple(sorted(asked.gateways)),
        connections=tuple(sorted(asked.connections)),
        own=tuple(sorted(asked.own)),
        vbrs=tuple(sorted(asked.vbrs)),
        express_routers=tuple(sorted(asked.routers)),
        peerings=tuple(sorted(pair for pair in peerings if pair[1] != _CREATE)),
    )


def region_of(stack: StackFile, way: AnyWay) -> str:
    """The region in which a way comes into the cloud."""
    topology = stack.topology
    if isinstance(way, RouterWay) and way.region:
        return way.region
    if isinstance(way, VpnGatewayWay):
        return next((client.region for client in topology.clients if client.vpc == way.vpc), topology.registry.region)
    return topology.registry.region


def router_regions(stack: StackFile) -> Iterator[str]:
    """Regions in which ways end at a transit router."""
    for way in (way for site in stack.topology.sites for way in site.via):
        if isinstance(way, RouterWay):
            yield region_of(stack, way)

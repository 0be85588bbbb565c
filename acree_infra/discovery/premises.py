"""Gateways, lines and peerings that a stack file names, and the addresses of tunnels that the stack made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import TypeVar

from acree_infra.cloud.clouds import Clouds
from acree_infra.cloud.premises import ConnectionRecord, PremisesReader, VbrRecord
from acree_infra.discovery.facts import Vpc, VpcTable
from acree_infra.discovery.lookups import Awaited, Lookups
from acree_infra.discovery.site_facts import (
    ConnectionFacts,
    ExpressRouterFacts,
    PeeringFacts,
    TunnelFacts,
    VbrFacts,
    VpnGatewayFacts,
)
from acree_infra.discovery.wanted import wanted_premises
from acree_infra.errors import DiscoveryError, Problem, Where
from acree_infra.topology.ownership import cloud_name
from acree_infra.topology.stack_file import StackFile

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class PremisesLookups:
    """Look-ups of gateways, lines and peerings that are under way."""

    vpn_gateways: tuple[Awaited[VpnGatewayFacts], ...] = ()
    connections: tuple[Awaited[tuple[ConnectionFacts, ...]], ...] = ()
    vbrs: tuple[Awaited[VbrFacts], ...] = ()
    express_routers: tuple[Awaited[ExpressRouterFacts], ...] = ()
    peerings: tuple[Awaited[PeeringFacts], ...] = ()


def start_premises_lookups(stack: StackFile, clouds: Clouds, lookups: Lookups) -> PremisesLookups:
    """Start every look-up; none for a stack that names nothing of them."""
    wanted, search = wanted_premises(stack), _Search(stack, clouds)
    regions = sorted({*wanted.own, *(region for region, _ in wanted.connections)})
    ids = {name for _, name in wanted.connections}
    return PremisesLookups(
        tuple(lookups.start(name, search.gateway(region, name)) for region, name in wanted.vpn_gateways),
        tuple(lookups.start(f"IPsec connections in {region}", search.connections(region, ids)) for region in regions),
        tuple(lookups.start(name, search.vbr(region, name)) for region, name in wanted.vbrs),
        tuple(lookups.start(name, search.express_router(region, name)) for region, name in wanted.express_routers),
        tuple(lookups.start(name, search.peering(region, name)) for region, name in wanted.peerings),
    )


def ordered(found: Iterable[Awaited[Found]], key: Callable[[Found], str]) -> tuple[Found, ...]:
    """Finished look-ups by id."""
    return tuple(sorted((one.value for one in found), key=key))


def without_published(stack: StackFile, vpcs: Iterable[Vpc], connections: Iterable[ConnectionFacts]) -> tuple[Vpc, ...]:
    """The VPCs without the routes to sites that VPN gateways publish for connections of this stack.

    They carry no name by which they could be told; their next hop is the gateway of one of its own connections.
    """
    prefix = own_connections(stack)
    gateways = {one.gateway for one in connections if one.name.startswith(prefix)}
    sites = {cidr for site in stack.topology.sites for cidr in site.cidrs}

    def others(table: VpcTable) -> VpcTable:
        kept = (r for r in table.routes if not (r.hop in gateways and r.destination in sites))
        return table.model_copy(update={"routes": tuple(kept)})

    return tuple(
        vpc.model_copy(update={"route_tables": tuple(others(table) for table in vpc.route_tables)}) for vpc in vpcs
    )


def own_connections(stack: StackFile) -> str:
    """How names of the stack's own connections begin."""
    return cloud_name(stack.name, "ipsec-")


Note = Callable[[str], None]


class _Search:
    def __init__(self, stack: StackFile, clouds: Clouds) -> None:
        self._stack = stack
        self._clouds = clouds

    @property
    def _reader(self) -> PremisesReader:
        return self._clouds.premises

    def gateway(self, region: str, name: str) -> Callable[[Note], VpnGatewayFacts]:
        def look(_: Note) -> VpnGatewayFacts:
            record = self._there(self._reader.vpn_gateway(region, name), region, name)
            return VpnGatewayFacts(id=record.id, region=region, vpc=record.vpc, vswitches=record.vswitches)

        return look

    def connections(self, region: str, ids: set[str]) -> Callable[[Note], tuple[ConnectionFacts, ...]]:
        prefix = own_connections(self._stack)

        def look(_: Note) -> tuple[ConnectionFacts, ...]:
            records = self._reader.connections(region)
            used = [record for record in records if record.id in ids or record.name.startswith(prefix)]
            return tuple(_connection(record, region) for record in used)

        return look

    def vbr(self, region: str, name: str) -> Callable[[Note], VbrFacts]:
        def look(_: Note) -> VbrFacts:
            record = self._there(self._reader.vbr(region, name), region, name)
            routes = self._clouds.vpc.custom_routes(region, record.table) if record.table else ()
            return _vbr(record, region, len({route.destination for route in routes}))

        return look

    def express_router(self, region: str, name: str) -> Callable[[Note], ExpressRouterFacts]:
        def look(_: Note) -> ExpressRouterFacts:
            record = self._there(self._reader.express_router(region, name), region, name)
            return ExpressRouterFacts(
                id=record.id,
                asn=record.asn,
                vbrs=record.vbrs,
                vpcs=record.vpcs,
                transit_routers=record.transit_routers,
            )

        return look

    def peering(self, region: str, name: str) -> Callable[[Note], PeeringFacts]:
        def look(_: Note) -> PeeringFacts:
            record = self._there(self._reader.peering(region, name), region, name)
            return PeeringFacts(
                id=record.id,
                region=record.region,
                vpc=record.vpc,
                peer_region=record.peer_region,
                peer_vpc=record.peer_vpc,
                status=record.status,
            )

        return look

    def _there(self, record: Found | None, region: str, name: str) -> Found:
        if record is None:
            message = f"expected {name} in {region}, found none of this id"
            remedy = "check the id and the region, and that the access key belongs to its account"
            raise DiscoveryError((Problem(self._where(name), message, remedy),))
        return record

    def _where(self, name: str) -> Where:
        """The first key of a site or a client that holds the id."""
        topology = self._stack.topology
        for number, site in enumerate(topology.sites):
            for place, way in enumerate(site.via):
                if name in way.model_dump().values():
                    return self._stack.where("sites", number, "via", place)
        for number, client in enumerate(topology.clients):
            if client.peering == name:
                return self._stack.where("clients", number, "peering")
        return self._stack.where("sites")


def _connection(record: ConnectionRecord, region: str) -> ConnectionFacts:
    return ConnectionFacts(
        id=record.id,
        region=region,
        name=record.name,
        gateway=record.gateway,
        tunnels=tuple(
            TunnelFacts.model_validate({"number": number, "address": address}) for number, address in record.tunnels
        ),
    )


def _vbr(record: VbrRecord, region: str, routes: int) -> VbrFacts:
    known = record.cloud and record.device and record.mask
    link = IPv4Network(f"{record.cloud}/{record.mask}", strict=False) if known else None
    return VbrFacts.model_validate(
        {
            "id": record.id,
            "region": region,
            "vlan": record.vlan,
            "link": link,
            "cloud": record.cloud if known else None,
            "device": record.device if known else None,
            "routes": routes,
        }
    )

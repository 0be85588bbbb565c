"""The nouns of data centers: sites, ways, gateways, tunnels, lines, and the steps between their tables.

All are frozen and hashable. What exists already has its id as `id`; what this stack makes has None there.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from acree_infra.routing.nouns import Hop, LegId, Route, Subnet, Table, TableKind

ON_PREMISES = "on-premises"
"""Stands for the region of a device's table."""
MAIN = "main"
"""Id of the one table of a device."""
ROUTES = "routes"
"""Id of the one table of a gateway, an attached connection, a VBR or an Express Connect Router."""
TO_CLOUD, TO_SITE = "to-cloud", "to-site"
"""Ids of the two tables of a connection's selectors."""


@dataclass(frozen=True, slots=True)
class SiteNode:
    """A data center on the way: for a walk it is what a VPC is.

    Attributes:
        name: its name in the stack file.
        cidrs: its own CIDRs.
        dns: how its hosts resolve names: `hosts`, `forward` or `none`.
        forwarders: resolvers in the cloud that `forward` asks.
        outside: the device's port toward the internet; empty for the family's usual one.
        inside: the device's port toward the hosts.
    """

    name: str
    cidrs: tuple[IPv4Network, ...]
    dns: str
    forwarders: tuple[IPv4Address, ...] = ()
    outside: str = ""
    inside: str = ""

    @property
    def id(self) -> str:
        """What a VPC has its id for."""
        return self.name

    @property
    def region(self) -> str:
        """No region of the cloud."""
        return ON_PREMISES

    @property
    def subnets(self) -> tuple[Subnet, ...]:
        """One for each CIDR, all on the device's one table."""
        return tuple(Subnet(str(cidr), "", cidr, MAIN, 0) for cidr in self.cidrs)

    @property
    def table(self) -> Table:
        """The table of its device."""
        return Table(TableKind.DEVICE, ON_PREMISES, self.name, MAIN)


@dataclass(frozen=True, slots=True)
class WayNode:
    """One way of a site into the cloud.

    Attributes:
        name: `<site>-<way>`, unique in the stack.
        site: name of the site.
        kind: `vpn-gateway`, `transit-vpn`, `express-connect`, …
        rank: 0 is used first.
        notes: what is said once about this way: what no official page tells, or where two disagree.
    """

    name: str
    site: str
    kind: str
    rank: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerGateway:
    """The device as the cloud knows it; `asn` is None without BGP."""

    name: str
    region: str
    id: str | None
    address: IPv4Address
    asn: int | None


@dataclass(frozen=True, slots=True)
class VpnGatewayNode:
    """A VPN gateway, its VPC and the vSwitches that it stands in (two zones for two tunnels)."""

    name: str
    region: str
    id: str | None
    vpc: str
    vswitches: tuple[str, ...]
    mbps: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Cipher, hash, Diffie-Hellman group and lifetime in seconds, by the API's names."""

    encryption: str
    integrity: str
    group: str
    lifetime: int


@dataclass(frozen=True, slots=True)
class TunnelNode:
    """One tunnel of a connection.

    Attributes:
        number: 1 is the active one, 2 the standby.
        customer_gateway: name of the customer gateway.
        device: the device's public address.
        cloud: the cloud's public address; None until it is known.
        key: `generated`, or `config:<key>` of a secret of the stack.
        inside: the link inside; its first host is the cloud, its second the device.
    """

    number: int
    customer_gateway: str
    device: IPv4Address
    cloud: IPv4Address | None
    key: str
    inside: IPv4Network


@dataclass(frozen=True, slots=True)
class IpsecConnection:
    """An IPsec connection of a VPN gateway, or one for a transit router.

    Attributes:
        name: its name.
        region: its region.
        id: its id when it exists.
        way: name of the way.
        gateway: name of the VPN gateway; empty when it is attached to a transit router.
        tunnels: one or two.
        local: CIDRs of the cloud that may enter; 0.0.0.0/0 for any.
        remote: CIDRs of the site that may enter.
        routes: `destination`, `policy`, `static` or `bgp`.
        publish: whether its routes are published to the VPC's system table.
        cloud_asn: AS number of the cloud's end, 0 without BGP.
        device_asn: AS number of the device, 0 without BGP.
        ike: proposal of the key exchange.
        ipsec: proposal of the packets.
    """

    name: str
    region: str
    id: str | None
    way: str
    gateway: str
    tunnels: tuple[TunnelNode, ...]
    local: tuple[IPv4Network, ...]
    remote: tuple[IPv4Network, ...]
    routes: str
    publish: bool
    cloud_asn: int
    device_asn: int
    ike: Proposal
    ipsec: Proposal


@dataclass(frozen=True, slots=True)
class VbrNode:
    """A virtual border router at the end of a leased line.

    Attributes:
        name: its name, or its id when it exists.
        region: its region.
        id: its id when it exists.
        way: name of the way.
        physical_connection: the line; empty when the VBR exists.
        vlan: VLAN of the link, 0 for none.
        link: the link; None until it is known.
        cloud: the VBR's address on it.
        device: the device's address on it.
        routes: `static` or `bgp`.
        cloud_asn: AS number of the VBR, 0 without BGP.
        device_asn: AS number of the device, 0 without BGP.
        port: the device's port of the line; empty for the family's usual one.
    """

    name: str
    region: str
    id: str | None
    way: str
    physical_connection: str
    vlan: int
    link: IPv4Network | None
    cloud: IPv4Address | None
    device: IPv4Address | None
    routes: str
    cloud_asn: int
    device_asn: int
    port: str


@dataclass(frozen=True, slots=True)
class ExpressRouterNode:
    """An Express Connect Router with a VBR, on a transit router or joined to the service VPC.

    Attributes:
        name: its name, or its id when it exists.
        id: its id when it exists.
        way: name of the way.
        region: region of what it is joined to.
        asn: its AS number.
        vbr: name of the VBR.
        transit_router: name of the transit router; empty when it is joined to a VPC.
        vpc: the VPC; empty when it is joined to a transit router.
        allowed: prefixes that it announces toward the line in place of the VPC's own.
    """

    name: str
    id: str | None
    way: str
    region: str
    asn: int
    vbr: str
    transit_router: str
    vpc: str
    allowed: tuple[IPv4Network, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteAttachment:
    """A VBR, an IPsec connection or an Express Connect Router on a transit router.

    Attributes:
        name: its name.
        region: region of the transit router.
        kind: `vbr`, `vpn` or `ecr`.
        resource: name of what is attached.
        transit_router: name of the transit router.
        id: its id when it exists.
        way: name of the way.
    """

    name: str
    region: str
    kind: str
    resource: str
    transit_router: str
    id: str | None
    way: str


@dataclass(frozen=True, slots=True)
class Peering:
    """A VPC peering between a client's VPC and the service VPC; `mbps` is 0 inside one region."""

    name: str
    region: str
    vpc: str
    owner: str
    peer_region: str
    peer_vpc: str
    peer_owner: str
    id: str | None
    mbps: int


@dataclass(frozen=True, slots=True)
class Publication:
    """A VPC route that is advertised to the transit router by hand, since nothing propagates it (4.2)."""

    table: Table
    destination: IPv4Network
    way: str


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """An AnyTunnel entry of a Basic Edition transit router (4.1): one per prefix of the auth and OSS legs.

    Attributes:
        transit_router: id of the router.
        host: the prefix.
        host_region: region of the cloud services.
        host_vpc: VPC of that region, through which they are reached.
        access_region: region of what reaches them, for a Cloud Connect Network its area.
        way: name of the way.
        cen: the CEN that this stack makes it in; empty for one that is made by hand.
    """

    transit_router: str
    host: IPv4Network
    host_region: str
    host_vpc: str
    access_region: str
    way: str
    cen: str = ""

    @property
    def created(self) -> bool:
        """Whether this stack makes it."""
        return bool(self.cen)


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """A host and what a site must resolve it to; `moves` where the service changes the address (G42)."""

    site: str
    host: str
    leg: LegId
    addresses: tuple[IPv4Address, ...]
    moves: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A step from one table to the next that no attachment of a VPC and no inter-region connection is.

    Attributes:
        kind: kind of the table that is left.
        owner: owner of the table that is left.
        hop: the hop that is taken.
        table: the table that is read next.
        vswitches: vSwitches of the VPC that is entered; empty elsewhere.
    """

    kind: TableKind
    owner: str
    hop: Hop
    table: Table
    vswitches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Premises:
    """All of a plan that has to do with data centers and VPC peerings; every tuple is sorted.

    Attributes:
        standby: rows of ways that are used when those before them are down; by rank.
    """

    sites: tuple[SiteNode, ...] = ()
    ways: tuple[WayNode, ...] = ()
    customer_gateways: tuple[CustomerGateway, ...] = ()
    vpn_gateways: tuple[VpnGatewayNode, ...] = ()
    connections: tuple[IpsecConnection, ...] = ()
    vbrs: tuple[VbrNode, ...] = ()
    express_routers: tuple[ExpressRouterNode, ...] = ()
    attachments: tuple[SiteAttachment, ...] = ()
    peerings: tuple[Peering, ...] = ()
    publications: tuple[Publication, ...] = ()
    service_entries: tuple[ServiceEntry, ...] = ()
    records: tuple[SiteRecord, ...] = ()
    passages: tuple[Passage, ...] = ()
    standby: tuple[Route, ...] = ()


NO_PREMISES = Premises()
"""A stack without data centers and peerings."""

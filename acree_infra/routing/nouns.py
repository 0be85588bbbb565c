"""The nouns of a plan: tables, hops, routes, attachments, records.

All are frozen and hashable. Names of things that the stack creates are given here, so that no other
room invents one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network


class LegId(StrEnum):
    """The three hosts that one pull needs (S10)."""

    REGISTRY = "registry"
    AUTH = "auth"
    OSS = "oss"


ALL_LEGS = (LegId.REGISTRY, LegId.AUTH, LegId.OSS)
SERVICE_LEGS = (LegId.AUTH, LegId.OSS)
"""The legs that live in 100.64.0.0/10."""


class TableKind(StrEnum):
    """What a route table belongs to."""

    VPC = "vpc"
    TRANSIT_ROUTER = "transit-router"
    DEVICE = "device"
    """The device of a data center; its owner is the site."""
    IPSEC = "ipsec"
    """What an IPsec connection lets in: the selectors, `to-cloud` or `to-site`."""
    VPN_GATEWAY = "vpn-gateway"
    VPN_CONNECTION = "vpn-connection"
    """The routes of an IPsec connection that is attached to a transit router."""
    VBR = "vbr"
    EXPRESS_ROUTER = "express-connect-router"
    CLOUD_NETWORK = "cloud-connect-network"
    BASIC_ROUTER = "basic-transit-router"
    """The one table of a Basic Edition transit router: nothing can be written into it but AnyTunnel entries."""


SYSTEM_TABLE = "system"
"""Id of a transit router's system table while its real id is not known: the program looks it up."""


@dataclass(frozen=True, slots=True, order=True)
class Table:
    """A route table.

    Attributes:
        kind: what it belongs to.
        region: region of the owner.
        owner: VPC id, or the name of the transit router (its id when it exists already).
        id: route table id, or `SYSTEM_TABLE`.
    """

    kind: TableKind
    region: str
    owner: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind} table {self.id} of {self.owner} in {self.region}"


class HopKind(StrEnum):
    """Where a route sends a packet."""

    ATTACHMENT = "attachment"
    """A VPC attachment: from a VPC table to the transit router, from a transit router table to the VPC."""
    PEER_ATTACHMENT = "peer-attachment"
    """The inter-region connection to another transit router."""
    LOCAL = "local"
    """A vSwitch of the same VPC."""
    CLOUD_SERVICE = "cloud-service"
    """The cloud services of the VPC's own region: the built-in 100.64.0.0/10."""
    TUNNEL = "tunnel"
    """An IPsec connection, between a device and the cloud."""
    LINE = "line"
    """A leased line, between a device and its virtual border router."""
    DEVICE = "device"
    """The device of a site, out of a tunnel."""
    VPN_GATEWAY = "vpn-gateway"
    VPC = "vpc"
    """Into a VPC, from a gateway of it."""
    VBR = "vbr"
    EXPRESS_ROUTER = "express-connect-router"
    CLOUD_NETWORK = "cloud-connect-network"
    PEERING = "vpc-peering"
    FOREIGN = "foreign"
    """Something this stack knows nothing of; the name says what the API calls it."""


@dataclass(frozen=True, slots=True, order=True)
class Hop:
    """A next hop: its kind, and the name of the attachment (or the vSwitch, or the region)."""

    kind: HopKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Origin(StrEnum):
    """How a route comes to stand in its table."""

    CREATED = "created"
    LEARNED = "learned"
    BUILT_IN = "built-in"
    RENDERED = "rendered"
    """Written by a person, from what this project renders for a device or lists for the console."""


@dataclass(frozen=True, slots=True)
class Route:
    """One row of one table.

    Attributes:
        table: where it stands.
        destination: the prefix.
        hop: where it sends.
        legs: the legs that fail for someone when it is missing; empty for rows that no leg uses.
        origin: created by this stack, learned by propagation, built in, or rendered for a device.
        reason: why it is there, for a person.
        way: the way of a site that it belongs to, when it goes with that way alone; empty otherwise.
        rank: place of that way in the site's order of preference; 0 is used first.
    """

    table: Table
    destination: IPv4Network
    hop: Hop
    legs: tuple[LegId, ...]
    origin: Origin
    reason: str
    way: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class ForeignRoute:
    """A custom route that exists and that this stack did not make.

    `hop` is the plan's own hop when the route points at an attachment of the plan; `name` is what the account calls
    the entry, which may say who made it, or empty.
    """

    table: Table
    destination: IPv4Network
    hop: Hop
    name: str = ""


@dataclass(frozen=True, slots=True)
class Subnet:
    """A vSwitch: the table bound to it decides for packets that leave it."""

    id: str
    zone: str
    cidr: IPv4Network
    table: str
    free_addresses: int


@dataclass(frozen=True, slots=True)
class VpcNode:
    """A VPC on the way.

    Attributes:
        id: VPC id.
        region: its region.
        owner: account id of its owner.
        name: client name, or `service`.
        cidrs: primary CIDR first.
        subnets: its vSwitches by id.
        tables: ids of the tables that get routes.
        left_out: CIDRs that the VPC has and the stack file does not want a way for; transit routers learn them too.
    """

    id: str
    region: str
    owner: str
    name: str
    cidrs: tuple[IPv4Network, ...]
    subnets: tuple[Subnet, ...]
    tables: tuple[str, ...]
    left_out: tuple[IPv4Network, ...] = ()


@dataclass(frozen=True, slots=True)
class TransitRouterNode:
    """A transit router: `id` is None while it is to be created; `edition` None when it cannot be read (G5)."""

    name: str
    region: str
    id: str | None
    edition: str | None


@dataclass(frozen=True, slots=True)
class ZoneMapping:
    """One zone of a VPC attachment and the vSwitch that gives the address there (G30)."""

    zone: str
    vswitch: str


@dataclass(frozen=True, slots=True)
class VpcAttachment:
    """A VPC joined to the transit router of its region; `id` is None while it is to be created."""

    name: str
    region: str
    vpc: str
    vpc_owner: str
    transit_router: str
    zones: tuple[ZoneMapping, ...]
    id: str | None
    synchronise_routes: bool


@dataclass(frozen=True, slots=True)
class PeerAttachment:
    """The inter-region connection from the service region to another; `id` is None while it is to be created.

    Attributes:
        name: its name; the same on both sides.
        region: the service region, whose provider makes it.
        peer_region: the client region.
        transit_router: name of the router in `region`.
        peer_transit_router: name of the router in `peer_region`.
        id: bare attachment id when it exists.
        bandwidth_type: `DataTransfer`, `BandwidthPackage`, or empty when nothing is set (G37).
        mbps: cap in Mbit/s, 0 when nothing is set.
        package: bandwidth package id, or empty.
        auto_advertise: whether each side's associated table is advertised to the other.
    """

    name: str
    region: str
    peer_region: str
    transit_router: str
    peer_transit_router: str
    id: str | None
    bandwidth_type: str
    mbps: int
    package: str
    auto_advertise: bool


@dataclass(frozen=True, slots=True, order=True)
class TableLink:
    """An association or a propagation: one attachment and one transit router table of `table.region`.

    Attributes:
        table: the transit router table.
        attachment: name of the attachment.
        created: made by this stack; False where it exists already, or where it is missing.
        missing: needed, but absent on an attachment that this stack does not own (G29).
    """

    table: Table
    attachment: str
    created: bool
    missing: bool = False


@dataclass(frozen=True, slots=True)
class RegistryLink:
    """A VPC to be linked to the instance at one of its vSwitches (section 6)."""

    instance: str
    vpc: str
    vswitch: str
    module: str


@dataclass(frozen=True, slots=True)
class DnsRecord:
    """A name that clients must resolve to the registry's address (2.4, G40).

    Attributes:
        host: the full name.
        zone: private zone that holds it.
        record: the record inside the zone; `@` for the zone's own name.
        address: what it answers.
        vpcs: (region, VPC id) pairs that see it.
    """

    host: str
    zone: str
    record: str
    address: IPv4Address
    vpcs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LegTarget:
    """The prefixes one leg must reach and where they were learned."""

    leg: LegId
    hosts: tuple[str, ...]
    prefixes: tuple[IPv4Network, ...]
    source: str

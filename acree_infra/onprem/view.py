"""What the device of one data center must know, in no vendor's words: every renderer reads this view.

It is made from the plan by `of_plan`. Tuples keep the order that a rendered file shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from acree_infra.onprem.proposals import Proposal
from acree_infra.routing.nouns import LegId

EVERYTHING = IPv4Network("0.0.0.0/0")
"""The selector of a route-based tunnel."""
HTTPS = 443
"""The only port of a pull or push (G38)."""
DNS_PORT = 53
"""Of resolvers that are asked."""
HEADERS = 40
"""Bytes of IPv4 and TCP headers: what a segment is smaller than the path's MTU."""


@dataclass(frozen=True, slots=True, order=True)
class ServicePrefix:
    """A prefix that the site must reach through the cloud's edge.

    Attributes:
        prefix: the service VPC's CIDR, an auth address or an OSS range.
        leg: the leg that needs it.
        reason: why, for a person.
    """

    prefix: IPv4Network
    leg: LegId
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class WayBack:
    """How the cloud knows the way back to a CIDR of the site (G25).

    Attributes:
        prefix: the site's CIDR.
        known_by: the table or device of the cloud, and how it learns the CIDR, for a person.
    """

    prefix: IPv4Network
    known_by: str


@dataclass(frozen=True, slots=True, order=True)
class SecretReference:
    """The name of a secret; its value travels apart from the view, and only where it is asked for.

    Attributes:
        name: lower case letters, digits and dashes, for example `hq-tunnel-1`.
    """

    name: str


@dataclass(frozen=True, slots=True)
class Selectors:
    """Traffic selectors of a tunnel, as the device sees them.

    Attributes:
        local: CIDRs behind the device.
        remote: CIDRs behind the cloud's end.
    """

    local: tuple[IPv4Network, ...] = (EVERYTHING,)
    remote: tuple[IPv4Network, ...] = (EVERYTHING,)

    @property
    def everything(self) -> bool:
        """Whether routes alone decide what enters the tunnel."""
        return self.local == (EVERYTHING,) and self.remote == (EVERYTHING,)


@dataclass(frozen=True, slots=True)
class Tunnel:
    """One IPsec tunnel to the cloud; the cloud has two of each connection.

    Attributes:
        name: lower case letters, digits and dashes, unique in the site.
        number: 1, 2, …: numbers interfaces and lists on the device.
        rank: 0 is used first, then 1; equal ranks share the traffic.
        cloud_address: the public address of the cloud's end.
        device_address: the device's outside address; the customer gateway's IP (G15).
        cloud_identity: IKE identity of the cloud's end, an address or a name.
        device_identity: IKE identity of the device.
        inside: the device's address inside the tunnel, with the mask of the link.
        cloud_inside: the cloud's address inside the tunnel, on the same link.
        ike: IKE version 2 proposal.
        ipsec: ESP proposal.
        selectors: what may enter the tunnel.
        secret: the pre-shared key.
        mtu: bytes of the largest packet that fits.
    """

    name: str
    number: int
    rank: int
    cloud_address: IPv4Address
    device_address: IPv4Address
    cloud_identity: str
    device_identity: str
    inside: IPv4Interface
    cloud_inside: IPv4Address
    ike: Proposal
    ipsec: Proposal
    selectors: Selectors
    secret: SecretReference
    mtu: int = 1400

    @property
    def primary(self) -> bool:
        """Whether traffic uses it while all is well."""
        return self.rank == 0

    @property
    def peer(self) -> IPv4Address:
        """The cloud's address on the link: next hop, and BGP neighbour."""
        return self.cloud_inside


@dataclass(frozen=True, slots=True)
class PhysicalLink:
    """A leased line that ends at a virtual border router (VBR).

    Attributes:
        name: as for a tunnel.
        number: as for a tunnel; tunnels and links count together.
        rank: as for a tunnel.
        vlan: VLAN id of the VBR's sub-interface; 0 for none.
        inside: the device's address on the link, with its mask.
        cloud_inside: the VBR's address.
        interface: the device's port of the line, or empty for the family's default.
        mtu: bytes of the largest packet that fits.
    """

    name: str
    number: int
    rank: int
    vlan: int
    inside: IPv4Interface
    cloud_inside: IPv4Address
    interface: str = ""
    mtu: int = 1500

    @property
    def primary(self) -> bool:
        """Whether traffic uses it while all is well."""
        return self.rank == 0

    @property
    def peer(self) -> IPv4Address:
        """The cloud's address on the link: next hop, and BGP neighbour."""
        return self.cloud_inside


Path = Tunnel | PhysicalLink
"""A way from the device to the cloud."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The BGP session over one path.

    Attributes:
        path: name of the tunnel or link.
        address: the cloud's address on it.
        asn: the cloud's AS number there.
        accepted: the prefixes taken from it, whole or in parts (2.3); everything else is refused. What the site must
            reach beside them has static routes on the path.
        secret: the session's MD5 key, or None.
    """

    path: str
    address: IPv4Address
    asn: int
    accepted: tuple[IPv4Network, ...]
    secret: SecretReference | None = None


@dataclass(frozen=True, slots=True)
class StaticRoute:
    """A route that is written on the device."""

    path: Path
    prefix: IPv4Network


@dataclass(frozen=True, slots=True)
class StaticRouting:
    """The device's routes are written on every path; both ends know the other's CIDRs from configuration."""


@dataclass(frozen=True, slots=True)
class BgpRouting:
    """The device learns the service prefixes and tells its own CIDRs.

    Attributes:
        asn: the device's AS number.
        router_id: the device's BGP identifier.
        neighbours: one per path; the paths without one have static routes.
        advertised: the site's CIDRs.
    """

    asn: int
    router_id: IPv4Address
    neighbours: tuple[Neighbour, ...]
    advertised: tuple[IPv4Network, ...]


@dataclass(frozen=True, slots=True, order=True)
class HostRecord:
    """A host of the registry and the addresses that the site must see."""

    host: str
    addresses: tuple[IPv4Address, ...]
    leg: LegId


@dataclass(frozen=True, slots=True)
class Dns:
    """How the site resolves the registry's hosts (5.3).

    Attributes:
        records: hosts with fixed addresses; an OSS record goes stale when OSS moves (G42).
        forwarded: domains that are asked at `forwarders`.
        forwarders: resolvers in the cloud that the site can reach.
    """

    records: tuple[HostRecord, ...] = ()
    forwarded: tuple[str, ...] = ()
    forwarders: tuple[IPv4Address, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """A firewall opening: the site's CIDR may open connections to the prefix.

    Attributes:
        source: the site's CIDR.
        destination: the prefix.
        use: the leg that needs it, or `dns`.
        protocol: `tcp` or `udp`.
        port: the destination's.
    """

    source: IPv4Network
    destination: IPv4Network
    use: str
    protocol: str = "tcp"
    port: int = HTTPS


@dataclass(frozen=True, slots=True)
class Ports:
    """Names of the device's interfaces; an empty one means the family's usual name.

    Attributes:
        outside: toward the internet: tunnels start here, and here nothing may leak.
        inside: toward the site's hosts.
    """

    outside: str = ""
    inside: str = ""


@dataclass(frozen=True, slots=True)
class SiteView:
    """All that the device of one site must do.

    Attributes:
        site: name of the site.
        region: the service region.
        cidrs: the site's own CIDRs.
        services: what it must reach.
        ways_back: how the cloud answers.
        tunnels: IPsec tunnels, by number.
        links: leased lines, by number.
        routing: static, or BGP.
        dns: how hosts are resolved.
        resolvers: prefixes of resolvers in the cloud that the site asks, where the services do not hold them.
        ports: names of interfaces.
        notes: what the plan says once about this kind of site (unproven, undocumented), for the head of each file.
    """

    site: str
    region: str
    cidrs: tuple[IPv4Network, ...]
    services: tuple[ServicePrefix, ...]
    ways_back: tuple[WayBack, ...]
    tunnels: tuple[Tunnel, ...]
    links: tuple[PhysicalLink, ...]
    routing: StaticRouting | BgpRouting
    dns: Dns = Dns()
    resolvers: tuple[IPv4Network, ...] = ()
    ports: Ports = Ports()
    notes: tuple[str, ...] = ()

    @property
    def bgp(self) -> BgpRouting | None:
        """The BGP settings, or None when routes are static."""
        return self.routing if isinstance(self.routing, BgpRouting) else None

    @property
    def paths(self) -> tuple[Path, ...]:
        """Tunnels and links, the preferred ones first."""
        return tuple(sorted((*self.tunnels, *self.links), key=lambda path: (path.rank, path.number)))

    @property
    def static_routes(self) -> tuple[StaticRoute, ...]:
        """Every prefix on every path that does not learn it, the preferred paths first."""
        return tuple(
            StaticRoute(path, prefix)
            for path in self.paths
            for prefix in self.prefixes
            if prefix not in self.learned(path)
        )

    def learned(self, path: Path) -> tuple[IPv4Network, ...]:
        """What BGP tells on a path."""
        neighbours = self.bgp.neighbours if self.bgp else ()
        return next((each.accepted for each in neighbours if each.path == path.name), ())

    def static_on(self, path: Path) -> tuple[IPv4Network, ...]:
        """The prefixes with a static route on a path."""
        return tuple(route.prefix for route in self.static_routes if route.path == path)

    @property
    def prefixes(self) -> tuple[IPv4Network, ...]:
        """What the site reaches through the cloud, each prefix once: it must never leave by the default route."""
        return tuple(dict.fromkeys((*self.service_prefixes, *self.resolvers)))

    @property
    def service_prefixes(self) -> tuple[IPv4Network, ...]:
        """What the three legs need, each prefix once."""
        return tuple(dict.fromkeys(service.prefix for service in self.services))

    @property
    def openings(self) -> tuple[Opening, ...]:
        """TCP 443 from each CIDR of the site to each service prefix (G38), and port 53 to resolvers in the cloud."""
        pulls = [Opening(cidr, service.prefix, service.leg.value) for cidr in self.cidrs for service in self.services]
        names = [
            Opening(cidr, IPv4Network(forwarder), "dns", protocol, DNS_PORT)
            for cidr in self.cidrs
            for forwarder in self.dns.forwarders
            for protocol in ("tcp", "udp")
        ]
        return (*pulls, *names)

    @property
    def mss(self) -> int | None:
        """The segment size that fits every tunnel, in bytes; None when there is no tunnel."""
        return min(tunnel.mtu for tunnel in self.tunnels) - HEADERS if self.tunnels else None

    def path(self, name: str) -> Path:
        """The path of a name.

        Raises:
            KeyError: there is none.
        """
        return {path.name: path for path in self.paths}[name]

"""What a configuration does, in no vendor's words: made of a view, or read back from rendered text.

The two are equal when a template says what the view says. A family covers some aspects of a site only:
a packet filter has no tunnels.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from acree_infra.onprem.keys import Keys
from acree_infra.onprem.proposals import Proposal
from acree_infra.onprem.view import BgpRouting, PhysicalLink, SiteView, Tunnel

Prefix = IPv4Network


@dataclass(frozen=True, slots=True)
class TunnelFact:
    """A tunnel; the cloud's address tells which. Selectors are (local, remote) pairs."""

    cloud_address: IPv4Address
    device_address: IPv4Address
    cloud_identity: str
    device_identity: str
    ike: Proposal
    ipsec: Proposal
    selectors: frozenset[tuple[Prefix, Prefix]]
    secret: str


@dataclass(frozen=True, slots=True)
class RouteFact:
    """A static route over a path; the path's cloud address inside tells which."""

    prefix: Prefix
    via: IPv4Address
    rank: int


@dataclass(frozen=True, slots=True)
class SessionFact:
    """A BGP session; the rank is what the local preference says."""

    address: IPv4Address
    asn: int
    own_asn: int
    rank: int
    prepends: int
    secret: str | None


@dataclass(frozen=True, slots=True)
class OpeningFact:
    """A packet filter lets this through."""

    source: Prefix
    destination: Prefix
    protocol: str
    port: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All aspects.

    Attributes:
        tunnels: IPsec tunnels.
        insides: (the cloud's address on the path, the device's with its mask), of every tunnel.
        lines: the same of every leased line, with its VLAN.
        tunnel_routes: static routes over tunnels.
        line_routes: static routes over leased lines.
        guards: prefixes that are dropped when no path is up.
        sessions: BGP sessions.
        advertised: prefixes told to the cloud.
        accepted: (neighbour, prefix) of what is taken from the cloud, whole or in parts.
        segments: the largest TCP segments, in bytes.
        openings: what a packet filter lets through.
        hosts: (name, address) of the DNS records.
        forwards: (domain, resolver) of the domains that are asked elsewhere.
    """

    tunnels: frozenset[TunnelFact] = frozenset()
    insides: frozenset[tuple[IPv4Address, IPv4Interface]] = frozenset()
    lines: frozenset[tuple[IPv4Interface, int]] = frozenset()
    tunnel_routes: frozenset[RouteFact] = frozenset()
    line_routes: frozenset[RouteFact] = frozenset()
    guards: frozenset[Prefix] = frozenset()
    sessions: frozenset[SessionFact] = frozenset()
    advertised: frozenset[Prefix] = frozenset()
    accepted: frozenset[tuple[IPv4Address, Prefix]] = frozenset()
    segments: frozenset[int] = frozenset()
    openings: frozenset[OpeningFact] = frozenset()
    hosts: frozenset[tuple[str, IPv4Address]] = frozenset()
    forwards: frozenset[tuple[str, IPv4Address]] = frozenset()

    def only(self, aspects: frozenset[str]) -> Facts:
        """These aspects; the others are empty."""
        return Facts(**{name: getattr(self, name) for name in ASPECTS if name in aspects})


ASPECTS = tuple(field.name for field in fields(Facts))
TUNNEL_ASPECTS = frozenset({"tunnels", "insides"})
BGP_ASPECTS = frozenset({"sessions", "advertised", "accepted"})
ROUTER_ASPECTS = (
    TUNNEL_ASPECTS | BGP_ASPECTS | {"lines", "tunnel_routes", "line_routes", "guards", "segments", "openings"}
)
"""What a router that does everything covers."""
DNS_ASPECTS = frozenset({"hosts", "forwards"})


def facts_of(view: SiteView, keys: Keys) -> Facts:
    """What the view says, in full."""
    bgp = view.bgp
    return Facts(
        tunnels=frozenset(_tunnel(tunnel, keys) for tunnel in view.tunnels),
        insides=frozenset((tunnel.peer, tunnel.inside) for tunnel in view.tunnels),
        lines=frozenset((link.inside, link.vlan) for link in view.links),
        tunnel_routes=_routes(view, view.tunnels),
        line_routes=_routes(view, view.links),
        guards=frozenset(view.prefixes),
        sessions=_sessions(view, bgp, keys) if bgp else frozenset(),
        advertised=frozenset(bgp.advertised) if bgp else frozenset(),
        accepted=frozenset((each.address, prefix) for each in bgp.neighbours for prefix in each.accepted)
        if bgp
        else frozenset(),
        segments=frozenset() if view.mss is None else frozenset({view.mss}),
        openings=frozenset(
            OpeningFact(opening.source, opening.destination, opening.protocol, opening.port)
            for opening in view.openings
        ),
        hosts=frozenset((record.host, address) for record in view.dns.records for address in record.addresses),
        forwards=frozenset((domain, forwarder) for domain in view.dns.forwarded for forwarder in view.dns.forwarders),
    )


def _tunnel(tunnel: Tunnel, keys: Keys) -> TunnelFact:
    return TunnelFact(
        cloud_address=tunnel.cloud_address,
        device_address=tunnel.device_address,
        cloud_identity=tunnel.cloud_identity,
        device_identity=tunnel.device_identity,
        ike=tunnel.ike,
        ipsec=tunnel.ipsec,
        selectors=frozenset((local, remote) for local in tunnel.selectors.local for remote in tunnel.selectors.remote),
        secret=keys(tunnel.secret),
    )


def _routes(view: SiteView, paths: tuple[Tunnel, ...] | tuple[PhysicalLink, ...]) -> frozenset[RouteFact]:
    return frozenset(RouteFact(prefix, path.peer, path.rank) for path in paths for prefix in view.static_on(path))


def _sessions(view: SiteView, bgp: BgpRouting, keys: Keys) -> frozenset[SessionFact]:
    found = []
    for neighbour in bgp.neighbours:
        rank = view.path(neighbour.path).rank
        secret = keys(neighbour.secret) if neighbour.secret else None
        found.append(SessionFact(neighbour.address, neighbour.asn, bgp.asn, rank, rank, secret))
    return frozenset(found)

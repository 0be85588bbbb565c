"""Views made by hand: two tunnels, a leased line with a tunnel behind it, static and BGP."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from acree_infra.onprem.proposals import Encryption, Group, Integrity, Proposal
from acree_infra.onprem.view import (
    BgpRouting,
    Dns,
    HostRecord,
    Neighbour,
    PhysicalLink,
    SecretReference,
    Selectors,
    ServicePrefix,
    SiteView,
    StaticRouting,
    Tunnel,
    WayBack,
)
from acree_infra.routing.nouns import LegId

SERVICES = (
    ServicePrefix(IPv4Network("10.0.0.0/16"), LegId.REGISTRY, "the service VPC's CIDR holds the registry's address"),
    ServicePrefix(IPv4Network("100.103.9.188/32"), LegId.AUTH, "an address of the auth host"),
    ServicePrefix(IPv4Network("100.118.28.0/24"), LegId.OSS, "a published OSS range of cn-hangzhou"),
    ServicePrefix(IPv4Network("100.98.170.0/24"), LegId.OSS, "a published OSS range of cn-hangzhou"),
)
SERVICES_VPC = (SERVICES[0].prefix,)
SITE = (IPv4Network("192.168.0.0/16"), IPv4Network("172.20.8.0/22"))
IKE = Proposal(Encryption.AES_256, Integrity.SHA256, Group.MODP_2048, 86400)
ESP = Proposal(Encryption.AES_128, Integrity.SHA1, Group.MODP_1024, 3600)
RECORDS = (
    HostRecord("acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com", (IPv4Address("10.0.0.20"),), LegId.REGISTRY),
    HostRecord(
        "dockerauth-vpc.cn-hangzhou.aliyuncs.com",
        (IPv4Address("100.103.9.188"), IPv4Address("100.103.7.181")),
        LegId.AUTH,
    ),
)


def tunnel(number: int, rank: int = 0, selectors: Selectors | None = None) -> Tunnel:
    """A tunnel of the site `hq`."""
    cloud = IPv4Address(f"203.0.113.{number}")
    return Tunnel(
        name=f"hq-tunnel-{number}",
        number=number,
        rank=rank,
        cloud_address=cloud,
        device_address=IPv4Address("198.51.100.7"),
        cloud_identity=str(cloud),
        device_identity="198.51.100.7",
        inside=IPv4Interface(f"169.254.{10 + number}.2/30"),
        cloud_inside=IPv4Address(f"169.254.{10 + number}.1"),
        ike=IKE,
        ipsec=ESP,
        selectors=selectors or Selectors(),
        secret=SecretReference(f"hq-tunnel-{number}"),
    )


def link(number: int, rank: int = 0) -> PhysicalLink:
    """A leased line of the site `hq`."""
    return PhysicalLink(
        name=f"hq-line-{number}",
        number=number,
        rank=rank,
        vlan=100 + number,
        inside=IPv4Interface(f"10.255.{number}.2/30"),
        cloud_inside=IPv4Address(f"10.255.{number}.1"),
    )


def bgp(view: SiteView, secret: SecretReference | None = None) -> SiteView:
    """The same site with BGP on every path."""
    neighbours = tuple(Neighbour(path.name, path.peer, 45104, view.prefixes, secret) for path in view.paths)
    return replace(view, routing=BgpRouting(65010, IPv4Address("198.51.100.7"), neighbours, view.cidrs))


TWO_TUNNELS = SiteView(
    site="hq",
    region="cn-hangzhou",
    cidrs=SITE,
    services=SERVICES,
    ways_back=tuple(WayBack(cidr, "the VPN gateway publishes its route to the service VPC") for cidr in SITE),
    tunnels=(tunnel(1, 0), tunnel(2, 1)),
    links=(),
    routing=StaticRouting(),
    dns=Dns(records=RECORDS),
    notes=("No official page walks through this path (N6): test it before you rely on it.",),
)
TWO_TUNNELS_BGP = bgp(TWO_TUNNELS)
LINE_AND_TUNNEL = replace(TWO_TUNNELS, links=(link(1, 0),), tunnels=(tunnel(2, 1),))
LINE_AND_TUNNEL_BGP = bgp(LINE_AND_TUNNEL, SecretReference("hq-bgp"))
TWO_LINES = replace(TWO_TUNNELS, links=(link(1, 0), link(2, 0)), tunnels=())
TWO_LINES_BGP = bgp(TWO_LINES)
SELECTED = replace(
    TWO_TUNNELS,
    tunnels=tuple(
        tunnel(number, number - 1, Selectors(SITE, tuple(service.prefix for service in SERVICES))) for number in (1, 2)
    ),
)
LINE_BGP_TUNNEL_STATIC = replace(
    LINE_AND_TUNNEL,
    routing=BgpRouting(
        65010,
        IPv4Address("198.51.100.7"),
        (Neighbour("hq-line-1", IPv4Address("10.255.1.1"), 45104, LINE_AND_TUNNEL.prefixes),),
        SITE,
    ),
)
REGISTRY_LEARNED = replace(
    TWO_TUNNELS,
    routing=BgpRouting(
        65010,
        IPv4Address("198.51.100.7"),
        tuple(Neighbour(path.name, path.peer, 45104, SERVICES_VPC) for path in TWO_TUNNELS.paths),
        SITE,
    ),
)
FORWARDING = replace(
    TWO_TUNNELS,
    resolvers=(IPv4Network("100.100.2.136/32"), IPv4Network("100.100.2.138/32")),
    dns=Dns(
        records=RECORDS[:1],
        forwarded=("dockerauth-vpc.cn-hangzhou.aliyuncs.com", "oss-cn-hangzhou-internal.aliyuncs.com"),
        forwarders=(IPv4Address("100.100.2.136"), IPv4Address("100.100.2.138")),
    ),
)
ALL_VIEWS = {
    "two-tunnels": TWO_TUNNELS,
    "two-tunnels-bgp": TWO_TUNNELS_BGP,
    "line-and-tunnel": LINE_AND_TUNNEL,
    "line-and-tunnel-bgp": LINE_AND_TUNNEL_BGP,
    "two-lines": TWO_LINES,
    "two-lines-bgp": TWO_LINES_BGP,
    "selected": SELECTED,
    "registry-learned": REGISTRY_LEARNED,
    "forwarding": FORWARDING,
    "line-bgp-tunnel-static": LINE_BGP_TUNNEL_STATIC,
}

"""Random sites: any proposals, ranks, selectors, lines and tunnels, static or BGP, with or without names."""

from __future__ import annotations

import string
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from hypothesis import strategies as st

from acree_infra.onprem.proposals import Encryption, Group, Integrity, Proposal
from acree_infra.onprem.view import (
    BgpRouting,
    Dns,
    HostRecord,
    Neighbour,
    PhysicalLink,
    Ports,
    SecretReference,
    Selectors,
    ServicePrefix,
    SiteView,
    StaticRouting,
    Tunnel,
    WayBack,
)
from acree_infra.routing.nouns import LegId

LABELS = st.text(string.ascii_lowercase, min_size=1, max_size=8)
HOSTS = st.lists(LABELS, min_size=2, max_size=4).map(".".join)
PUBLIC = st.integers(int(IPv4Address("203.0.113.1")), int(IPv4Address("203.0.113.254"))).map(IPv4Address)


@st.composite
def prefixes(draw: st.DrawFn, within: str, shortest: int, most: int) -> tuple[IPv4Network, ...]:
    """Different prefixes that do not overlap, inside one."""
    around = IPv4Network(within)
    found: list[IPv4Network] = []
    for _ in range(draw(st.integers(1, most))):
        length = draw(st.integers(shortest, 32))
        offset = draw(st.integers(0, around.num_addresses - 1))
        prefix = IPv4Network((int(around.network_address) + offset, length), strict=False)
        if not any(prefix.overlaps(other) for other in found):
            found.append(prefix)
    return tuple(found)


def proposals(*, secrecy: bool) -> st.SearchStrategy[Proposal]:
    """Proposals; with a group always, or sometimes without."""
    groups = st.sampled_from(Group)
    return st.builds(
        Proposal,
        st.sampled_from(Encryption),
        st.sampled_from(Integrity),
        groups if secrecy else groups | st.none(),
        st.integers(180, 86400),
    )


@st.composite
def _tunnel(draw: st.DrawFn, number: int, device: IPv4Address, cloud: IPv4Address) -> Tunnel:
    selectors = Selectors()
    if draw(st.booleans()):
        selectors = Selectors(draw(prefixes("192.168.0.0/16", 17, 2)), draw(prefixes("100.64.0.0/10", 16, 3)))
    inside = IPv4Interface(f"169.254.{number}.{draw(st.sampled_from((1, 2)))}/30")
    return Tunnel(
        name=f"way-{number}",
        number=number,
        rank=draw(st.integers(0, 3)),
        cloud_address=cloud,
        device_address=device,
        cloud_identity=draw(st.just(str(cloud)) | HOSTS),
        device_identity=draw(st.just(str(device)) | HOSTS),
        inside=inside,
        cloud_inside=next(each for each in inside.network.hosts() if each != inside.ip),
        ike=draw(proposals(secrecy=True)),
        ipsec=draw(proposals(secrecy=False)),
        selectors=selectors,
        secret=SecretReference(f"way-{number}"),
        mtu=draw(st.integers(1280, 1440)),
    )


@st.composite
def _link(draw: st.DrawFn, number: int) -> PhysicalLink:
    inside = IPv4Interface(f"10.255.{number}.2/30")
    return PhysicalLink(
        name=f"way-{number}",
        number=number,
        rank=draw(st.integers(0, 3)),
        vlan=draw(st.integers(0, 4094)),
        inside=inside,
        cloud_inside=IPv4Address(f"10.255.{number}.1"),
        interface=f"port{number}",
    )


@st.composite
def _dns(draw: st.DrawFn) -> Dns:
    hosts = draw(st.lists(HOSTS, max_size=3, unique=True))
    records = tuple(
        HostRecord(
            host, tuple(draw(st.lists(PUBLIC, min_size=1, max_size=2, unique=True))), draw(st.sampled_from(LegId))
        )
        for host in hosts
    )
    domains = draw(st.lists(HOSTS.filter(lambda each: each not in hosts), max_size=2, unique=True))
    forwarders = (IPv4Address("10.0.0.53"), IPv4Address("10.0.1.53"))
    return Dns(records, tuple(domains), forwarders if domains else ())


@st.composite
def views(draw: st.DrawFn) -> SiteView:
    """Any site."""
    cidrs = draw(prefixes("192.168.0.0/16", 17, 3))
    services = tuple(
        ServicePrefix(prefix, draw(st.sampled_from(LegId)), "drawn")
        for prefix in draw(prefixes("100.64.0.0/10", 16, 4))
    )
    device = IPv4Address("198.51.100.7")
    numbers = draw(st.lists(st.integers(1, 40), min_size=1, max_size=4, unique=True))
    clouds = draw(st.lists(PUBLIC, min_size=len(numbers), max_size=len(numbers), unique=True))
    kinds = draw(st.lists(st.booleans(), min_size=len(numbers), max_size=len(numbers)))
    ways = list(zip(sorted(numbers), clouds, kinds, strict=True))
    view = SiteView(
        site=draw(LABELS),
        region="cn-hangzhou",
        cidrs=cidrs,
        services=services,
        ways_back=tuple(WayBack(cidr, "drawn") for cidr in cidrs),
        tunnels=tuple(draw(_tunnel(number, device, cloud)) for number, cloud, wired in ways if not wired),
        links=tuple(draw(_link(number)) for number, _, wired in ways if wired),
        routing=StaticRouting(),
        dns=draw(_dns()),
        ports=Ports(),
    )
    return replace(view, routing=_bgp(draw, view)) if draw(st.booleans()) else view


def _bgp(draw: st.DrawFn, view: SiteView) -> BgpRouting:
    secrets = st.none() | st.just(SecretReference("bgp"))
    border = draw(st.integers(0, 3))
    below = draw(st.booleans())
    spoken = [path for path in view.paths if (path.rank <= border if below else path.rank >= border)]
    told = draw(st.sampled_from([view.prefixes, view.prefixes[:1]]))
    neighbours = tuple(Neighbour(path.name, path.peer, 45104, told, draw(secrets)) for path in spoken or view.paths)
    asn = draw(st.integers(64512, 65534).filter(lambda each: each != 45104))
    return BgpRouting(asn, IPv4Address("198.51.100.7"), neighbours, view.cidrs)

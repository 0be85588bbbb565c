"""The view of one site's device, out of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import TypeVar

from acree_infra.errors import ConfigError, UnknownName
from acree_infra.onprem.proposals import Encryption, Group, Integrity, Proposal
from acree_infra.onprem.view import (
    BgpRouting,
    Dns,
    HostRecord,
    Neighbour,
    Path,
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
from acree_infra.routing.nouns import SERVICE_LEGS, LegId, Origin, Route, TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.nouns import IpsecConnection, SiteNode, TunnelNode, VbrNode, WayNode
from acree_infra.routing.sites.nouns import Proposal as PlannedProposal

T = TypeVar("T")
_NO_GROUP = "disabled"


class NotKnownYet(ConfigError):
    """The cloud's end of a way does not exist yet, or was not looked up since."""

    code = "not-known-yet"


def site_names(plan: Plan) -> list[str]:
    """The names of the plan's sites."""
    return [site.name for site in plan.premises.sites]


def view_of(plan: Plan, name: str) -> SiteView:
    """What the device of a site must do.

    Args:
        plan: the plan.
        name: name of the site.

    Raises:
        UnknownName: there is no such site.
        NotKnownYet: an address of the cloud's end is not in the lock file yet.
        ConfigError: two ways of the site have different AS numbers of its device.
    """
    sites = {site.name: site for site in plan.premises.sites}
    if name not in sites:
        known = ", ".join(sites) or "none"
        raise UnknownName(f"there is no site {name!r} in this plan", remedy=f"its sites: {known}")
    site = sites[name]
    ways = [way for way in plan.premises.ways if way.site == name]
    rows = [row for row in (*plan.routes, *plan.premises.standby) if row.table == site.table and row.way]
    paths = _paths(plan, ways)
    view = SiteView(
        site=name,
        region=plan.region,
        cidrs=site.cidrs,
        services=_services(rows),
        ways_back=_ways_back(plan, site, ways),
        tunnels=tuple(path for path in paths if isinstance(path, Tunnel)),
        links=tuple(path for path in paths if isinstance(path, PhysicalLink)),
        routing=StaticRouting(),
        dns=_dns(plan, site, rows),
        resolvers=_unique(row.destination for row in rows if not row.legs),
        ports=Ports(site.outside, site.inside),
        notes=_unique(note for way in ways for note in way.notes),
    )
    return replace(view, routing=_routing(plan, view, ways, rows))


def _unique(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def _services(rows: list[Route]) -> tuple[ServicePrefix, ...]:
    found: dict[tuple[IPv4Network, LegId], ServicePrefix] = {}
    for row in rows:
        for leg in row.legs:
            found.setdefault((row.destination, leg), ServicePrefix(row.destination, leg, row.reason))
    return tuple(found.values())


def _ways_back(plan: Plan, site: SiteNode, ways: list[WayNode]) -> tuple[WayBack, ...]:
    own = {way.name for way in ways}
    return _unique(
        WayBack(row.destination, f"{row.table}: {row.reason}")
        for row in (*plan.routes, *plan.premises.standby)
        if row.destination in site.cidrs and row.table.kind is not TableKind.DEVICE and row.way in {"", *own}
    )


def _paths(plan: Plan, ways: list[WayNode]) -> tuple[Path, ...]:
    """Tunnels and lines with numbers from 1, and ranks from 0 without gaps: a connection's second tunnel stands by."""
    ends: list[tuple[tuple[int, int], IpsecConnection | VbrNode, TunnelNode | None]] = []
    for way in ways:
        ends += [((way.rank, 0), vbr, None) for vbr in plan.premises.vbrs if vbr.way == way.name]
        for connection in plan.premises.connections:
            if connection.way == way.name:
                ends += [((way.rank, each.number), connection, each) for each in connection.tunnels]
    order = sorted({place for place, _, _ in ends})
    paths: list[Path] = []
    for number, (place, end, tunnel) in enumerate(ends, start=1):
        rank = order.index(place)
        if isinstance(end, VbrNode):
            paths.append(_link(end, number, rank))
        elif tunnel is not None:
            paths.append(_tunnel(end, tunnel, number, rank))
    return tuple(paths)


def _tunnel(connection: IpsecConnection, tunnel: TunnelNode, number: int, rank: int) -> Tunnel:
    name = f"{connection.way}-{tunnel.number}"
    cloud = _known(tunnel.cloud, f"tunnel {tunnel.number} of {connection.name}: the cloud's public address")
    ends = list(tunnel.inside.hosts())
    return Tunnel(
        name=name,
        number=number,
        rank=rank,
        cloud_address=cloud,
        device_address=tunnel.device,
        cloud_identity=str(cloud),
        device_identity=str(tunnel.device),
        inside=IPv4Interface((ends[1], tunnel.inside.prefixlen)),
        cloud_inside=ends[0],
        ike=_proposal(connection.ike),
        ipsec=_proposal(connection.ipsec),
        selectors=Selectors(connection.remote, connection.local),
        secret=SecretReference(name),
    )


def _link(vbr: VbrNode, number: int, rank: int) -> PhysicalLink:
    what = f"the VBR {vbr.name}: "
    link = _known(vbr.link, what + "its link")
    return PhysicalLink(
        name=vbr.way,
        number=number,
        rank=rank,
        vlan=vbr.vlan,
        inside=IPv4Interface((_known(vbr.device, what + "the device's address"), link.prefixlen)),
        cloud_inside=_known(vbr.cloud, what + "its address"),
        interface=vbr.port,
    )


def _known(value: T | None, what: str) -> T:
    if value is None:
        raise NotKnownYet(
            f"{what} is not known yet",
            remedy="make the cloud's end first (`pulumi up`), then look it up (`acree resolve`), or declare it",
        )
    return value


def _proposal(planned: PlannedProposal) -> Proposal:
    group = None if planned.group == _NO_GROUP else Group(int(planned.group.removeprefix("group")))
    return Proposal(Encryption(planned.encryption), Integrity(planned.integrity), group, planned.lifetime)


def _routing(plan: Plan, view: SiteView, ways: list[WayNode], rows: list[Route]) -> StaticRouting | BgpRouting:
    own, numbers = _sessions(plan, ways)
    neighbours = []
    for path in view.paths:
        way = path.name if isinstance(path, PhysicalLink) else path.name.rpartition("-")[0]
        if way in numbers:
            learned = [row.destination for row in rows if row.way == way and row.origin is Origin.LEARNED]
            neighbours.append(Neighbour(path.name, path.peer, numbers[way], _unique(learned)))
    if not neighbours:
        return StaticRouting()
    if len(own) > 1:
        raise ConfigError(
            f"the ways of site {view.site} name different AS numbers of its device: {', '.join(map(str, sorted(own)))}",
            remedy="set device-asn alike on all ways with BGP",
        )
    first = view.paths[0]
    router_id = first.device_address if isinstance(first, Tunnel) else first.inside.ip
    return BgpRouting(own.pop(), router_id, tuple(neighbours), view.cidrs)


def _sessions(plan: Plan, ways: list[WayNode]) -> tuple[set[int], dict[str, int]]:
    """AS numbers of the device, and of the cloud by way."""
    own, numbers = set[int](), dict[str, int]()
    ends: tuple[IpsecConnection | VbrNode, ...] = (*plan.premises.connections, *plan.premises.vbrs)
    for end in ends:
        if end.cloud_asn and end.way in {way.name for way in ways}:
            own.add(end.device_asn)
            numbers[end.way] = end.cloud_asn
    return own, numbers


def _dns(plan: Plan, site: SiteNode, rows: list[Route]) -> Dns:
    records = tuple(
        HostRecord(record.host, record.addresses, record.leg)
        for record in plan.premises.records
        if record.site == site.name and record.addresses
    )
    if site.dns != "forward":
        return Dns(records)
    routed: list[IPv4Network] = [row.destination for row in rows if not row.legs]
    resolvers: tuple[IPv4Address, ...] = site.forwarders or _unique(prefix.network_address for prefix in routed)
    hosts = _unique(host for target in plan.targets if target.leg in SERVICE_LEGS for host in target.hosts)
    return Dns(records, hosts, resolvers)

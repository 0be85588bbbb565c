"""The rows of every table on the way: created, learned and built in (2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network

from acree_infra.routing.mesh import Mesh
from acree_infra.routing.nouns import (
    ALL_LEGS,
    SERVICE_LEGS,
    Hop,
    HopKind,
    LegId,
    LegTarget,
    Origin,
    PeerAttachment,
    Route,
    Table,
    TableKind,
    VpcNode,
)
from acree_infra.topology.values import SERVICE_SPACE


@dataclass(frozen=True, slots=True)
class Far:
    """An end that reaches the service VPC through a transit router: a client's VPC, or a site.

    Attributes:
        name: client or site.
        region: region of the transit router that it is on.
        cidrs: what the cloud must find the way back to.
        attachment: name of its attachment there.
        known_by: how that router learns its CIDRs.
        all_legs: whether it takes the router to auth and OSS inside the service region too: a VPC there has its
            built-in 100.64.0.0/10, a data center has not.
        extra: further prefixes of 100.64.0.0/10 that it must reach; no leg.
        written: whether the router learns nothing, so that its rows are created, and not advertised to a peer (G33).
        way: way of a site; empty for a client.
        rank: place of that way.
    """

    name: str
    region: str
    cidrs: tuple[IPv4Network, ...]
    attachment: str
    known_by: str = "propagation of its VPC attachment"
    all_legs: bool = False
    extra: tuple[IPv4Network, ...] = ()
    written: bool = False
    way: str = ""
    rank: int = 0

    @property
    def origin(self) -> Origin:
        """How its rows come into the table of its own router."""
        return Origin.CREATED if self.written else Origin.LEARNED


def client_far(node: VpcNode) -> Far:
    """A client's VPC as such an end."""
    return Far(node.name, node.region, node.cidrs, f"att-{node.name}")


@dataclass(frozen=True, slots=True)
class Scene:
    """What the rows are made from.

    Attributes:
        service: the VPC linked to the registry.
        address: the registry's address in it (R).
        clients: clients that go through a transit router.
        linked: clients that are linked to the instance themselves.
        targets: the legs.
        mesh: routers and attachments.
        static_without_advertise: write static routes where nothing is advertised (G28).
        ways: ways of sites that go through a transit router.
        peered: clients that are joined to the service VPC by a peering.
    """

    service: VpcNode
    address: IPv4Address
    clients: tuple[VpcNode, ...]
    linked: tuple[VpcNode, ...]
    targets: tuple[LegTarget, ...]
    mesh: Mesh
    static_without_advertise: bool
    ways: tuple[Far, ...] = ()
    peered: tuple[VpcNode, ...] = ()

    @property
    def fars(self) -> tuple[Far, ...]:
        """Every end that goes through a transit router: the clients, then ways of sites."""
        return (*map(client_far, self.clients), *self.ways)


def vpc_tables(node: VpcNode) -> tuple[Table, ...]:
    """The tables of a VPC that get routes."""
    return tuple(Table(TableKind.VPC, node.region, node.id, table) for table in node.tables)


def built_in_rows(scene: Scene) -> Iterator[Route]:
    """System routes: each vSwitch, and 100.64.0.0/10 to the cloud services of the VPC's own region."""
    for node in (scene.service, *scene.clients, *scene.linked, *scene.peered):
        at_home = node.region == scene.service.region
        services = SERVICE_LEGS if at_home else ()
        cloud = Hop(HopKind.CLOUD_SERVICE, node.region)
        for table in vpc_tables(node):
            for subnet in node.subnets:
                legs = (LegId.REGISTRY,) if node is scene.service and scene.address in subnet.cidr else ()
                hop = Hop(HopKind.LOCAL, subnet.id)
                yield Route(table, subnet.cidr, hop, legs, Origin.BUILT_IN, "system route of the vSwitch")
            reason = f"system route to the cloud services of {node.region}"
            yield Route(table, SERVICE_SPACE, cloud, services, Origin.BUILT_IN, reason)


def client_vpc_rows(scene: Scene) -> Iterator[Route]:
    """Client VPC: the registry's VPC, and (from another region) each auth and OSS prefix, to the attachment."""
    for node in scene.clients:
        hop = Hop(HopKind.ATTACHMENT, f"att-{node.name}")
        for table in vpc_tables(node):
            for target, prefix in needed(scene, node.region, all_legs=False):
                reason = f"{target.leg} leg of {node.name}: {target.source}"
                yield Route(table, prefix, hop, (target.leg,), Origin.CREATED, reason)


def client_router_rows(scene: Scene) -> Iterator[Route]:
    """Client transit router: service prefixes toward the peer, the far ends' CIDRs toward their attachment."""
    toward_service: dict[tuple[Table, tuple[IPv4Network, ...]], Far] = {}
    for far in scene.fars:
        if far.region == scene.service.region:
            continue
        toward_service.setdefault((scene.mesh.tables[far.region, far.attachment], far.extra), far)
        back = scene.mesh.tables[far.region, scene.mesh.peers[far.region].name]
        home = Hop(HopKind.ATTACHMENT, far.attachment)
        for cidr in far.cidrs:
            reason = f"way back to {far.name}: {far.known_by}"
            yield Route(back, cidr, home, ALL_LEGS, far.origin, reason, far.way, far.rank)
    for (table, _), far in toward_service.items():
        peer = scene.mesh.peers[far.region]
        for legs, prefix, why, _ in _wanted(scene, far):
            yield from _from_peer(scene, peer, Route(table, prefix, _toward(peer), legs, Origin.LEARNED, why))


def service_router_rows(scene: Scene) -> Iterator[Route]:
    """Service transit router: service prefixes to the service VPC, the far ends' CIDRs back to where they came from."""
    home = scene.service.region
    service_table = scene.mesh.tables[home, f"att-{scene.service.name}"]
    arriving: dict[tuple[Table, bool, tuple[IPv4Network, ...]], Far] = {}
    for far in scene.fars:
        remote = far.region != home
        attachment = scene.mesh.peers[far.region].name if remote else far.attachment
        arriving.setdefault((scene.mesh.tables[home, attachment], remote or far.all_legs, far.extra), far)
        for cidr in far.cidrs:
            why = f"way back to {far.name}"
            if remote:
                peer = scene.mesh.peers[far.region]
                row = Route(service_table, cidr, _toward(peer), ALL_LEGS, Origin.LEARNED, why, far.way, far.rank)
                yield from _from_peer(scene, peer, row, advertised=not far.written)
            else:
                toward, reason = Hop(HopKind.ATTACHMENT, attachment), f"{why}: {far.known_by}"
                legs = ALL_LEGS if far.all_legs else (LegId.REGISTRY,)
                yield Route(service_table, cidr, toward, legs, far.origin, reason, far.way, far.rank)
    for (table, _, _), far in arriving.items():
        yield from _service_rows(scene, table, far)


def _service_rows(scene: Scene, table: Table, far: Far) -> Iterator[Route]:
    """What traffic of a far end needs in the table that it arrives at: auth and OSS are static there (G27)."""
    hop = Hop(HopKind.ATTACHMENT, f"att-{scene.service.name}")
    for legs, prefix, why, source in _wanted(scene, far):
        if legs == (LegId.REGISTRY,):
            reason = "registry leg: propagation of the service VPC's attachment"
            yield Route(table, prefix, hop, legs, Origin.LEARNED, reason)
        else:
            reason = f"{why}: nothing propagates 100.64.0.0/10 ({source})"
            yield Route(table, prefix, hop, legs, Origin.CREATED, reason)


def service_vpc_rows(scene: Scene) -> Iterator[Route]:
    """Service VPC: the way back to every far end's CIDRs, in each table in use (G25)."""
    hop = Hop(HopKind.ATTACHMENT, f"att-{scene.service.name}")
    for far in scene.fars:
        legs = ALL_LEGS if far.all_legs or far.region != scene.service.region else (LegId.REGISTRY,)
        for table in vpc_tables(scene.service):
            for cidr in far.cidrs:
                reason = f"way back to {far.name}"
                yield Route(table, cidr, hop, legs, Origin.CREATED, reason, far.way, far.rank)


def needed(scene: Scene, region: str, *, all_legs: bool) -> Iterator[tuple[LegTarget, IPv4Network]]:
    """What an end in a region routes.

    All three legs; in the service region only the registry, since the built-in 100.64.0.0/10 leads to the
    right cloud services there (4.1), unless there is none, as in a data center.
    """
    for target in scene.targets:
        if target.leg is LegId.REGISTRY or all_legs or region != scene.service.region:
            for prefix in target.prefixes:
                yield target, prefix


def _wanted(scene: Scene, far: Far) -> Iterator[tuple[tuple[LegId, ...], IPv4Network, str, str]]:
    """Each prefix that a far end routes: its legs, the prefix, why, and the source."""
    for target, prefix in needed(scene, far.region, all_legs=far.all_legs):
        yield (target.leg,), prefix, f"{target.leg} leg", target.source
    for prefix in far.extra:
        yield (), prefix, f"DNS forwarding of {far.name}", "dns.mode: forward"


def _toward(peer: PeerAttachment) -> Hop:
    return Hop(HopKind.PEER_ATTACHMENT, peer.name)


def _from_peer(scene: Scene, peer: PeerAttachment, row: Route, *, advertised: bool = True) -> Iterator[Route]:
    """A row toward the other region: learned where the connection advertises, else static (K2, G28, G33)."""
    if peer.auto_advertise and advertised:
        yield replace(row, reason=f"{row.reason}: advertised by the inter-region connection")
    elif not advertised:
        reason = f"{row.reason}: a static route to an Express Connect Router is not advertised (G33)"
        yield replace(row, origin=Origin.CREATED, reason=reason)
    elif scene.static_without_advertise:
        yield replace(row, origin=Origin.CREATED, reason=f"{row.reason}: auto-advertise is off")

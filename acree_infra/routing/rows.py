"""The rows of every table on the way: created, learned and built in (2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
    """

    service: VpcNode
    address: IPv4Address
    clients: tuple[VpcNode, ...]
    linked: tuple[VpcNode, ...]
    targets: tuple[LegTarget, ...]
    mesh: Mesh
    static_without_advertise: bool


def vpc_tables(node: VpcNode) -> tuple[Table, ...]:
    """The tables of a VPC that get routes."""
    return tuple(Table(TableKind.VPC, node.region, node.id, table) for table in node.tables)


def built_in_rows(scene: Scene) -> Iterator[Route]:
    """System routes: each vSwitch, and 100.64.0.0/10 to the cloud services of the VPC's own region."""
    for node in (scene.service, *scene.clients, *scene.linked):
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
            for target, prefix in _wanted(scene, node):
                reason = f"{target.leg} leg of {node.name}: {target.source}"
                yield Route(table, prefix, hop, (target.leg,), Origin.CREATED, reason)


def client_router_rows(scene: Scene) -> Iterator[Route]:
    """Client transit router: service prefixes toward the peer, client CIDRs toward their attachment."""
    toward_service: dict[Table, VpcNode] = {}
    for node in scene.clients:
        if node.region == scene.service.region:
            continue
        toward_service.setdefault(scene.mesh.tables[node.region, f"att-{node.name}"], node)
        back = scene.mesh.tables[node.region, scene.mesh.peers[node.region].name]
        home = Hop(HopKind.ATTACHMENT, f"att-{node.name}")
        for cidr in node.cidrs:
            reason = f"way back to {node.name}: propagation of its VPC attachment"
            yield Route(back, cidr, home, ALL_LEGS, Origin.LEARNED, reason)
    for table, node in toward_service.items():
        peer = scene.mesh.peers[node.region]
        for target, prefix in _wanted(scene, node):
            yield from _from_peer(scene, peer, table, prefix, (target.leg,), f"{target.leg} leg")


def service_router_rows(scene: Scene) -> Iterator[Route]:
    """Service transit router: service prefixes to the service VPC, client CIDRs back to where they came from."""
    home = scene.service.region
    service_table = scene.mesh.tables[home, f"att-{scene.service.name}"]
    arriving: dict[tuple[Table, bool], VpcNode] = {}
    for node in scene.clients:
        remote = node.region != home
        attachment = scene.mesh.peers[node.region].name if remote else f"att-{node.name}"
        arriving.setdefault((scene.mesh.tables[home, attachment], remote), node)
        for cidr in node.cidrs:
            why = f"way back to {node.name}"
            if remote:
                yield from _from_peer(scene, scene.mesh.peers[node.region], service_table, cidr, ALL_LEGS, why)
            else:
                toward, reason = Hop(HopKind.ATTACHMENT, attachment), f"{why}: propagation of its VPC attachment"
                yield Route(service_table, cidr, toward, (LegId.REGISTRY,), Origin.LEARNED, reason)
    for (table, _), node in arriving.items():
        yield from _service_rows(scene, table, node)


def _service_rows(scene: Scene, table: Table, node: VpcNode) -> Iterator[Route]:
    """What traffic of a client needs in the table that it arrives at: auth and OSS are static there (G27)."""
    hop = Hop(HopKind.ATTACHMENT, f"att-{scene.service.name}")
    for target, prefix in _wanted(scene, node):
        if target.leg is LegId.REGISTRY:
            reason = "registry leg: propagation of the service VPC's attachment"
            yield Route(table, prefix, hop, (target.leg,), Origin.LEARNED, reason)
        else:
            reason = f"{target.leg} leg: nothing propagates 100.64.0.0/10 ({target.source})"
            yield Route(table, prefix, hop, (target.leg,), Origin.CREATED, reason)


def service_vpc_rows(scene: Scene) -> Iterator[Route]:
    """Service VPC: the way back to every client CIDR, in each table in use (G25)."""
    hop = Hop(HopKind.ATTACHMENT, f"att-{scene.service.name}")
    for node in scene.clients:
        legs = ALL_LEGS if node.region != scene.service.region else (LegId.REGISTRY,)
        for table in vpc_tables(scene.service):
            for cidr in node.cidrs:
                yield Route(table, cidr, hop, legs, Origin.CREATED, f"way back to {node.name}")


def _wanted(scene: Scene, node: VpcNode) -> Iterator[tuple[LegTarget, IPv4Network]]:
    """What a client routes.

    All three legs; in the service region only the registry, since the built-in 100.64.0.0/10 leads to the
    right cloud services there (4.1).
    """
    for target in scene.targets:
        if target.leg is LegId.REGISTRY or node.region != scene.service.region:
            for prefix in target.prefixes:
                yield target, prefix


def _from_peer(
    scene: Scene, peer: PeerAttachment, table: Table, prefix: IPv4Network, legs: tuple[LegId, ...], why: str
) -> Iterator[Route]:
    """A row toward the other region: learned where the connection advertises, else static (K2, G28)."""
    hop = Hop(HopKind.PEER_ATTACHMENT, peer.name)
    if peer.auto_advertise:
        yield Route(table, prefix, hop, legs, Origin.LEARNED, f"{why}: advertised by the inter-region connection")
    elif scene.static_without_advertise:
        yield Route(table, prefix, hop, legs, Origin.CREATED, f"{why}: auto-advertise is off")

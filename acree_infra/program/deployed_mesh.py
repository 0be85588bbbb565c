"""Routers, attachments and their table links as a checkpoint has them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from acree_infra.program.checkpoint import Checkpoint, Resource
from acree_infra.program.outputs import vpc_of_output
from acree_infra.routing.mesh import Mesh
from acree_infra.routing.nouns import (
    SYSTEM_TABLE,
    Hop,
    HopKind,
    PeerAttachment,
    Table,
    TableKind,
    TableLink,
    TransitRouterNode,
    VpcAttachment,
    VpcNode,
    ZoneMapping,
)
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.vpcs import SERVICE_NAME

_OWN_TABLE = "vtb-"


def told(resource: Resource, key: str) -> Any:  # noqa: ANN401  # JSON of any shape
    """A value of a resource: as the provider answered, else as it was asked for; None when it is neither."""
    found = resource.outputs.get(key)
    return resource.inputs.get(key) if found is None else found


class DeployedMesh:
    """What a checkpoint says of the mesh.

    Args:
        checkpoint: the checkpoint.
        like: the plan of today: it tells what an older checkpoint does not, and what existed before the stack.

    Attributes:
        nodes: VPCs that the stack has attached, by name.
    """

    def __init__(self, checkpoint: Checkpoint, like: Plan) -> None:
        self._checkpoint, self._like = checkpoint, like
        self.nodes = dict(self._nodes())

    def _nodes(self) -> Iterator[tuple[str, VpcNode]]:
        today = {node.name: node for node in (self._like.service, *self._like.clients)}
        for one in (*self._checkpoint.of("Service"), *self._checkpoint.of("Client")):
            if "vpc" in one.outputs:
                yield one.name, vpc_of_output(one.outputs["vpc"], today.get(one.name))
            elif one.name in today:
                yield one.name, today[one.name]

    @cached_property
    def routers(self) -> dict[str, TransitRouterNode]:
        """Routers by region: those that the stack made go by their names, the others by their ids."""
        made = {one.name: one for one in self._checkpoint.of("TransitRouter")}
        today = {router.id: router for router in self._like.transit_routers}
        found = {}
        for one in sorted(self._checkpoint.of("Region"), key=lambda one: one.name):
            if one.name in made:
                name = str(told(made[one.name], "transitRouterName"))
                found[one.name] = TransitRouterNode(name, one.name, None, "Enterprise")
            elif router := str(one.outputs.get("router_id", "")):
                known = today.get(router)
                found[one.name] = TransitRouterNode(router, one.name, router, known.edition if known else None)
        return found

    @cached_property
    def hops(self) -> dict[str, Hop]:
        """Next hops by attachment id."""
        names = {str(id_): str(name) for name, id_ in self._checkpoint.outputs.get("attachments", {}).items()}
        for kind in ("TransitRouterVpcAttachment", "TransitRouterPeerAttachment"):
            names |= {str(told(one, "transitRouterAttachmentId")): one.name for one in self._checkpoint.of(kind)}
        return {id_: _hop(name) for id_, name in names.items()}

    def hop(self, id_: str) -> Hop:
        """The next hop of an attachment id; one that the stack does not know goes by its id, as overrides do (N1)."""
        return self.hops.get(id_) or Hop(HopKind.ATTACHMENT, id_)

    def table(self, resource: Resource) -> Table:
        """The transit router table that a route or a link is in: its component is named after it."""
        name = resource.parent
        if not name.startswith(_OWN_TABLE):
            name = SYSTEM_TABLE
        router = self.routers.get(resource.region)
        owner = router.name if router else f"router of {resource.region}"
        return Table(TableKind.TRANSIT_ROUTER, resource.region, owner, name)

    @cached_property
    def attachments(self) -> dict[str, VpcAttachment]:
        """VPC attachments by name: those that the stack made, and those that it found and uses."""
        made = {one.name: self._attachment(one) for one in self._checkpoint.of("TransitRouterVpcAttachment")}
        used = {a.name: a for a in self._like.vpc_attachments if a.id is not None and a.id in self.hops}
        return dict(sorted((used | made).items()))

    def _attachment(self, one: Resource) -> VpcAttachment:
        zones = [ZoneMapping(str(z["zoneId"]), str(z["vswitchId"])) for z in told(one, "zoneMappings") or ()]
        router = self.routers.get(one.region)
        return VpcAttachment(
            name=one.name,
            region=one.region,
            vpc=str(told(one, "vpcId")),
            vpc_owner=str(told(one, "vpcOwnerId")),
            transit_router=router.name if router else str(told(one, "transitRouterId")),
            zones=tuple(sorted(zones, key=lambda zone: (zone.zone, zone.vswitch))),
            id=None,
            synchronise_routes=bool(told(one, "autoPublishRouteEnabled")),
        )

    @cached_property
    def peers(self) -> dict[str, PeerAttachment]:
        """Inter-region connections by the region at the far end."""
        used = {p.peer_region: p for p in self._like.peer_attachments if p.id is not None and p.id in self.hops}
        made = [self._peer(one) for one in self._checkpoint.of("TransitRouterPeerAttachment")]
        return dict(sorted((used | {peer.peer_region: peer for peer in made}).items()))

    def _peer(self, one: Resource) -> PeerAttachment:
        far = str(told(one, "peerTransitRouterRegionId"))
        names = {region: router.name for region, router in self.routers.items()}
        return PeerAttachment(
            name=one.name,
            region=one.region,
            peer_region=far,
            transit_router=names.get(one.region, ""),
            peer_transit_router=names.get(far, ""),
            id=None,
            # what was asked for: the service fills in what was not (G37)
            bandwidth_type=str(one.inputs.get("bandwidthType") or ""),
            mbps=int(one.inputs.get("bandwidth") or 0),
            package=str(one.inputs.get("cenBandwidthPackageId") or ""),
            auto_advertise=bool(told(one, "autoPublishRouteEnabled")),
        )

    @cached_property
    def associations(self) -> tuple[TableLink, ...]:
        """Which table each attachment reads."""
        return self._links("TransitRouterRouteTableAssociation", self._like.associations)

    @cached_property
    def propagations(self) -> tuple[TableLink, ...]:
        """Which tables each attachment feeds."""
        return self._links("TransitRouterRouteTablePropagation", self._like.propagations)

    def _links(self, kind: str, today: tuple[TableLink, ...]) -> tuple[TableLink, ...]:
        made = {
            TableLink(self.table(one), self.hop(str(told(one, "transitRouterAttachmentId"))).name, created=True)
            for one in self._checkpoint.of(kind)
        }
        there = {name for name, a in self.attachments.items() if a.id} | {p.name for p in self.peers.values() if p.id}
        return tuple(sorted(made | {link for link in today if not link.created and link.attachment in there}))

    def mesh(self) -> Mesh:
        """All of it as the planner's rows are made from."""
        tables = {(link.table.region, link.attachment): link.table for link in self.associations}
        return Mesh(self.routers, self.attachments, self.peers, tables, self.associations, self.propagations)

    @property
    def service(self) -> VpcNode:
        """The VPC that is linked to the registry; that of today where none is attached."""
        return self.nodes.get(SERVICE_NAME, self._like.service)

    @cached_property
    def routed(self) -> tuple[VpcNode, ...]:
        """Clients that go through a transit router, by name."""
        return tuple(node for name, node in sorted(self.nodes.items()) if name != SERVICE_NAME)

    def whole(self, node: VpcNode) -> bool:
        """Whether all is there that a client's way needs; an update that broke off leaves parts of it."""
        ends = [(node.region, f"att-{node.name}"), (self.service.region, f"att-{self.service.name}")]
        if node.region != self.service.region:
            peer = self.peers.get(node.region)
            if peer is None:
                return False
            ends += [(peer.region, peer.name), (peer.peer_region, peer.name)]
        read = {(link.table.region, link.attachment) for link in self.associations}
        return all(end in read and self._known(end[1]) for end in ends)

    def _known(self, name: str) -> bool:
        return name in self.attachments or any(peer.name == name for peer in self.peers.values())


def _hop(name: str) -> Hop:
    """A hop by the plan's own name of an attachment."""
    return Hop(HopKind.PEER_ATTACHMENT if name.startswith("peer-") else HopKind.ATTACHMENT, name)

"""A VPC on the way: its attachment to the transit router of its region, and the routes of its tables."""

from __future__ import annotations

import pulumi
from pulumi_alicloud import cen, vpc

from acree_infra.program.mesh import Mesh
from acree_infra.program.names import association_name, component, route_name
from acree_infra.program.outputs import vpc_output
from acree_infra.program.scene import Scene
from acree_infra.program.settling import Settling
from acree_infra.routing.nouns import HopKind, Route, VpcAttachment, VpcNode
from acree_infra.topology.ownership import route_name as owned_name

_HOPS = {HopKind.PEERING: "VpcPeer", HopKind.VPN_GATEWAY: "VpnGateway", HopKind.EXPRESS_ROUTER: "Ecr"}
"""Next hop types of the API, beside attachments."""


class AttachedVpc(pulumi.ComponentResource):
    """The part that the service VPC and the clients' VPCs have in common.

    A component puts its attachment into the scene when it is built; `route` comes when all attachments are known.
    """

    kind: str

    def __init__(self, scene: Scene, node: VpcNode, mesh: Mesh | None) -> None:
        super().__init__(component(self.kind), node.name, None, scene.under)
        self._scene, self._node = scene, node
        for attachment in scene.plan.vpc_attachments:
            if mesh is not None and attachment.vpc == node.id and attachment.name == f"att-{node.name}":
                known = attachment.id if attachment.id is not None else self._attach(attachment, mesh)
                scene.attachments.add(attachment.name, known)
        self.register_outputs({"vpc": vpc_output(node)})

    def _attach(self, attachment: VpcAttachment, mesh: Mesh) -> pulumi.Output[str]:
        scene, region = self._scene, attachment.region
        return cen.TransitRouterVpcAttachment(
            attachment.name,
            cen_id=mesh.cen_id,
            transit_router_id=mesh.regions[region].router_id,
            vpc_id=attachment.vpc,
            vpc_owner_id=attachment.vpc_owner,
            zone_mappings=[{"zone_id": zone.zone, "vswitch_id": zone.vswitch} for zone in attachment.zones],
            transit_router_vpc_attachment_name=scene.cloud_name(attachment.name),
            auto_publish_route_enabled=attachment.synchronise_routes,
            tags=scene.tags,
            opts=scene.providers.options(self, region),
        ).transit_router_attachment_id

    def route(self, settling: Settling) -> None:
        """Create the routes of all tables of this VPC, one after another: the service refuses two at once (G31).

        Of the two classes for a route entry this is the newer one. It changes a name or a next hop in place, where
        the older one deletes the route and makes it again; and it has no wait of its own, where the older one looks
        every five seconds.
        """
        before: list[pulumi.Resource] = []
        for table, routes in self._scene.routes.items():
            if table.owner == self._node.id:
                for route in routes:
                    before = [self._create(route, before, settling)]

    def _create(self, route: Route, before: list[pulumi.Resource], settling: Settling) -> vpc.VPCRouteEntry:
        scene, table = self._scene, route.table
        purpose = scene.purposes.of(route.destination)
        return vpc.VPCRouteEntry(
            route_name(table, purpose, route.destination),
            route_table_id=table.id,
            destination_cidr_block=str(route.destination),
            nexthop_type=_HOPS.get(route.hop.kind, "Attachment"),
            nexthop_id=self._hop_id(route),
            route_entry_name=owned_name(scene.plan.stack, purpose),
            opts=scene.providers.options(
                self, table.region, depends_on=before, delete_before_replace=True, hooks=settling.binding
            ),
        )

    def _hop_id(self, route: Route) -> pulumi.Input[str]:
        """The id that a next hop has in a VPC's table: of an Express Connect Router, that of its association."""
        kind, name = route.hop.kind, route.hop.name
        if kind is HopKind.EXPRESS_ROUTER:
            name = association_name(name, route.table.owner)
        return (self._scene.edges if kind in _HOPS else self._scene.attachments).id(name)


class Service(AttachedVpc):
    """The VPC that is linked to the registry."""

    kind = "Service"


class Client(AttachedVpc):
    """A VPC whose hosts pull and push."""

    kind = "Client"

"""Leased lines: virtual border routers with their BGP sessions and routes, and Express Connect Routers."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
from pulumi_alicloud import expressconnect, vpc

from acree_infra.program.mesh import Mesh
from acree_infra.program.names import RETURN, association_name, component, route_name
from acree_infra.program.scene import Scene
from acree_infra.routing.nouns import Route, TableKind
from acree_infra.routing.sites.nouns import ExpressRouterNode, VbrNode

_BFD_MILLISECONDS, _BFD_MISSES = 1000, 3
"""What the service takes for a VBR when nothing is said."""


class BorderRouter(pulumi.ComponentResource):
    """A virtual border router (VBR) at the end of a line; `connect` follows.

    Attributes:
        ready: what others wait for: the VBR, then its BGP session or routes.
    """

    def __init__(self, scene: Scene, node: VbrNode) -> None:
        super().__init__(component("BorderRouter"), node.name, None, scene.under)
        self._scene, self._node = scene, node
        self.ready: list[pulumi.Resource] = []
        scene.edges.add(node.name, node.id if node.id is not None else self._create())
        self.register_outputs({})

    def connect(self, after: Sequence[pulumi.Resource] = ()) -> None:
        """Give it its BGP session and its routes over the line.

        Args:
            after: what comes before: an Express Connect Router takes a VBR whose BGP has another AS number than 45104
                only before that BGP is configured.
        """
        self.ready += after
        if self._node.routes == "bgp":
            self._speak()
        self._route()

    def _create(self) -> pulumi.Output[str]:
        scene, node = self._scene, self._node
        if node.link is None:  # a stack file that makes a VBR declares its link
            raise pulumi.RunError(f"the VBR {node.name} needs its link: `inside` of the way")
        made = expressconnect.VirtualBorderRouter(
            node.name,
            physical_connection_id=node.physical_connection,
            vlan_id=node.vlan,
            local_gateway_ip=str(node.cloud),
            peer_gateway_ip=str(node.device),
            peering_subnet_mask=str(node.link.netmask),
            virtual_border_router_name=scene.cloud_name(node.name),
            min_rx_interval=_BFD_MILLISECONDS,
            min_tx_interval=_BFD_MILLISECONDS,
            detect_multiplier=_BFD_MISSES,
            tags=scene.tags,
            opts=scene.providers.options(self, node.region),
        )
        self.ready = [made]
        return made.id

    def _speak(self) -> None:
        """A BGP group with the device as its one peer."""
        scene, node = self._scene, self._node
        group = vpc.BgpGroup(
            f"{node.name}-bgp",
            router_id=scene.edges.id(node.name),
            peer_asn=node.device_asn,
            local_asn=node.cloud_asn,
            bgp_group_name=scene.cloud_name(node.name),
            is_fake_asn=False,
            opts=scene.providers.options(self, node.region, depends_on=self.ready),
        )
        peer = vpc.BgpPeer(
            f"{node.name}-bgp",
            bgp_group_id=group.id,
            peer_ip_address=str(node.device),
            enable_bfd=False,
            opts=scene.providers.options(self, node.region),
        )
        self.ready = [peer]

    def _route(self) -> None:
        """Static routes over the line, one after another (G31)."""
        scene, node = self._scene, self._node
        routes = [
            route
            for table, routes in scene.routes.items()
            if (table.kind, table.owner) == (TableKind.VBR, node.name)
            for route in routes
        ]
        if not routes:
            return
        looked = expressconnect.get_virtual_border_routers_output(
            ids=pulumi.Output.from_input(scene.edges.id(node.name)).apply(lambda identifier: [identifier]),
            opts=pulumi.InvokeOutputOptions(provider=scene.providers.of(node.region), depends_on=self.ready or None),
        ).routers[0]
        for route in routes:
            self.ready = [self._create_route(route, looked.route_table_id, looked.vlan_interface_id)]

    def _create_route(self, route: Route, table: pulumi.Input[str], interface: pulumi.Input[str]) -> pulumi.Resource:
        return vpc.RouteEntry(
            route_name(route.table, RETURN, route.destination),
            route_table_id=table,
            destination_cidrblock=str(route.destination),
            nexthop_type="RouterInterface",
            nexthop_id=interface,
            opts=self._scene.providers.options(
                self, self._node.region, depends_on=self.ready, delete_before_replace=True
            ),
        )


class ExpressRouter(pulumi.ComponentResource):
    """An Express Connect Router (ECR) with its VBR, and what it is joined to.

    Attributes:
        holds: what its VBR's BGP waits for; empty when the Express Connect Router exists and holds it already.
        joined: what a transit router's attachment waits for.
    """

    def __init__(self, scene: Scene, node: ExpressRouterNode, line: BorderRouter, mesh: Mesh | None) -> None:
        super().__init__(component("ExpressRouter"), node.name, None, scene.under)
        self._scene, self._node = scene, node
        scene.edges.add(node.name, node.id if node.id is not None else self._create())
        self.holds = [self._take(line)] if node.id is None else []
        self.joined = self._join(mesh)
        self.register_outputs({})

    def _create(self) -> pulumi.Output[str]:
        scene, node = self._scene, self._node
        return expressconnect.RouterExpressConnectRouter(
            node.name,
            alibaba_side_asn=node.asn,
            ecr_name=scene.cloud_name(node.name),
            tags=scene.tags,
            opts=scene.providers.options(self, node.region),
        ).id

    def _take(self, line: BorderRouter) -> pulumi.Resource:
        scene, node = self._scene, self._node
        return expressconnect.RouterVbrChildInstance(
            f"{node.name}-{node.vbr}",
            ecr_id=scene.edges.id(node.name),
            child_instance_id=scene.edges.id(node.vbr),
            child_instance_region_id=node.region,
            child_instance_type="VBR",
            opts=scene.providers.options(self, node.region, depends_on=line.ready),
        )

    def _join(self, mesh: Mesh | None) -> pulumi.Resource:
        scene, node = self._scene, self._node
        options = scene.providers.options(self, node.region)
        if node.vpc:
            name = association_name(node.name, node.vpc)
            made = expressconnect.RouterVpcAssociation(
                name,
                ecr_id=scene.edges.id(node.name),
                vpc_id=node.vpc,
                association_region_id=node.region,
                allowed_prefixes=[str(prefix) for prefix in node.allowed] or None,
                opts=options,
            )
            scene.edges.add(name, made.association_id)
            return made
        if mesh is None:  # an ECR that is joined to no VPC is joined to a transit router
            raise pulumi.RunError(f"the Express Connect Router {node.name} needs a CEN")
        return expressconnect.RouterTrAssociation(
            f"{node.name}-{node.region}",
            ecr_id=scene.edges.id(node.name),
            cen_id=mesh.cen_id,
            transit_router_id=mesh.regions[node.region].router_id,
            transit_router_owner_id=int(scene.plan.service.owner),
            association_region_id=node.region,
            opts=options,
        )

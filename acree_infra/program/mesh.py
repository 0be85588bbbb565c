"""The mesh: the CEN, a transit router per region, and the inter-region connections."""

from __future__ import annotations

import pulumi
from pulumi_alicloud import cen

from acree_infra.program.names import component
from acree_infra.program.region import Region
from acree_infra.program.scene import Scene
from acree_infra.routing.nouns import PeerAttachment


class Mesh(pulumi.ComponentResource):
    """Everything between the regions.

    Attributes:
        cen_id: id of the CEN.
        regions: by region id.
    """

    def __init__(self, scene: Scene) -> None:
        super().__init__(component("Mesh"), "mesh", None, scene.under)
        plan = scene.plan
        known = scene.cen if scene.cen is not None else plan.cen
        self.cen_id: pulumi.Input[str] = known if known is not None else self._create_cen(scene)
        self.regions = {node.region: Region(scene, node, self.cen_id, self) for node in plan.transit_routers}
        for peer in plan.peer_attachments:
            scene.attachments.add(peer.name, peer.id if peer.id is not None else self._connect(scene, peer))
        self.register_outputs({"cen_id": self.cen_id})

    def _create_cen(self, scene: Scene) -> pulumi.Output[str]:
        return cen.Instance(
            "cen",
            cen_instance_name=scene.cloud_name(),
            tags=scene.tags,
            opts=scene.providers.options(self, scene.plan.region),
        ).id

    def _connect(self, scene: Scene, peer: PeerAttachment) -> pulumi.Output[str]:
        """One connection, made from the service region for both sides."""
        # Without a bandwidth the service fills in one of its own (G37); a preview must not want to take it back.
        untouched = () if peer.mbps else ("bandwidth", "cenBandwidthPackageId")
        return cen.TransitRouterPeerAttachment(
            peer.name,
            cen_id=self.cen_id,
            transit_router_id=self.regions[peer.region].router_id,
            peer_transit_router_id=self.regions[peer.peer_region].router_id,
            peer_transit_router_region_id=peer.peer_region,
            transit_router_peer_attachment_name=scene.cloud_name(peer.name),
            bandwidth_type=peer.bandwidth_type or None,
            bandwidth=peer.mbps or None,
            cen_bandwidth_package_id=peer.package or None,
            auto_publish_route_enabled=peer.auto_advertise,
            tags=scene.tags,
            opts=scene.providers.options(self, peer.region, ignore_changes=untouched),
        ).transit_router_attachment_id

"""VPC peerings: the official alternative to a CEN for a VPC (2.2)."""

from __future__ import annotations

import pulumi
from pulumi_alicloud import vpc

from acree_infra.program.names import component
from acree_infra.program.scene import Scene
from acree_infra.routing.sites.nouns import Peering


class Peerings(pulumi.ComponentResource):
    """All peerings; each puts its id into the scene once both sides have it."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(component("Peerings"), "peerings", None, scene.under)
        for peering in scene.plan.premises.peerings:
            scene.edges.add(peering.name, peering.id if peering.id is not None else self._create(scene, peering))
        self.register_outputs({})

    def _create(self, scene: Scene, peering: Peering) -> pulumi.Output[str]:
        """The connection; one of the same account is active without being accepted."""
        return vpc.PeerConnection(
            peering.name,
            vpc_id=peering.vpc,
            accepting_vpc_id=peering.peer_vpc,
            accepting_region_id=peering.peer_region,
            accepting_ali_uid=int(peering.peer_owner),
            bandwidth=peering.mbps or None,
            peer_connection_name=scene.cloud_name(peering.name),
            tags=scene.tags,
            opts=scene.providers.options(self, peering.region, delete_before_replace=True),
        ).id

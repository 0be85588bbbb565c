"""VPC routes that are advertised to the transit router by hand, since nothing propagates them (4.2)."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
from pulumi_alicloud import cen

from acree_infra.program.mesh import Mesh
from acree_infra.program.names import component, route_name
from acree_infra.program.scene import Scene


class Publications(pulumi.ComponentResource):
    """All advertised routes; one takes place once the route is there and its VPC attached."""

    def __init__(self, scene: Scene, mesh: Mesh, after: Sequence[pulumi.Resource]) -> None:
        super().__init__(component("Publications"), "publications", None, scene.under)
        for publication in scene.plan.premises.publications:
            cen.RouteEntry(
                route_name(publication.table, "published", publication.destination),
                instance_id=mesh.cen_id,
                route_table_id=publication.table.id,
                cidr_block=str(publication.destination),
                opts=scene.providers.options(
                    self, publication.table.region, depends_on=after, delete_before_replace=True
                ),
            )
        self.register_outputs({})

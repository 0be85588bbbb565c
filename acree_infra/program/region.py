"""A region: its transit router, created or looked up, and the id of that router's system table."""

from __future__ import annotations

from functools import cached_property

import pulumi
from pulumi_alicloud import cen

from acree_infra.program.names import component
from acree_infra.program.scene import Scene
from acree_infra.routing.nouns import SYSTEM_TABLE, Table, TransitRouterNode


class Region(pulumi.ComponentResource):
    """The transit router of one region.

    Attributes:
        router_id: bare id, `tr-…`.
    """

    def __init__(
        self, scene: Scene, node: TransitRouterNode, cen_id: pulumi.Input[str], parent: pulumi.Resource
    ) -> None:
        super().__init__(component("Region"), node.region, None, pulumi.ResourceOptions(parent=parent))
        self._region, self._provider = node.region, scene.providers.of(node.region)
        self._router: cen.TransitRouter | None = None
        self.router_id: pulumi.Input[str]
        if node.id is not None:
            self.router_id = node.id
        else:
            self._router = cen.TransitRouter(
                node.region,
                cen_id=cen_id,
                transit_router_name=node.name,
                tags=scene.tags,
                opts=scene.providers.options(self, node.region),
            )
            self.router_id = self._router.transit_router_id
        self.register_outputs({"router_id": self.router_id})

    def table_id(self, table: Table) -> pulumi.Input[str]:
        """The real id of a table of this router."""
        return self._system_table_id if table.id == SYSTEM_TABLE else table.id

    @cached_property
    def _system_table_id(self) -> pulumi.Output[str]:
        """No resource shows the system table that comes with a router, so it is asked once the router exists."""
        found = cen.get_transit_router_route_tables_output(
            transit_router_id=self.router_id,
            transit_router_route_table_type="System",
            opts=pulumi.InvokeOutputOptions(
                provider=self._provider, depends_on=[self._router] if self._router is not None else None
            ),
        )
        return found.apply(self._only_id)

    def _only_id(self, found: cen.GetTransitRouterRouteTablesResult) -> str:
        if len(found.tables) != 1:
            raise pulumi.RunError(
                f"expected one system table of the transit router of {self._region}, found {len(found.tables)}; "
                "look at the router in the console: only Enterprise Edition has route tables"
            )
        return found.tables[0].transit_router_route_table_id

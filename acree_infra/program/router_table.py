"""A route table of a transit router: who reads it, who feeds it, and its static routes."""

from __future__ import annotations

import pulumi
from pulumi_alicloud import cen

from acree_infra.program.names import component, route_name, table_name
from acree_infra.program.region import Region
from acree_infra.program.scene import Scene
from acree_infra.routing.nouns import Route, Table, TableKind
from acree_infra.topology.ownership import route_name as owned_name


def router_tables(scene: Scene) -> tuple[Table, ...]:
    """The transit router tables in which the plan creates anything, sorted."""
    links = {link.table for link in (*scene.plan.associations, *scene.plan.propagations) if link.created}
    routed = {table for table in scene.routes if table.kind is TableKind.TRANSIT_ROUTER}
    return tuple(sorted(links | routed))


class RouterTable(pulumi.ComponentResource):
    """Associations, propagations and static routes of one table.

    All three refer to attachments by id, so they are gone before an attachment is. The attachments' own inline
    flags would make associations that no state holds, and these block the removal of the attachment.
    """

    def __init__(self, scene: Scene, table: Table, region: Region) -> None:
        super().__init__(component("TransitRouterTable"), table_name(table), None, scene.under)
        self._scene, self._table = scene, table
        self._table_id = region.table_id(table)
        for link in scene.plan.associations:
            if link.created and link.table == table:
                self._associate(link.attachment)
        for link in scene.plan.propagations:
            if link.created and link.table == table:
                self._propagate(link.attachment)
        for route in scene.routes.get(table, ()):
            self._route(route)
        self.register_outputs({})

    def _options(self) -> pulumi.ResourceOptions:
        return self._scene.providers.options(self, self._table.region, delete_before_replace=True)

    def _associate(self, attachment: str) -> None:
        cen.TransitRouterRouteTableAssociation(
            f"{table_name(self._table)}-{attachment}",
            transit_router_attachment_id=self._scene.attachments.id(attachment),
            transit_router_route_table_id=self._table_id,
            opts=self._options(),
        )

    def _propagate(self, attachment: str) -> None:
        cen.TransitRouterRouteTablePropagation(
            f"{table_name(self._table)}-{attachment}",
            transit_router_attachment_id=self._scene.attachments.id(attachment),
            transit_router_route_table_id=self._table_id,
            opts=self._options(),
        )

    def _route(self, route: Route) -> None:
        purpose = self._scene.purposes.of(route.destination)
        cen.TransitRouterRouteEntry(
            route_name(self._table, purpose, route.destination),
            transit_router_route_table_id=self._table_id,
            transit_router_route_entry_destination_cidr_block=str(route.destination),
            transit_router_route_entry_next_hop_type="Attachment",
            transit_router_route_entry_next_hop_id=self._scene.attachments.id(route.hop.name),
            transit_router_route_entry_name=owned_name(self._scene.plan.stack, purpose),
            opts=self._options(),
        )

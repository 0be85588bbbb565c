"""Transit routers: the table associated with the attachment that a packet comes in through decides (4.3)."""

from __future__ import annotations

from collections.abc import Mapping

from acree_sandbox.api.cbn.any_tunnel import service_routes
from acree_sandbox.api.cbn.deny_policy import EDGES, keeps_apart
from acree_sandbox.api.cbn.learning import in_effect, table_routes
from acree_sandbox.api.cbn.learning_rule import ACTIVE
from acree_sandbox.api.cbn.resources import Association, Attachment, TransitRouter, TransitRouterTable
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.naming import number
from acree_sandbox.network.parts import names
from acree_sandbox.network.values import BLACK_HOLE, End, Rule

_BY_LINK, _LAST = 30, 1000
_NAMINGS = {
    "VPC": names.vpc,
    "TR": names.transit_router,
    "VBR": names.vbr,
    "VPN": names.vpn_connection,
    "ECR": names.express_connect_router,
    "CCN": names.cloud_network,
}
"""Namespace of what is beyond an attachment, by its type; a type that is not here has none."""


def add_transit_routers(cloud: Cloud, draft: Draft) -> None:
    """Add every transit router and the links of its attachments."""
    for router in cloud.all(TransitRouter):
        name = draft.namespace(names.transit_router(router.id), "transit-router", router.id, forwards=True)
        draft.rule(name, Rule(_LAST, 0))
        rows = _attachments(cloud, router.id)
        attached = {row.id: row.resource_type for row in rows}
        for row in rows:
            far = _far_namespace(row, router.id)
            draft.link(End(name, names.attachment_link(row.id)), End(far, names.attachment_link(row.id)))
        for table in cloud.where(TransitRouterTable, "router", router.id):
            _add_table(cloud, draft, name, table.id, attached)
            for prefix, attachment in service_routes(cloud, router).items():
                draft.route(name, number(table.id), prefix, names.attachment_link(attachment))


def _attachments(cloud: Cloud, router: str) -> list[Attachment]:
    rows = [*cloud.where(Attachment, "router", router), *cloud.where(Attachment, "peer_router", router)]
    return [row for row in rows if in_effect(row) and _far_namespace(row, router)]


def _far_namespace(row: Attachment, router: str) -> str:
    resource_type, resource = row.far_end(router)
    naming = _NAMINGS.get(resource_type)
    return naming(resource) if naming else ""


def _add_table(cloud: Cloud, draft: Draft, name: str, table: str, attached: Mapping[str, str]) -> None:
    apart = keeps_apart(cloud, table)
    for link in cloud.where(Association, "table", table):
        if link.status == ACTIVE and link.attachment in attached:
            served = _apart(table) if apart and attached[link.attachment] in EDGES else table
            draft.rule(name, Rule(_BY_LINK, number(served), link=names.attachment_link(link.attachment)))
    for route in table_routes(cloud, table):
        if route.status == ACTIVE:
            way = names.attachment_link(route.hop) if route.hop in attached else BLACK_HOLE
            draft.route(name, number(table), route.destination, way)
            if apart:
                draft.route(
                    name, number(_apart(table)), route.destination, BLACK_HOLE if route.hop_type in EDGES else way
                )


def _apart(table: str) -> str:
    """What data centers see of a table while the deny policy keeps them apart (G35)."""
    return f"{table}/apart"

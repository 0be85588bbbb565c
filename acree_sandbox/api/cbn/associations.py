"""Associations: which table a router asks for what comes in through an attachment."""

from __future__ import annotations

from acree_sandbox.api.cbn.resources import Association, Attachment, TransitRouterTable, link_id
from acree_sandbox.api.cbn.service import CBN, refuse_while_changing
from acree_sandbox.api.cbn.table_links import ENDS, LIST, ends_for, listed_links, need_link
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply


@CBN.action("AssociateTransitRouterAttachmentWithRouteTable", *ENDS)
def associate(cloud: Cloud, request: Request) -> Reply:
    """Associate an attachment with a table; it has one association at each router (4.3)."""
    row, table = ends_for(cloud, request)
    existing = _association_of(cloud, row, table.router)
    if existing:
        raise ApiError(
            "AssociationExist.TransitRouterTable",
            f"{row.id!r} is associated with the table {existing.table!r} of {table.router!r} already; "
            "an attachment has one association there.",
        )
    _put(cloud, row, table)
    return {}


@CBN.action("ListTransitRouterRouteTableAssociations", *LIST)
def list_associations(cloud: Cloud, request: Request) -> Reply:
    """List associations."""
    return listed_links(cloud, request, Association, "TransitRouterAssociations")


@CBN.action("ReplaceTransitRouterRouteTableAssociation", *ENDS)
def replace_association(cloud: Cloud, request: Request) -> Reply:
    """Associate an attachment with another table of the same router instead."""
    row, table = ends_for(cloud, request)
    existing = _association_of(cloud, row, table.router)
    if existing is None:
        raise ApiError(
            "InstanceNotExist.Association", f"{row.id!r} has no association at {table.router!r} to replace (NotFound)."
        )
    refuse_while_changing(existing, "IncorrectStatus.Status")
    cloud.remove(existing)
    _put(cloud, row, table)
    return {}


@CBN.action("DissociateTransitRouterAttachmentFromRouteTable", *ENDS)
def dissociate(cloud: Cloud, request: Request) -> Reply:
    """End an association."""
    cloud.remove(need_link(cloud, request, Association), while_status="Dissociating")
    return {}


def _association_of(cloud: Cloud, row: Attachment, router: str) -> Association | None:
    return next((its for its in cloud.where(Association, "attachment", row.id) if its.router == router), None)


def _put(cloud: Cloud, row: Attachment, table: TransitRouterTable) -> None:
    link = Association(
        id=link_id(row.id, table.id),
        region=table.region,
        status="Associating",
        attachment=row.id,
        table=table.id,
        router=table.router,
    )
    cloud.put(link, then="Active")

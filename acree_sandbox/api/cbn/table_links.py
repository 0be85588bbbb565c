"""What associations and propagations share: both link an attachment with a table, and are listed alike."""

from __future__ import annotations

from typing import TypeVar

from acree_sandbox.api.cbn.resources import (
    Association,
    Attachment,
    Propagation,
    TransitRouter,
    TransitRouterTable,
    link_id,
)
from acree_sandbox.api.cbn.service import need_attachment, need_table, refuse_basic, refuse_while_changing
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import token_page, token_parameters
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

Link = TypeVar("Link", Association, Propagation)

ENDS = (
    text("TransitRouterAttachmentId", required=True),
    text("TransitRouterRouteTableId", required=True),
)
"""What actions take that make or undo a link."""

LIST = (
    text("TransitRouterRouteTableId"),
    text("TransitRouterAttachmentId"),
    text("TransitRouterAttachmentResourceId"),
    text("TransitRouterAttachmentResourceType"),
    text("Status"),
    *token_parameters(),
)


def ends_for(cloud: Cloud, request: Request) -> tuple[Attachment, TransitRouterTable]:
    """The attachment and the table that a request wants to link.

    Raises:
        ApiError: one does not exist or is not ready, or the table's router is at neither end of the attachment.
    """
    row = need_attachment(
        cloud, request.text("TransitRouterAttachmentId"), code="InvalidAttachmentId.NotFound", status=404
    )
    table = need_table(cloud, request.text("TransitRouterRouteTableId"), "InvalidRouteTableId.NotFound", 404)
    if not row.touches(table.router):
        raise ApiError(
            "IllegalParam.TransitRouterTableId",
            f"The table {table.id!r} is of {table.router!r}, but {row.id!r} is an attachment of {row.router!r}.",
        )
    refuse_basic(cloud.need(TransitRouter, table.router, "InvalidTransitRouterId.NotFound", 400))
    refuse_while_changing(row, "IncorrectStatus.Status")
    refuse_while_changing(table, "IncorrectStatus.Status")
    return row, table


def need_link(cloud: Cloud, request: Request, kind: type[Link]) -> Link:
    """The link between what a request names, when nothing is being done to it."""
    identifier = link_id(request.text("TransitRouterAttachmentId"), request.text("TransitRouterRouteTableId"))
    link = cloud.need(kind, identifier, f"InstanceNotExist.{kind.__name__}", 400)
    refuse_while_changing(link, "IncorrectStatus.Status")
    return link


def listed_links(cloud: Cloud, request: Request, kind: type[Link], key: str) -> Reply:
    """Answer a list of links under `key`."""
    attachment, table = request.text("TransitRouterAttachmentId"), request.text("TransitRouterRouteTableId")
    if attachment:
        links = cloud.where(kind, "attachment", attachment)
    elif table:
        links = cloud.where(kind, "table", table)
    else:
        links = cloud.all(kind)
    answers = [
        answer
        for link in links
        if table in {"", link.table} and request.text("Status") in {"", link.status}
        for answer in [_answer(cloud, link)]
        if request.text("TransitRouterAttachmentResourceId") in {"", answer["ResourceId"]}
        and request.text("TransitRouterAttachmentResourceType") in {"", answer["ResourceType"]}
    ]
    page = token_page(request, answers, size=50)
    return {**page.fields, key: page.items}


def _answer(cloud: Cloud, link: Association | Propagation) -> dict[str, object]:
    row = cloud.get(Attachment, link.attachment)
    resource_type, resource = row.far_end(link.router) if row else ("", "")
    return {
        "TransitRouterAttachmentId": link.attachment,
        "TransitRouterRouteTableId": link.table,
        "Status": link.status,
        "ResourceType": resource_type,
        "ResourceId": resource,
    }

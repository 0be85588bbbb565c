"""What attachments of every type share: what their lists take and answer, and what must go before they can."""

from __future__ import annotations

from collections.abc import Sequence

from acree_sandbox.api.cbn.resources import (
    Association,
    Attachment,
    Propagation,
    TransitRouter,
    TransitRouterRouteEntry,
)
from acree_sandbox.api.cbn.service import naming, need_cen, refuse_basic, refuse_closed_service, refuse_while_changing
from acree_sandbox.api.vpc.resources import RouteEntry
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError, missing_parameter
from acree_sandbox.core.paging import token_parameters
from acree_sandbox.core.parameters import boolean, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.resources import Resource
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import iso_time

NAMING = naming("TransitRouterAttachment")
ATTRIBUTES = {"TransitRouterAttachmentName": "name", "TransitRouterAttachmentDescription": "description"}
ATTACHMENT = text("TransitRouterAttachmentId", required=True)
AUTO_PUBLISH = boolean("AutoPublishRouteEnabled")
ORDER_TYPE = text("OrderType", choices=("PayByCenOwner", "PayByResourceOwner"))
LIST = (text("CenId"), text("TransitRouterId"), text("TransitRouterAttachmentId"), tags(), *token_parameters())
"""What the lists of attachments of every type take."""

REFUSALS = {
    "route": ("OperationFailed.AttachmentReferencedVpcRouteEntryExisted", "VPC route entries that point to it"),
    "entry": ("OperationFailed.RouteEntryExist", "route entries of transit routers that point to it"),
    "association": ("OperationFailed.RouteTableAssociationExist", "associations"),
    "propagation": ("OperationFailed.RouteTablePropagationExist", "propagations"),
}


def router_for(cloud: Cloud, request: Request) -> TransitRouter:
    """The router on which an attachment is to be made, from TransitRouterId or else CenId with RegionId.

    Raises:
        ApiError: there is none, it is not ready, it is Basic Edition, or CenId or RegionId contradict it.
    """
    refuse_closed_service(cloud)
    identifier, cen = request.text("TransitRouterId"), request.text("CenId")
    if not identifier and not (cen and request.region):
        raise missing_parameter("TransitRouterId")
    router = cloud.get(TransitRouter, identifier) if identifier else _router_in(cloud, cen, request.region)
    if router is None:
        wanted = repr(identifier) if identifier else f"of {cen!r} in {request.region}"
        raise ApiError("InvalidTransitRouterId.NotFound", f"The transit router {wanted} does not exist (NotFound).")
    if request.region and request.region != router.region:
        raise ApiError("IllegalParam.RegionId", f"{router.id!r} is in {router.region}, not in {request.region}.")
    if cen and cen != router.cen:
        raise ApiError("InvalidCenId.NotFound", f"{router.id!r} belongs to {router.cen!r}, not to {cen!r} (NotFound).")
    need_cen(cloud, router.cen)
    refuse_basic(router)
    refuse_while_changing(router, "IncorrectStatus.TransitRouter")
    return router


def _router_in(cloud: Cloud, cen: str, region: str) -> TransitRouter | None:
    return next((row for row in cloud.where(TransitRouter, "cen", cen) if row.region == region), None)


def wanted_attachments(cloud: Cloud, request: Request, resource_type: str) -> list[Attachment]:
    """Attachments of a type that a list request asks for, in every region, at either end of the router it names."""
    identifier, router, cen = (
        request.text("TransitRouterAttachmentId"),
        request.text("TransitRouterId"),
        request.text("CenId"),
    )
    if identifier:
        row = cloud.get(Attachment, identifier)
        rows = [row] if row else []
    elif router:
        rows = cloud.where(Attachment, "router", router) + cloud.where(Attachment, "peer_router", router)
    else:
        rows = cloud.all(Attachment)
    return [
        row
        for row in rows
        if row.resource_type == resource_type
        and cen in {"", row.cen}
        and (not router or row.touches(router))
        and has_tags(row, request.tags())
    ]


def common_answer(row: Attachment) -> dict[str, object]:
    """The fields that every type of attachment is answered with."""
    return {
        "TransitRouterAttachmentId": row.id,
        "TransitRouterAttachmentName": row.name,
        "TransitRouterAttachmentDescription": row.description,
        "TransitRouterId": row.router,
        "CenId": row.cen,
        "Status": row.status,
        "CreationTime": iso_time(row.created_at),
        "ResourceType": row.resource_type,
        "OrderType": row.order_type,
        "ChargeType": row.charge_type,
        "AutoPublishRouteEnabled": row.auto_publish,
        "Tags": tag_list(row),
    }


def delete_attachment(cloud: Cloud, row: Attachment, *, force: bool) -> None:
    """Delete an attachment that nothing refers to any more, or with what refers to it.

    Raises:
        ApiError: it is on its way to another status, or (without `force`) something refers to it.
    """
    refuse_while_changing(row, "IncorrectStatus.Status")
    for what, rows in _referring(cloud, row).items():
        code, words = REFUSALS[what]
        if rows and not force:
            names = ", ".join(referring.id for referring in rows)
            raise ApiError(code, f"{row.id!r} still has {words}: {names}; delete them first.")
        for referring in rows:
            cloud.remove(referring)
    cloud.remove(row, while_status="Detaching")


def _referring(cloud: Cloud, row: Attachment) -> dict[str, Sequence[Resource]]:
    return {
        "route": cloud.where(RouteEntry, "hop", row.id),
        "entry": cloud.where(TransitRouterRouteEntry, "hop", row.id),
        "association": cloud.where(Association, "attachment", row.id),
        "propagation": cloud.where(Propagation, "attachment", row.id),
    }

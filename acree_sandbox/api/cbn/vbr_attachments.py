"""VBR attachments: a leased line becomes a neighbour of the transit router of its region (4.1)."""

from __future__ import annotations

from acree_sandbox.api.cbn.attachments import (
    ATTACHMENT,
    ATTRIBUTES,
    AUTO_PUBLISH,
    NAMING,
    ORDER_TYPE,
    delete_attachment,
    router_for,
)
from acree_sandbox.api.cbn.edges import Edge, attach
from acree_sandbox.api.cbn.service import CBN, need_attachment, refuse_while_changing, update
from acree_sandbox.api.expressconnect.resources import Vbr
from acree_sandbox.api.expressconnectrouter.children import refuse_joined
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import boolean, integer, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply


@CBN.action(
    "CreateTransitRouterVbrAttachment",
    text("CenId"),
    text("TransitRouterId"),
    text("VbrId", required=True),
    integer("VbrOwnerId"),
    text("ResourceType", choices=("VBR",)),
    *NAMING,
    AUTO_PUBLISH,
    tags(),
)
def create_transit_router_vbr_attachment(cloud: Cloud, request: Request) -> Reply:
    """Attach a VBR of the router's region; it is neither associated nor propagating by that (4.3)."""
    router = router_for(cloud, request)
    vbr = cloud.need(Vbr, request.text("VbrId"), "InvalidVbrId.NotFound", 400)
    if vbr.region != router.region:
        raise ApiError("IllegalParam.VbrRegionId", f"{vbr.id!r} is in {vbr.region}, {router.id!r} in {router.region}.")
    if vbr.status != "active":
        raise ApiError("IncorrectStatus.Status", f"{vbr.id!r} is {vbr.status}; wait until it is active.")
    refuse_joined(cloud, vbr.id)
    return {"TransitRouterAttachmentId": attach(cloud, router, Edge("VBR", vbr.id, vbr.region, vbr.owner), request).id}


@CBN.action("UpdateTransitRouterVbrAttachmentAttribute", ATTACHMENT, *NAMING, AUTO_PUBLISH, ORDER_TYPE)
def update_transit_router_vbr_attachment_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change what was sent; the rest stays."""
    row = need_attachment(cloud, request.text("TransitRouterAttachmentId"), "VBR")
    refuse_while_changing(row, "IncorrectStatus.Status")
    changes = {**ATTRIBUTES, "AutoPublishRouteEnabled": "auto_publish", "OrderType": "order_type"}
    update(cloud, row, request.changes(changes))
    return {}


@CBN.action("DeleteTransitRouterVbrAttachment", ATTACHMENT, boolean("Force"))
def delete_transit_router_vbr_attachment(cloud: Cloud, request: Request) -> Reply:
    """Detach a VBR; with Force also remove what refers to the attachment."""
    row = need_attachment(cloud, request.text("TransitRouterAttachmentId"), "VBR")
    delete_attachment(cloud, row, force=request.boolean("Force"))
    return {}

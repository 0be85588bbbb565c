"""ECR attachments: an Express Connect Router becomes a neighbour of a transit router."""

from __future__ import annotations

from acree_sandbox.api.cbn.attachments import (
    ATTACHMENT,
    ATTRIBUTES,
    NAMING,
    ORDER_TYPE,
    delete_attachment,
    router_for,
)
from acree_sandbox.api.cbn.edges import Edge, attach
from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.cbn.service import CBN, need_attachment, refuse_while_changing, update
from acree_sandbox.api.expressconnectrouter.resources import EcrAssociation, ExpressConnectRouter
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import boolean, integer, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply


@CBN.action(
    "CreateTransitRouterEcrAttachment",
    text("CenId"),
    text("TransitRouterId"),
    text("EcrId", required=True),
    integer("EcrOwnerId"),
    *NAMING,
    tags(),
)
def create_transit_router_ecr_attachment(cloud: Cloud, request: Request) -> Reply:
    """Attach an ECR that is associated with the router; static routes to it are not told to other regions (G33)."""
    router = router_for(cloud, request)
    ecr = cloud.need(ExpressConnectRouter, request.text("EcrId"), "InvalidEcrId.NotFound", 400)
    if not any(row.ecr == ecr.id for row in cloud.where(EcrAssociation, "node", router.id)):
        raise ApiError(
            "OperationFailed.EcrNotAssociated",
            f"{ecr.id!r} is not associated with {router.id!r}: call CreateExpressConnectRouterAssociation first.",
        )
    for row in cloud.where(Attachment, "resource", ecr.id):
        if row.router == router.id:
            raise ApiError("InstanceExist.TransitRouterAttachment", f"{ecr.id!r} is attached already, by {row.id!r}.")
    row = attach(cloud, router, Edge("ECR", ecr.id, "", ecr.owner), request)
    return {"TransitRouterAttachmentId": row.id}


@CBN.action("UpdateTransitRouterEcrAttachmentAttribute", ATTACHMENT, *NAMING, ORDER_TYPE)
def update_transit_router_ecr_attachment_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change what was sent; the rest stays."""
    row = need_attachment(cloud, request.text("TransitRouterAttachmentId"), "ECR")
    refuse_while_changing(row, "IncorrectStatus.Status")
    update(cloud, row, request.changes({**ATTRIBUTES, "OrderType": "order_type"}))
    return {}


@CBN.action("DeleteTransitRouterEcrAttachment", ATTACHMENT, boolean("Force"))
def delete_transit_router_ecr_attachment(cloud: Cloud, request: Request) -> Reply:
    """Detach an ECR; with Force also remove what refers to the attachment."""
    row = need_attachment(cloud, request.text("TransitRouterAttachmentId"), "ECR")
    delete_attachment(cloud, row, force=request.boolean("Force"))
    return {}

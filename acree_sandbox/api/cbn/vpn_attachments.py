"""VPN attachments: an IPsec connection becomes a neighbour of a transit router (4.1, 5.2)."""

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
from acree_sandbox.api.cbn.deny_policy import ensure_deny_policy
from acree_sandbox.api.cbn.edges import Edge, attach, refuse_attached
from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.cbn.service import CBN, need_attachment, refuse_while_changing, update
from acree_sandbox.api.vpn.resources import VpnConnection
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.parameters import boolean, integer, records, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

PER_ROUTER = 50


@CBN.action(
    "CreateTransitRouterVpnAttachment",
    text("CenId"),
    text("TransitRouterId"),
    text("VpnId", required=True),
    integer("VpnOwnerId"),
    records("Zone", text("ZoneId", required=True)),
    text("ChargeType", choices=("POSTPAY",), code="IllegalParam.ChargeType"),
    *NAMING,
    AUTO_PUBLISH,
    tags(),
)
def create_transit_router_vpn_attachment(cloud: Cloud, request: Request) -> Reply:
    """Attach an IPsec connection that has no VPN gateway; the router then keeps data centers apart (G35)."""
    router = router_for(cloud, request)
    connection = cloud.need(VpnConnection, request.text("VpnId"), "InvalidVpnId.NotFound", 400)
    if connection.gateway or connection.region != router.region:
        raise ApiError(
            "OperationFailed.VpnConnectionNotSupport",
            f"{router.id!r} attaches IPsec connections of {router.region} without a VPN gateway; {connection.id!r} is "
            f"in {connection.region}, its gateway is {connection.gateway or 'none'}.",
        )
    refuse_attached(cloud, connection.id)
    used = sum(row.resource_type == "VPN" for row in cloud.where(Attachment, "router", router.id))
    refuse_over_quota(cloud, "vpn-attachments", used, PER_ROUTER, "CenQuotaVpnAttachPerTransitRouter")
    edge = Edge(
        "VPN", connection.id, connection.region, cloud.account, tuple(its.plain() for its in request.records("Zone"))
    )
    row = attach(cloud, router, edge, request)
    ensure_deny_policy(cloud, router)
    return {"TransitRouterAttachmentId": row.id}


@CBN.action("UpdateTransitRouterVpnAttachmentAttribute", ATTACHMENT, *NAMING, AUTO_PUBLISH, ORDER_TYPE)
def update_transit_router_vpn_attachment_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change what was sent; the rest stays."""
    row = need_attachment(cloud, request.text("TransitRouterAttachmentId"), "VPN")
    refuse_while_changing(row, "IncorrectStatus.Status")
    changes = {**ATTRIBUTES, "AutoPublishRouteEnabled": "auto_publish", "OrderType": "order_type"}
    update(cloud, row, request.changes(changes))
    return {}


@CBN.action("DeleteTransitRouterVpnAttachment", ATTACHMENT, boolean("Force"))
def delete_transit_router_vpn_attachment(cloud: Cloud, request: Request) -> Reply:
    """Detach an IPsec connection; with Force also remove what refers to the attachment."""
    row = need_attachment(cloud, request.text("TransitRouterAttachmentId"), "VPN")
    delete_attachment(cloud, row, force=request.boolean("Force"))
    return {}

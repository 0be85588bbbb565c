"""Tags and resource groups of what this service keeps."""

from __future__ import annotations

from acree_sandbox.api.cbn.resources import Attachment, BandwidthPackage, Cen, TransitRouter, TransitRouterTable
from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import register_tag_actions

register_tag_actions(
    CBN,
    {
        "cen": Cen,
        "bandwidthpackage": BandwidthPackage,
        "TransitRouter": TransitRouter,
        "TransitRouterRouteTable": TransitRouterTable,
        "TransitRouterVpcAttachment": Attachment,
        "TransitRouterPeerAttachment": Attachment,
        "TransitRouterVbrAttachment": Attachment,
        "TransitRouterVpnAttachment": Attachment,
        "TransitRouterEcrAttachment": Attachment,
    },
)


@CBN.action(
    "MoveResourceGroup",
    text("ResourceType", required=True, choices=("cen", "CEN", "bandwidthpackage")),
    text("ResourceId", required=True),
    text("NewResourceGroupId", required=True),
)
def move_resource_group(cloud: Cloud, request: Request) -> Reply:
    """Move a CEN instance or a bandwidth package into another resource group."""
    identifier, group = request.text("ResourceId"), request.text("NewResourceGroupId")
    if request.text("ResourceType").lower() == "cen":
        cloud.change(cloud.need(Cen, identifier, "InvalidResourceId.NotFound"), resource_group=group)
    else:
        cloud.change(cloud.need(BandwidthPackage, identifier, "InvalidResourceId.NotFound"), resource_group=group)
    return {}

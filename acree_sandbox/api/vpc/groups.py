"""Tags and resource groups of what this service keeps."""

from __future__ import annotations

from acree_sandbox.api.vpc.resources import RouteTable, Vpc, VSwitch
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import register_tag_actions

register_tag_actions(VPC, {"VPC": Vpc, "VSWITCH": VSwitch, "ROUTETABLE": RouteTable}, untag="UnTagResources")


@VPC.action(
    "MoveResourceGroup",
    text("ResourceType", required=True),
    text("ResourceId", required=True),
    text("NewResourceGroupId", required=True),
)
def move_resource_group(cloud: Cloud, request: Request) -> Reply:
    """Move a VPC, and with it its vSwitches and tables, into another resource group."""
    kind, identifier = request.text("ResourceType"), request.text("ResourceId")
    if kind.lower() != "vpc":
        raise ApiError("InvalidResourceType.NotFound", f"ResourceType is Vpc here, not {kind!r}.")
    vpc, group = cloud.need(Vpc, identifier, "InvalidResourceId.NotFound"), request.text("NewResourceGroupId")
    cloud.change(vpc, resource_group=group)
    for vswitch in cloud.where(VSwitch, "vpc", vpc.id):
        cloud.change(vswitch, resource_group=group)
    return {}

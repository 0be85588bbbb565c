"""Tags and resource groups of what this service keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from acree_sandbox.api.vpc.prefix_lists import PrefixList
from acree_sandbox.api.vpc.resources import RouteTable, Vpc, VSwitch
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import register_tag_actions

register_tag_actions(
    VPC,
    {"VPC": Vpc, "VSWITCH": VSwitch, "ROUTETABLE": RouteTable, "PREFIXLIST": PrefixList},
    untag="UnTagResources",
)


@VPC.action(
    "MoveResourceGroup",
    text("ResourceType", required=True),
    text("ResourceId", required=True),
    text("NewResourceGroupId", required=True),
)
def move_resource_group(cloud: Cloud, request: Request) -> Reply:
    """Move a prefix list, or a VPC with its vSwitches and tables, into another resource group."""
    identifier, group = request.text("ResourceId"), request.text("NewResourceGroupId")
    move = _MOVES.get(request.text("ResourceType").lower())
    if move is None:
        raise ApiError(
            "InvalidResourceType.NotFound",
            f"ResourceType is one of {', '.join(sorted(_MOVES))} here, not {request.text('ResourceType')!r}.",
        )
    move(cloud, identifier, group)
    return {}


def _move_vpc(cloud: Cloud, identifier: str, group: str) -> None:
    vpc = cloud.need(Vpc, identifier, "InvalidResourceId.NotFound")
    cloud.change(vpc, resource_group=group)
    for vswitch in cloud.where(VSwitch, "vpc", vpc.id):
        cloud.change(vswitch, resource_group=group)


def _move_prefix_list(cloud: Cloud, identifier: str, group: str) -> None:
    cloud.change(cloud.need(PrefixList, identifier, "InvalidResourceId.NotFound"), resource_group=group)


_MOVES: Mapping[str, Callable[[Cloud, str, str], None]] = {"vpc": _move_vpc, "prefixlist": _move_prefix_list}

"""Which table decides for a vSwitch: custom ones are bound to it, otherwise it is the VPC's own."""

from __future__ import annotations

from acree_sandbox.api.vpc.resources import RouteTable, VSwitch
from acree_sandbox.api.vpc.service import VPC, VSWITCH_STATUS, need_table, need_vswitch, refuse_while_changing, vpc_of
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

_BINDING = (text("RouteTableId", required=True), text("VSwitchId", required=True))


@VPC.action("AssociateRouteTable", *_BINDING)
def associate_route_table(cloud: Cloud, request: Request) -> Reply:
    """Bind a custom table to a vSwitch of its VPC; the vSwitch is Pending meanwhile."""
    table, vswitch = _ends(cloud, request)
    own = vpc_of(cloud, vswitch).system_table
    if table.type == "System":
        raise ApiError(
            "OperationDenied.SystemRouteTable", f"{table.id} is the own table of {table.vpc}; do not bind it."
        )
    if table.vpc != vswitch.vpc:
        raise ApiError("InvalidParameter.VpcId", f"{vswitch.id} lies in {vswitch.vpc}, {table.id} in {table.vpc}.")
    if vswitch.route_table not in {"", own}:
        raise ApiError(
            "OperationFailed.AlreadyAssociated", f"{vswitch.id} is bound to {vswitch.route_table}; unbind it first."
        )
    cloud.change(vswitch, "Available", status="Pending", route_table=table.id)
    return {}


@VPC.action("UnassociateRouteTable", *_BINDING)
def unassociate_route_table(cloud: Cloud, request: Request) -> Reply:
    """Bind a vSwitch to the VPC's own table again."""
    table, vswitch = _ends(cloud, request)
    if vswitch.route_table != table.id or table.type == "System":
        raise ApiError(
            "OperationFailed.NotAssociated", f"{vswitch.id} is bound to {vswitch.route_table}, not to {table.id}."
        )
    cloud.change(vswitch, "Available", status="Pending", route_table=vpc_of(cloud, vswitch).system_table)
    return {}


def _ends(cloud: Cloud, request: Request) -> tuple[RouteTable, VSwitch]:
    table, vswitch = need_table(cloud, request), need_vswitch(cloud, request)
    refuse_while_changing(table, "IncorrectStatus.RouteTable")
    refuse_while_changing(vswitch, VSWITCH_STATUS)
    return table, vswitch

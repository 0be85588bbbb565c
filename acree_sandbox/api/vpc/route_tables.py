"""Route tables of VPCs: made, changed, deleted."""

from __future__ import annotations

from acree_sandbox.api.vpc.parameters import naming
from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable, VSwitch
from acree_sandbox.api.vpc.service import TABLE_STATUS, VPC, VPC_STATUS, need_table, need_vpc, refuse_while_changing
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.parameters import boolean, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

PER_VPC = 10
ATTRIBUTES = {
    "RouteTableName": "name",
    "Description": "description",
    "RoutePropagationEnable": "receives_routes",
}


@VPC.action(
    "CreateRouteTable",
    text("VpcId", required=True),
    *naming("RouteTableName"),
    text("AssociateType", choices=("VSwitch",)),
    tags(),
)
def create_route_table(cloud: Cloud, request: Request) -> Reply:
    """Make a custom table."""
    vpc = need_vpc(cloud, request)
    refuse_while_changing(vpc, VPC_STATUS)
    used = len(cloud.where(RouteTable, "vpc", vpc.id))
    refuse_over_quota(cloud, "route-tables", used, PER_VPC, "QuotaExceeded.RouteTable")
    table = RouteTable(
        id=cloud.new_id(RouteTable, vpc.region),
        region=vpc.region,
        status="Pending",
        tags=request.tags(),
        name=request.text("RouteTableName"),
        description=request.text("Description"),
        vpc=vpc.id,
    )
    return {"RouteTableId": cloud.put(table, then="Available").id}


@VPC.action(
    "ModifyRouteTableAttributes",
    text("RouteTableId", required=True),
    *naming("RouteTableName"),
    boolean("RoutePropagationEnable"),
)
def modify_route_table_attributes(cloud: Cloud, request: Request) -> Reply:
    """Change name, description, or whether transit routers may write into the table."""
    table = need_table(cloud, request)
    refuse_while_changing(table, TABLE_STATUS)
    cloud.change(table, "", **request.changes(ATTRIBUTES))
    return {}


@VPC.action("DeleteRouteTable", text("RouteTableId", required=True))
def delete_route_table(cloud: Cloud, request: Request) -> Reply:
    """Delete a custom table that no vSwitch is bound to and that has no entries; one at a time in a VPC."""
    table = need_table(cloud, request)
    refuse_while_changing(table, TABLE_STATUS)
    if table.type == "System":
        raise ApiError("OperationDenied.SystemRouteTable", f"{table.id} is the own table of {table.vpc}.")
    for vswitch in cloud.where(VSwitch, "route_table", table.id):
        raise ApiError("DependencyViolation.VSwitch", f"{table.id} is still bound to {vswitch.id}; unbind it first.")
    for entry in cloud.where(RouteEntry, "route_table", table.id):
        raise ApiError("DependencyViolation.RouteEntry", f"{table.id} still has a route to {entry.destination}.")
    cloud.tasks.begin(f"tables of {table.vpc}", code="OperationConflict")
    cloud.remove(table, while_status="Deleting")
    return {}

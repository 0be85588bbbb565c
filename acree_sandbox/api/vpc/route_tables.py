"""Route tables of VPCs: made, bound to vSwitches, described, deleted."""

from __future__ import annotations

from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable, Vpc, VSwitch
from acree_sandbox.api.vpc.service import VPC, need_table, need_vpc, need_vswitch
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import iso_time

PER_VPC = 10
_BINDING = (text("RouteTableId", required=True), text("VSwitchId", required=True))


@VPC.action(
    "CreateRouteTable",
    text("VpcId", required=True),
    text("RouteTableName"),
    text("Description"),
    text("AssociateType", choices=("VSwitch",)),
    tags(),
)
def create_route_table(cloud: Cloud, request: Request) -> Reply:
    """Make a custom table."""
    vpc = need_vpc(cloud, request.text("VpcId"))
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
        resource_group=vpc.resource_group,
    )
    cloud.put(table, then="Available")
    return {"RouteTableId": table.id}


@VPC.action(
    "DescribeRouteTableList",
    text("RouteTableId"),
    text("VpcId"),
    text("RouterId"),
    text("RouterType", choices=("VRouter", "VBR")),
    text("RouteTableName"),
    text("RouteTableType", choices=("System", "Custom")),
    text("ResourceGroupId"),
    tags(),
    *page_parameters(largest=50),
)
def describe_route_table_list(cloud: Cloud, request: Request) -> Reply:
    """The tables of a region, in pages."""
    wanted = {"id": "RouteTableId", "vpc": "VpcId", "name": "RouteTableName", "type": "RouteTableType"}
    asked = {field: request.text(name) for field, name in wanted.items() if request.text(name)}
    rows = cloud.where(RouteTable, "vpc", asked["vpc"]) if "vpc" in asked else cloud.all(RouteTable, request.region)
    router, group = request.text("RouterId"), request.text("ResourceGroupId")
    found = [
        row
        for row in rows
        if all(getattr(row, field) == value for field, value in asked.items())
        and (not request.region or row.region == request.region)
        and (not router or _router(cloud, row) == router)
        and (not group or row.resource_group == group)
        and has_tags(row, request.tags())
        and request.text("RouterType", "VRouter") == "VRouter"
    ]
    page = numbered_page(request, found)
    items = [_answer(cloud, row) for row in page.items]
    return {"RouterTableList": {"RouterTableListType": items}, "Code": "200", "Success": True, **page.fields}


@VPC.action(
    "ModifyRouteTableAttributes", text("RouteTableId", required=True), text("RouteTableName"), text("Description")
)
def modify_route_table_attributes(cloud: Cloud, request: Request) -> Reply:
    """Change name or description."""
    table = need_table(cloud, request.text("RouteTableId"))
    cloud.change(table, "", **request.changes({"RouteTableName": "name", "Description": "description"}))
    return {}


@VPC.action("AssociateRouteTable", *_BINDING)
def associate_route_table(cloud: Cloud, request: Request) -> Reply:
    """Bind a custom table to a vSwitch of its VPC; it decides from then on."""
    table, vswitch = need_table(cloud, request.text("RouteTableId")), need_vswitch(cloud, request.text("VSwitchId"))
    if table.vpc != vswitch.vpc:
        raise ApiError("InvalidParameter.VpcId", f"{vswitch.id} lies in {vswitch.vpc}, {table.id} in {table.vpc}.")
    bound = need_table(cloud, vswitch.route_table)
    if bound.type == "Custom" and bound.id != table.id:
        raise ApiError("OperationFailed.AlreadyAssociated", f"{vswitch.id} is bound to {bound.id}; unbind it first.")
    cloud.change(vswitch, "", route_table=table.id)
    return {}


@VPC.action("UnassociateRouteTable", *_BINDING)
def unassociate_route_table(cloud: Cloud, request: Request) -> Reply:
    """Bind a vSwitch to the VPC's own table again."""
    table, vswitch = need_table(cloud, request.text("RouteTableId")), need_vswitch(cloud, request.text("VSwitchId"))
    if vswitch.route_table != table.id or table.type == "System":
        raise ApiError(
            "OperationFailed.NotExist", f"{vswitch.id} is bound to {vswitch.route_table}, not to {table.id}."
        )
    cloud.change(vswitch, "", route_table=need_vpc(cloud, vswitch.vpc).system_table)
    return {}


@VPC.action("DeleteRouteTable", text("RouteTableId", required=True))
def delete_route_table(cloud: Cloud, request: Request) -> Reply:
    """Delete a custom table that no vSwitch is bound to; its entries go with it."""
    table = need_table(cloud, request.text("RouteTableId"))
    if table.type == "System":
        raise ApiError("OperationDenied.SystemRouteTable", f"{table.id} is the own table of {table.vpc}.")
    for vswitch in cloud.where(VSwitch, "route_table", table.id):
        raise ApiError("DependencyViolation.VSwitch", f"{table.id} is still bound to {vswitch.id}.")
    for entry in cloud.where(RouteEntry, "route_table", table.id):
        cloud.remove(entry)
    cloud.remove(table)
    return {}


def _router(cloud: Cloud, table: RouteTable) -> str:
    vpc = cloud.get(Vpc, table.vpc)
    return vpc.router if vpc else ""


def _answer(cloud: Cloud, row: RouteTable) -> dict[str, object]:
    return {
        "RouteTableId": row.id,
        "VpcId": row.vpc,
        "RouterId": _router(cloud, row),
        "RouterType": "VRouter",
        "RouteTableType": row.type,
        "RouteTableName": row.name,
        "Description": row.description,
        "Status": row.status,
        "AssociateType": row.associate_type,
        "RoutePropagationEnable": True,
        "ResourceGroupId": row.resource_group,
        "CreationTime": iso_time(row.created_at),
        "OwnerId": int(cloud.account) if cloud.account.isdecimal() else 0,
        "VSwitchIds": {"VSwitchId": [vswitch.id for vswitch in cloud.where(VSwitch, "route_table", row.id)]},
        "Tags": {"Tag": tag_list(row)},
    }

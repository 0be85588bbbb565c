"""Route tables as the service shows them, without their routes."""

from __future__ import annotations

from acree_sandbox.api.vpc.resources import VBR, VROUTER, RouteTable, VSwitch
from acree_sandbox.api.vpc.service import VPC, account_number
from acree_sandbox.api.vpc.table_owners import asked_router, owner_of
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import iso_time


@VPC.action(
    "DescribeRouteTableList",
    text("RouteTableId"),
    text("VpcId"),
    text("RouterId"),
    text("RouterType", choices=(VROUTER, VBR)),
    text("RouteTableName"),
    text("RouteTableType", choices=("System", "Custom")),
    text("ResourceGroupId"),
    tags(),
    *page_parameters(largest=50),
)
def describe_route_table_list(cloud: Cloud, request: Request) -> Reply:
    """List tables, in pages."""
    asked = {name: request.text(name) for name in ("RouterType", "RouterId", "RouteTableId")}
    found = [
        row
        for row in candidate_tables(cloud, request, request.text("VpcId"))
        if asked_router(asked, row, owner_of(cloud, row))
        and request.text("VpcId") in {"", row.vpc}
        and request.text("RouteTableName") in {"", row.name}
        and request.text("RouteTableType") in {"", row.type}
        and request.text("ResourceGroupId") in {"", owner_of(cloud, row).resource_group}
        and has_tags(row, request.tags())
    ]
    page = numbered_page(request, found)
    items = [_answer(cloud, row) for row in page.items]
    return {"RouterTableList": {"RouterTableListType": items}, "Code": "200", "Success": True, **page.fields}


def candidate_tables(cloud: Cloud, request: Request, vpc: str = "") -> list[RouteTable]:
    """The tables of a request's region, of one id or of one VPC where these are named."""
    identifier = request.text("RouteTableId")
    if identifier:
        row = cloud.get(RouteTable, identifier)
        rows = [row] if row else []
    else:
        rows = cloud.where(RouteTable, "vpc", vpc) if vpc else cloud.all(RouteTable)
    return [row for row in rows if request.region in {"", row.region}]


def bound_vswitches(cloud: Cloud, table: RouteTable) -> dict[str, list[str]]:
    """The ids of the vSwitches that a table decides for, as answers hold them."""
    return {"VSwitchId": [vswitch.id for vswitch in cloud.where(VSwitch, "route_table", table.id)]}


def _answer(cloud: Cloud, row: RouteTable) -> dict[str, object]:
    owner = owner_of(cloud, row)
    return {
        "RouteTableId": row.id,
        "VpcId": owner.vpc,
        "RouterId": owner.router,
        "RouterType": row.router_type,
        "RouteTableType": row.type,
        "RouteTableName": row.name,
        "Description": row.description,
        "Status": row.status,
        "AssociateType": "VSwitch",
        "RoutePropagationEnable": row.receives_routes,
        "ResourceGroupId": owner.resource_group,
        "CreationTime": iso_time(row.created_at),
        "OwnerId": account_number(owner.account),
        "VSwitchIds": bound_vswitches(cloud, row),
        "Tags": {"Tag": tag_list(row)},
    }

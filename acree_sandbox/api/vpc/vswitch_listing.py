"""vSwitches as the service shows them."""

from __future__ import annotations

from acree_sandbox.api.vpc.parameters import Unserved
from acree_sandbox.api.vpc.resources import RouteTable, VSwitch, free_addresses
from acree_sandbox.api.vpc.service import VPC, account_number, need_vswitch, vpc_of
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import boolean, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import iso_time


@VPC.action("DescribeVSwitchAttributes", text("VSwitchId", required=True))
def describe_vswitch_attributes(cloud: Cloud, request: Request) -> Reply:
    """Show one vSwitch."""
    return _answer(cloud, need_vswitch(cloud, request))


@VPC.action(
    "DescribeVSwitches",
    text("VpcId"),
    text("VSwitchId"),
    text("ZoneId"),
    text("VSwitchName"),
    text("VSwitchOwnerId"),
    text("RouteTableId"),
    text("ResourceGroupId"),
    boolean("IsDefault"),
    Unserved("EnableIpv6", "false"),
    tags(),
    *page_parameters(largest=50),
)
def describe_vswitches(cloud: Cloud, request: Request) -> Reply:
    """List vSwitches, in pages. None is a default vSwitch."""
    found = [
        row
        for row in _candidates(cloud, request)
        if request.region in {"", row.region}
        and request.text("VpcId") in {"", row.vpc}
        and request.text("VSwitchId") in {"", row.id}
        and request.text("ZoneId") in {"", row.zone}
        and request.text("VSwitchName") in {"", row.name}
        and request.text("RouteTableId") in {"", row.route_table}
        and request.text("ResourceGroupId") in {"", row.resource_group}
        and request.text("VSwitchOwnerId") in {"", vpc_of(cloud, row).owner}
        and has_tags(row, request.tags())
        and not request.boolean("IsDefault")
    ]
    page = numbered_page(request, found)
    return {"VSwitches": {"VSwitch": [_answer(cloud, row) for row in page.items]}, **page.fields}


def _candidates(cloud: Cloud, request: Request) -> list[VSwitch]:
    vpc = request.text("VpcId")
    return cloud.where(VSwitch, "vpc", vpc) if vpc else cloud.all(VSwitch)


def _answer(cloud: Cloud, row: VSwitch) -> dict[str, object]:
    table = cloud.get(RouteTable, row.route_table)
    return {
        "VSwitchId": row.id,
        "VpcId": row.vpc,
        "ZoneId": row.zone,
        "CidrBlock": row.cidr,
        "VSwitchName": row.name,
        "Description": row.description,
        "Status": row.status,
        "CreationTime": iso_time(row.created_at),
        "IsDefault": False,
        "ResourceGroupId": row.resource_group,
        "Ipv6CidrBlock": "",
        "OwnerId": account_number(vpc_of(cloud, row).owner),
        "AvailableIpAddressCount": free_addresses(cloud, row),
        "RouteTable": {"RouteTableId": row.route_table, "RouteTableType": table.type if table else "System"},
        "Tags": {"Tag": tag_list(row)},
    }

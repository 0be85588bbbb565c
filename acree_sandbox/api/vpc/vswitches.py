"""vSwitches: made inside a VPC, described, changed, deleted when nothing holds an address."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_sandbox.api.vpc.resources import HeldAddress, RouteTable, VSwitch, free_addresses
from acree_sandbox.api.vpc.service import VPC, need_vpc, need_vswitch, refuse_overlap
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import boolean, cidr, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import iso_time

SHORTEST_PREFIX = 16
LONGEST_PREFIX = 29


@VPC.action(
    "CreateVSwitch",
    text("VpcId", required=True),
    text("ZoneId", required=True),
    cidr("CidrBlock", required=True, code="InvalidCidrBlock.Malformed"),
    text("VSwitchName"),
    text("Description"),
    tags(),
)
def create_vswitch(cloud: Cloud, request: Request) -> Reply:
    """Make a vSwitch inside one of the VPC's ranges, beside the ones there are."""
    vpc, block = need_vpc(cloud, request.text("VpcId")), request.text("CidrBlock")
    if vpc.status != "Available":
        raise ApiError("IncorrectVpcStatus", f"{vpc.id} is {vpc.status}; wait until it is Available.")
    wanted = IPv4Network(block)
    if not SHORTEST_PREFIX <= wanted.prefixlen <= LONGEST_PREFIX:
        raise ApiError("InvalidCidrBlock.Malformed", f"A vSwitch's CIDR block has a length from 16 to 29, not {block}.")
    if not any(wanted.subnet_of(IPv4Network(known)) for known in (vpc.cidr, *vpc.secondary_cidrs)):
        raise ApiError("InvalidCidrBlock", f"{block} lies in no range of {vpc.id}, which has {vpc.cidr}.")
    for other in cloud.where(VSwitch, "vpc", vpc.id):
        refuse_overlap(block, other.cidr, other.id, "InvalidCidrBlock.Overlapped")
    if not request.text("ZoneId").startswith(vpc.region):
        raise ApiError(
            "InvalidZoneId.NotFound", f"Zone {request.text('ZoneId')} is none of {vpc.region} (NotFound).", 404
        )
    vswitch = VSwitch(
        id=cloud.new_id(VSwitch, vpc.region),
        region=vpc.region,
        status="Pending",
        tags=request.tags(),
        name=request.text("VSwitchName"),
        description=request.text("Description"),
        vpc=vpc.id,
        zone=request.text("ZoneId"),
        cidr=block,
        route_table=vpc.system_table,
        resource_group=vpc.resource_group,
    )
    cloud.put(vswitch, then="Available")
    return {"VSwitchId": vswitch.id}


@VPC.action("DescribeVSwitchAttributes", text("VSwitchId", required=True))
def describe_vswitch_attributes(cloud: Cloud, request: Request) -> Reply:
    """One vSwitch."""
    return _answer(cloud, need_vswitch(cloud, request.text("VSwitchId")))


@VPC.action(
    "DescribeVSwitches",
    text("VpcId"),
    text("VSwitchId"),
    text("ZoneId"),
    text("VSwitchName"),
    text("RouteTableId"),
    text("ResourceGroupId"),
    boolean("IsDefault"),
    tags(),
    *page_parameters(largest=50),
)
def describe_vswitches(cloud: Cloud, request: Request) -> Reply:
    """The vSwitches of a region, in pages."""
    wanted = {"vpc": "VpcId", "id": "VSwitchId", "zone": "ZoneId", "name": "VSwitchName", "route_table": "RouteTableId"}
    asked = {field: request.text(name) for field, name in wanted.items() if request.text(name)}
    rows = cloud.where(VSwitch, "vpc", asked["vpc"]) if "vpc" in asked else cloud.all(VSwitch, request.region)
    group = request.text("ResourceGroupId")
    found = [
        row
        for row in rows
        if all(getattr(row, field) == value for field, value in asked.items())
        and (not request.region or row.region == request.region)
        and (not group or row.resource_group == group)
        and has_tags(row, request.tags())
        and not request.boolean("IsDefault")
    ]
    page = numbered_page(request, found)
    return {"VSwitches": {"VSwitch": [_answer(cloud, row) for row in page.items]}, **page.fields}


@VPC.action("ModifyVSwitchAttribute", text("VSwitchId", required=True), text("VSwitchName"), text("Description"))
def modify_vswitch_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change name or description."""
    vswitch = need_vswitch(cloud, request.text("VSwitchId"))
    cloud.change(vswitch, "", **request.changes({"VSwitchName": "name", "Description": "description"}))
    return {}


@VPC.action("DeleteVSwitch", text("VSwitchId", required=True))
def delete_vswitch(cloud: Cloud, request: Request) -> Reply:
    """Delete a vSwitch in which nothing holds an address."""
    vswitch = need_vswitch(cloud, request.text("VSwitchId"))
    for held in cloud.where(HeldAddress, "vswitch", vswitch.id):
        raise ApiError(
            "DependencyViolation.NetworkInterface",
            f"{vswitch.id} still has {held.address}, which the {held.purpose} {held.holder} holds.",
        )
    cloud.remove(vswitch)
    return {}


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
        "AvailableIpAddressCount": free_addresses(cloud, row),
        "RouteTable": {"RouteTableId": row.route_table, "RouteTableType": table.type if table else "System"},
        "Tags": {"Tag": tag_list(row)},
    }

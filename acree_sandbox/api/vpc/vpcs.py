"""VPCs: made, described, changed, given further ranges, deleted."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable, Vpc, VSwitch
from acree_sandbox.api.vpc.service import VPC, need_vpc, refuse_overlap
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import boolean, cidr, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.resources import KINDS
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import iso_time

PER_REGION = 10
LONGEST_PREFIX = 24
SHORTEST_PREFIX = 8


@VPC.action(
    "CreateVpc",
    cidr("CidrBlock", code="InvalidCidrBlock.Malformed"),
    text("VpcName"),
    text("Description"),
    text("ResourceGroupId"),
    tags(),
)
def create_vpc(cloud: Cloud, request: Request) -> Reply:
    """Make a VPC with its router and its own route table."""
    refuse_over_quota(cloud, "vpcs", len(cloud.all(Vpc, request.region)), PER_REGION, "QuotaExceeded.Vpc")
    block = request.text("CidrBlock", "172.16.0.0/12")
    if not SHORTEST_PREFIX <= IPv4Network(block).prefixlen <= LONGEST_PREFIX:
        raise ApiError("InvalidCidrBlock.Malformed", f"A VPC's CIDR block has a length from 8 to 24, not {block}.")
    identifier = cloud.new_id(Vpc, request.region)
    vpc = Vpc(
        id=identifier,
        region=request.region,
        status="Pending",
        tags=request.tags(),
        name=request.text("VpcName"),
        description=request.text("Description"),
        cidr=block,
        owner=cloud.account,
        router=f"vrt-{cloud.new_suffix(20)}",
        system_table=cloud.new_id(RouteTable, request.region),
        resource_group=request.text("ResourceGroupId", "rg-default"),
    )
    cloud.put(vpc, then="Available")
    table = RouteTable(
        id=vpc.system_table,
        region=vpc.region,
        status="Available",
        vpc=vpc.id,
        type="System",
        resource_group="rg-default",
    )
    cloud.put(table)
    return {
        "VpcId": vpc.id,
        "VRouterId": vpc.router,
        "RouteTableId": vpc.system_table,
        "ResourceGroupId": vpc.resource_group,
    }


@VPC.action("DescribeVpcAttribute", text("VpcId", required=True), boolean("IsDefault"))
def describe_vpc_attribute(cloud: Cloud, request: Request) -> Reply:
    """One VPC."""
    return vpc_answer(cloud, need_vpc(cloud, request.text("VpcId")))


@VPC.action(
    "DescribeVpcs",
    text("VpcId"),
    text("VpcName"),
    text("ResourceGroupId"),
    boolean("IsDefault"),
    tags(),
    *page_parameters(largest=50),
)
def describe_vpcs(cloud: Cloud, request: Request) -> Reply:
    """The VPCs of a region, in pages; several ids are separated by commas."""
    ids = set(filter(None, request.text("VpcId").split(",")))
    name, group, wanted = request.text("VpcName"), request.text("ResourceGroupId"), request.tags()
    found = [
        vpc
        for vpc in cloud.all(Vpc, request.region)
        if (not ids or vpc.id in ids)
        and (not name or vpc.name == name)
        and (not group or vpc.resource_group == group)
        and has_tags(vpc, wanted)
        and not request.boolean("IsDefault")
    ]
    page = numbered_page(request, found)
    return {"Vpcs": {"Vpc": [vpc_answer(cloud, vpc) for vpc in page.items]}, **page.fields}


@VPC.action("ModifyVpcAttribute", text("VpcId", required=True), text("VpcName"), text("Description"), cidr("CidrBlock"))
def modify_vpc_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change name or description; the primary range stays as it is once there are vSwitches."""
    vpc = need_vpc(cloud, request.text("VpcId"))
    if request.text("CidrBlock", vpc.cidr) != vpc.cidr and cloud.where(VSwitch, "vpc", vpc.id):
        raise ApiError("OperationFailed.CidrInUse", f"{vpc.id} has vSwitches in {vpc.cidr}; delete them first.")
    names = {"VpcName": "name", "Description": "description", "CidrBlock": "cidr"}
    cloud.change(vpc, "", **request.changes(names))
    return {}


@VPC.action("AssociateVpcCidrBlock", text("VpcId", required=True), cidr("SecondaryCidrBlock", required=True))
def associate_vpc_cidr_block(cloud: Cloud, request: Request) -> Reply:
    """Give a VPC a further range that overlaps none it has."""
    vpc, block = need_vpc(cloud, request.text("VpcId")), request.text("SecondaryCidrBlock")
    for taken in (vpc.cidr, *vpc.secondary_cidrs):
        refuse_overlap(block, taken, vpc.id, "InvalidCidrBlock.Overlapped")
    refuse_over_quota(cloud, "secondary-cidrs", len(vpc.secondary_cidrs), 5, "QuotaExceeded.SecondaryCidr")
    cloud.change(vpc, "", secondary_cidrs=[*vpc.secondary_cidrs, block])
    return {}


@VPC.action("UnassociateVpcCidrBlock", text("VpcId", required=True), cidr("SecondaryCidrBlock", required=True))
def unassociate_vpc_cidr_block(cloud: Cloud, request: Request) -> Reply:
    """Take a further range away when no vSwitch lies in it."""
    vpc, block = need_vpc(cloud, request.text("VpcId")), request.text("SecondaryCidrBlock")
    if block not in vpc.secondary_cidrs:
        raise ApiError(
            "InvalidCidrBlock.NotFound", f"{block} is not a secondary CIDR block of {vpc.id} (NotFound).", 404
        )
    for vswitch in cloud.where(VSwitch, "vpc", vpc.id):
        refuse_overlap(block, vswitch.cidr, vswitch.id, "OperationFailed.CidrInUse")
    cloud.change(vpc, "", secondary_cidrs=[known for known in vpc.secondary_cidrs if known != block])
    return {}


@VPC.action("DeleteVpc", text("VpcId", required=True), boolean("ForceDelete"))
def delete_vpc(cloud: Cloud, request: Request) -> Reply:
    """Delete a VPC that nothing is in any more."""
    vpc = need_vpc(cloud, request.text("VpcId"))
    for vswitch in cloud.where(VSwitch, "vpc", vpc.id):
        raise ApiError("DependencyViolation.VSwitch", f"{vpc.id} still has the vSwitch {vswitch.id}.")
    kind = KINDS.get("attachment")
    for attachment in cloud.where(kind, "resource", vpc.id) if kind else ():
        raise ApiError("DependencyViolation.CenAttachment", f"{vpc.id} is still attached by {attachment.id}.")
    for table in cloud.where(RouteTable, "vpc", vpc.id):
        if table.type == "Custom":
            raise ApiError("DependencyViolation.RouteTable", f"{vpc.id} still has the route table {table.id}.")
        for entry in cloud.where(RouteEntry, "route_table", table.id):
            raise ApiError("DependencyViolation.RouteEntry", f"{table.id} still has a route to {entry.destination}.")
        cloud.remove(table)
    cloud.remove(vpc)
    return {}


def vpc_answer(cloud: Cloud, vpc: Vpc) -> dict[str, object]:
    """A VPC as the service shows it."""
    return {
        "VpcId": vpc.id,
        "VpcName": vpc.name,
        "CidrBlock": vpc.cidr,
        "Description": vpc.description,
        "Status": vpc.status,
        "RegionId": vpc.region,
        "VRouterId": vpc.router,
        "CreationTime": iso_time(vpc.created_at),
        "IsDefault": False,
        "ResourceGroupId": vpc.resource_group,
        "EnabledIpv6": False,
        "ClassicLinkEnabled": False,
        "DnsHostnameStatus": "DISABLED",
        "Ipv6CidrBlock": "",
        "OwnerId": int(vpc.owner) if vpc.owner.isdecimal() else 0,
        "SecondaryCidrBlocks": {"SecondaryCidrBlock": list(vpc.secondary_cidrs)},
        "UserCidrs": {"UserCidr": []},
        "Ipv6CidrBlocks": {"Ipv6CidrBlock": []},
        "VSwitchIds": {"VSwitchId": [row.id for row in cloud.where(VSwitch, "vpc", vpc.id)]},
        "RouterTableIds": {"RouterTableIds": [row.id for row in cloud.where(RouteTable, "vpc", vpc.id)]},
        "Tags": {"Tag": tag_list(vpc)},
    }

"""VPCs: made with their router and their own route table, changed, deleted."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_sandbox.api.vpc.parameters import Unserved, ipv4_range, naming
from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable, Vpc, VSwitch
from acree_sandbox.api.vpc.service import VPC, VPC_STATUS, need_vpc, refuse_while_changing, region_of
from acree_sandbox.api.vpc.transit_routers import attachments_of
from acree_sandbox.api.vpc.vpc_ranges import check_range
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.parameters import boolean, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

PER_REGION = 10
DEFAULT_RANGE = "172.16.0.0/12"
ATTRIBUTES = {"VpcName": "name", "Description": "description", "CidrBlock": "cidr"}


@VPC.action(
    "CreateVpc",
    ipv4_range("CidrBlock"),
    *naming("VpcName"),
    text("ResourceGroupId"),
    tags(),
    Unserved("EnableIpv6", "false"),
    Unserved("EnableDnsHostname", "false"),
    *map(Unserved, ("Ipv6CidrBlock", "Ipv6CidrMask", "Ipv6IpamPoolId", "Ipv6Isp")),
    *map(Unserved, ("Ipv4CidrMask", "Ipv4IpamPoolId", "UserCidr")),
)
def create_vpc(cloud: Cloud, request: Request) -> Reply:
    """Make a VPC."""
    region, block = region_of(request), request.text("CidrBlock", DEFAULT_RANGE)
    refuse_over_quota(cloud, "vpcs", len(cloud.where(Vpc, "region", region)), PER_REGION, "QuotaExceeded.Vpc")
    check_range(block)
    vpc = Vpc(
        id=cloud.new_id(Vpc, region),
        region=region,
        status="Pending",
        tags=request.tags(),
        name=request.text("VpcName"),
        description=request.text("Description"),
        cidr=block,
        owner=cloud.account,
        router=f"vrt-{cloud.new_suffix(20)}",
        system_table=cloud.new_id(RouteTable, region),
        resource_group=request.text("ResourceGroupId") or "rg-default",
    )
    cloud.put(vpc, then="Available")
    cloud.put(RouteTable(id=vpc.system_table, region=region, status="Available", vpc=vpc.id, type="System"))
    return {
        "VpcId": vpc.id,
        "VRouterId": vpc.router,
        "RouteTableId": vpc.system_table,
        "ResourceGroupId": vpc.resource_group,
    }


@VPC.action(
    "ModifyVpcAttribute",
    text("VpcId", required=True),
    *naming("VpcName"),
    ipv4_range("CidrBlock"),
    Unserved("EnableIPv6", "false"),
    Unserved("EnableDnsHostname", "false"),
    *map(Unserved, ("Ipv6CidrBlock", "Ipv6Isp")),
)
def modify_vpc_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change name or description, or the primary range, which must still hold every vSwitch that lies in it."""
    vpc = need_vpc(cloud, request)
    refuse_while_changing(vpc, VPC_STATUS)
    if request.text("CidrBlock", vpc.cidr) != vpc.cidr:
        _check_new_range(cloud, vpc, request.text("CidrBlock"))
    cloud.change(vpc, "", **request.changes(ATTRIBUTES))
    return {}


@VPC.action("DeleteVpc", text("VpcId", required=True), boolean("ForceDelete"))
def delete_vpc(cloud: Cloud, request: Request) -> Reply:
    """Delete a VPC that nothing is in any more; ForceDelete is for gateways, of which the sandbox has none."""
    vpc = need_vpc(cloud, request)
    refuse_while_changing(vpc, VPC_STATUS)
    for vswitch in cloud.where(VSwitch, "vpc", vpc.id):
        raise ApiError("DependencyViolation.VSwitch", f"{vpc.id} still has the vSwitch {vswitch.id}.")
    for attachment in attachments_of(cloud, vpc.id):
        raise ApiError("DependencyViolation.CenAttachment", f"{vpc.id} is still attached by {attachment.id}.")
    for table in cloud.where(RouteTable, "vpc", vpc.id):
        if table.type != "System":
            raise ApiError("DependencyViolation.RouteTable", f"{vpc.id} still has the route table {table.id}.")
    for entry in cloud.where(RouteEntry, "vpc", vpc.id):
        raise ApiError(
            "DependencyViolation.RouteEntry", f"{entry.route_table} still has a route to {entry.destination}."
        )
    for table in cloud.where(RouteTable, "vpc", vpc.id):
        cloud.remove(table)
    cloud.remove(vpc)
    return {}


def _check_new_range(cloud: Cloud, vpc: Vpc, block: str) -> None:
    check_range(block)
    wanted = IPv4Network(block)
    for secondary in vpc.secondary_cidrs:
        if wanted.overlaps(IPv4Network(secondary)):
            raise ApiError("InvalidCidrBlock.Overlapped", f"{block} overlaps {secondary} of {vpc.id}.")
    for vswitch in cloud.where(VSwitch, "vpc", vpc.id):
        network = IPv4Network(vswitch.cidr)
        if network.subnet_of(IPv4Network(vpc.cidr)) and not network.subnet_of(wanted):
            raise ApiError("OperationFailed.CidrInUse", f"{block} does not hold {vswitch.cidr} of {vswitch.id}.")

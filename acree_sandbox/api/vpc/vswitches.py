"""vSwitches: made inside a VPC, changed, deleted when nothing holds an address."""

from __future__ import annotations

import re
from ipaddress import IPv4Network

from acree_sandbox.api.vpc.parameters import Unserved, ipv4_range, naming
from acree_sandbox.api.vpc.resources import HeldAddress, RouteEntry, Vpc, VSwitch
from acree_sandbox.api.vpc.service import (
    VPC,
    VPC_STATUS,
    VSWITCH_STATUS,
    need_vpc,
    need_vswitch,
    refuse_overlap,
    refuse_while_changing,
    vpc_of,
)
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.parameters import tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

SHORTEST_PREFIX = 16
LONGEST_PREFIX = 29
PER_VPC = 150
_WHICH = text("VSwitchId", required=True)


@VPC.action(
    "CreateVSwitch",
    text("VpcId", required=True),
    text("ZoneId", required=True),
    ipv4_range("CidrBlock", required=True),
    *naming("VSwitchName"),
    tags(),
    *map(Unserved, ("CidrMask", "Ipv6CidrBlock", "Ipv6CidrMask", "VpcIpv6CidrBlock")),
)
def create_vswitch(cloud: Cloud, request: Request) -> Reply:
    """Make a vSwitch inside one of the VPC's ranges, beside the ones there are, while no route of it is changed."""
    vpc, zone = need_vpc(cloud, request), request.text("ZoneId")
    refuse_while_changing(vpc, VPC_STATUS)
    cloud.tasks.refuse_if_running(vpc.id)
    if not re.fullmatch(f"{re.escape(vpc.region)}-?[a-z]", zone):
        raise ApiError("InvalidZoneId.NotFound", f"Zone {zone!r} is none of {vpc.region} (NotFound).", 404)
    _check_range(cloud, vpc, request.text("CidrBlock"))
    used = len(cloud.where(VSwitch, "vpc", vpc.id))
    refuse_over_quota(cloud, "vswitches", used, PER_VPC, "QuotaExceeded.VSwitch")
    vswitch = VSwitch(
        id=cloud.new_id(VSwitch, vpc.region),
        region=vpc.region,
        status="Pending",
        tags=request.tags(),
        name=request.text("VSwitchName"),
        description=request.text("Description"),
        vpc=vpc.id,
        zone=zone,
        cidr=request.text("CidrBlock"),
        route_table=vpc.system_table,
        resource_group=vpc.resource_group,
    )
    return {"VSwitchId": cloud.put(vswitch, then="Available").id}


@VPC.action(
    "ModifyVSwitchAttribute",
    _WHICH,
    *naming("VSwitchName"),
    Unserved("EnableIPv6", "false"),
    *map(Unserved, ("Ipv6CidrBlock", "Ipv6CidrMask", "VpcIpv6CidrBlock")),
)
def modify_vswitch_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change name or description."""
    vswitch = need_vswitch(cloud, request)
    refuse_while_changing(vswitch, "IncorrectStatus.VSwitch")
    cloud.change(vswitch, "", **request.changes({"VSwitchName": "name", "Description": "description"}))
    return {}


@VPC.action("DeleteVSwitch", _WHICH)
def delete_vswitch(cloud: Cloud, request: Request) -> Reply:
    """Delete a vSwitch that no address and no custom table needs, while no route of its VPC is changed."""
    vswitch = need_vswitch(cloud, request)
    refuse_while_changing(vswitch, VSWITCH_STATUS)
    cloud.tasks.refuse_if_running(vswitch.vpc)
    for held in cloud.where(HeldAddress, "vswitch", vswitch.id):
        raise ApiError(
            "DependencyViolation",
            f"{vswitch.id} still has {held.address}, which the {held.purpose} {held.holder} holds.",
        )
    if vswitch.route_table not in {"", vpc_of(cloud, vswitch).system_table}:
        raise ApiError(
            "DependencyViolation.RouteTable", f"{vswitch.id} is still bound to {vswitch.route_table}; unbind it first."
        )
    cloud.remove(vswitch)
    return {}


def _check_range(cloud: Cloud, vpc: Vpc, block: str) -> None:
    wanted = IPv4Network(block)
    if not SHORTEST_PREFIX <= wanted.prefixlen <= LONGEST_PREFIX:
        raise ApiError(
            "InvalidCidrBlock",
            f"A vSwitch's CIDR block has a length from {SHORTEST_PREFIX} to {LONGEST_PREFIX}, not {block}.",
        )
    ranges = (vpc.cidr, *vpc.secondary_cidrs)
    if not any(wanted.subnet_of(IPv4Network(known)) for known in ranges):
        raise ApiError("InvalidCidrBlock", f"{block} lies in no range of {vpc.id}, which has {', '.join(ranges)}.")
    for other in cloud.where(VSwitch, "vpc", vpc.id):
        refuse_overlap(block, other.cidr, other.id, "InvalidCidrBlock.Overlapped")
    for entry in cloud.where(RouteEntry, "vpc", vpc.id):
        if IPv4Network(entry.destination).subnet_of(wanted):
            raise ApiError(
                "RouteConflict.AlreadyExist",
                f"{block} must not hold {entry.destination}, to which {entry.route_table} has a route.",
            )

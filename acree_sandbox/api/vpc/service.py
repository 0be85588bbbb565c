"""The service object of Vpc, and what its actions share: look-ups by id, refusals of what is on its way."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_sandbox.api.vpc.resources import RouteTable, Vpc, VSwitch
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError, missing_parameter
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Service
from acree_sandbox.core.resources import R, Resource

VPC = Service("Vpc", "2016-04-28")

VPC_STATUS = "IncorrectVpcStatus"
VSWITCH_STATUS = "IncorrectVSwitchStatus"
TABLE_STATUS = "IncorrectRouteTableStatus"


def need_vpc(cloud: Cloud, request: Request) -> Vpc:
    """The VPC that a request names; ApiError ``InvalidVpcID.NotFound`` when its region has none of that id."""
    return _needed(cloud, request, Vpc, "VpcId", "InvalidVpcID.NotFound")


def need_vswitch(cloud: Cloud, request: Request) -> VSwitch:
    """The vSwitch that a request names; ApiError ``InvalidVSwitchId.NotFound``."""
    return _needed(cloud, request, VSwitch, "VSwitchId", "InvalidVSwitchId.NotFound")


def need_table(cloud: Cloud, request: Request, code: str = "InvalidRouteTableId.NotFound") -> RouteTable:
    """The route table that a request names; ApiError with the code."""
    return _needed(cloud, request, RouteTable, "RouteTableId", code)


def vpc_of(cloud: Cloud, row: RouteTable | VSwitch) -> Vpc:
    """The VPC that a vSwitch or a table of a VPC belongs to."""
    return cloud.need(Vpc, row.vpc, "InvalidVpcID.NotFound")


def region_of(request: Request) -> str:
    """RegionId of a call that needs one; ApiError when it was not sent."""
    if not request.region:
        raise missing_parameter("RegionId")
    return request.region


def refuse_while_changing(row: Resource, code: str) -> None:
    """Raise ApiError when a resource is on its way to another status."""
    if row.next_status:
        raise ApiError(code, f"The {row.kind} {row.id!r} is {row.status}; wait until that is over, then try again.")


def refuse_overlap(wanted: str, taken: str, whose: str, code: str) -> None:
    """Refuse a range that shares addresses with another."""
    if IPv4Network(wanted).overlaps(IPv4Network(taken)):
        raise ApiError(code, f"The CIDR block {wanted} overlaps {taken} of {whose}.")


def account_number(account: str) -> int:
    """An account id as answers hold it; 0 for one that is no number."""
    return int(account) if account.isdecimal() else 0


def _needed(cloud: Cloud, request: Request, kind: type[R], name: str, code: str) -> R:
    row = cloud.need(kind, request.text(name), code)
    if request.region not in {"", row.region}:
        raise ApiError(code, f"The {row.kind} {row.id!r} is in {row.region}, not in {request.region} (NotFound).", 404)
    return row

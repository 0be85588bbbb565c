"""The service object of Vpc, and what its actions share."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_sandbox.api.vpc.resources import RouteTable, Vpc, VSwitch
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.registry import Service

VPC = Service("Vpc", "2016-04-28")


def need_vpc(cloud: Cloud, identifier: str) -> Vpc:
    """A VPC; ApiError `InvalidVpcID.NotFound` when there is none."""
    return cloud.need(Vpc, identifier, "InvalidVpcID.NotFound")


def need_vswitch(cloud: Cloud, identifier: str) -> VSwitch:
    """A vSwitch; ApiError `InvalidVSwitchId.NotFound` when there is none."""
    return cloud.need(VSwitch, identifier, "InvalidVSwitchId.NotFound")


def need_table(cloud: Cloud, identifier: str) -> RouteTable:
    """A route table; ApiError `InvalidRouteTableId.NotFound` when there is none."""
    return cloud.need(RouteTable, identifier, "InvalidRouteTableId.NotFound")


def refuse_overlap(wanted: str, taken: str, whose: str, code: str) -> None:
    """Refuse a range that shares addresses with another."""
    if IPv4Network(wanted).overlaps(IPv4Network(taken)):
        raise ApiError(code, f"The CIDR block {wanted} overlaps {taken} of {whose}.")

"""Which destinations a custom route may have: 4.4 and K1 of the domain facts."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable, VSwitch
from acree_sandbox.api.vpc.service import VPC_STATUS, VSWITCH_STATUS, refuse_while_changing
from acree_sandbox.api.vpc.table_owners import owner_of
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota

PER_TABLE = 200
SERVICE_SPACE = IPv4Network("100.64.0.0/10")
SHORTEST_IN_SERVICE_SPACE = 16
"""Shorter prefixes inside 100.64.0.0/10 count as wide pieces of it (K1)."""
TOWARD_DATA_CENTERS = frozenset({"RouterInterface", "VpnGateway", "Ecr"})
NEVER_ROUTED = tuple(map(IPv4Network, ("127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4")))


def check_prefix(destination: str, hop_type: str) -> None:
    """Refuse a destination that no table can have toward a next hop of this type.

    Raises:
        ApiError: `InvalidCidrBlock` for 100.64.0.0/10, wide pieces of it, and any piece toward a data center;
            `InvalidDestinationCidrBlock` for what is never routed.
    """
    prefix = IPv4Network(destination)
    if prefix.subnet_of(SERVICE_SPACE):
        if prefix.prefixlen < SHORTEST_IN_SERVICE_SPACE:
            raise ApiError(
                "InvalidCidrBlock",
                f"The destination {destination} must not be {SERVICE_SPACE} or a wide piece of it; "
                f"the shortest prefix taken there has /{SHORTEST_IN_SERVICE_SPACE}.",
            )
        if hop_type in TOWARD_DATA_CENTERS:
            raise ApiError(
                "InvalidCidrBlock", f"The destination {destination} lies in {SERVICE_SPACE}, not behind a {hop_type}."
            )
    if any(prefix.subnet_of(never) for never in NEVER_ROUTED):
        raise ApiError("InvalidDestinationCidrBlock", f"The destination {destination} is never routed.")


def refuse_unsettled(cloud: Cloud, table: RouteTable) -> None:
    """Refuse a new route while its table, its VPC, a vSwitch or another route of the VPC is changing (G31).

    Raises:
        ApiError: `IncorrectStatus.RouteTableStatus`, `IncorrectVpcStatus`, `IncorrectVSwitchStatus`, `TaskConflict`.
    """
    refuse_while_changing(table, "IncorrectStatus.RouteTableStatus")
    refuse_while_changing(owner_of(cloud, table).row, VPC_STATUS)
    for vswitch in cloud.where(VSwitch, "vpc", table.vpc):
        refuse_while_changing(vswitch, VSWITCH_STATUS)
    cloud.tasks.refuse_if_running(table.vpc)


def check_beside(cloud: Cloud, table: RouteTable, destination: str, hop: str) -> None:
    """Refuse a destination that does not fit beside the vSwitches of the VPC and the entries of the table.

    Raises:
        ApiError: `InvalidCIDRBlock.Duplicate` for a vSwitch's own range and for the destination of an entry with
            another next hop, `InvalidCidrBlock` inside a vSwitch, `RouterEntryConflict.Duplicated` for the very
            same route, `IncorrectRouteEntryStatus` while the entry of that destination is being deleted.
    """
    prefix = IPv4Network(destination)
    for vswitch in cloud.where(VSwitch, "vpc", table.vpc):
        if destination == vswitch.cidr:
            raise ApiError(
                "InvalidCIDRBlock.Duplicate", f"The destination {destination} is the range of {vswitch.id} itself."
            )
        if prefix.subnet_of(IPv4Network(vswitch.cidr)):
            raise ApiError(
                "InvalidCidrBlock", f"The destination {destination} lies inside {vswitch.cidr} of {vswitch.id}."
            )
    for entry in cloud.where(RouteEntry, "route_table", table.id):
        if entry.destination == destination:
            duplicate = "RouterEntryConflict.Duplicated" if entry.hop == hop else "InvalidCIDRBlock.Duplicate"
            raise ApiError(
                "IncorrectRouteEntryStatus" if entry.status == "Deleting" else duplicate,
                f"{table.id} has the route {entry.id} to {destination} already, by {entry.hop_type} "
                f"{entry.hop or 'without an id'}, {entry.status}.",
            )


def check_quota(cloud: Cloud, table: RouteTable) -> None:
    """Refuse one entry more than a table may have; ApiError `QuotaExceeded`."""
    used = len(cloud.where(RouteEntry, "route_table", table.id))
    refuse_over_quota(cloud, owner_of(cloud, table).quota, used, PER_TABLE, "QuotaExceeded")

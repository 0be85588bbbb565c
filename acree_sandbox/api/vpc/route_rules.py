"""What a route entry may be: destinations and next hops that the service refuses (4.4, K1)."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable, VSwitch
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.resources import KINDS

SERVICE_SPACE = IPv4Network("100.64.0.0/10")
SHORTEST_IN_SERVICE_SPACE = 16
"""Shorter prefixes inside 100.64.0.0/10 count as wide pieces of it (K1, G11: I-H)."""
TOWARD_CLOUD = ("Attachment", "VpcPeer")
HOP_TYPES = (
    "Attachment",
    "BlackHole",
    "Ecr",
    "HaVip",
    "Instance",
    "Ipv4Gateway",
    "NatGateway",
    "NetworkInterface",
    "RouterInterface",
    "VpcPeer",
    "VpnGateway",
)
PER_TABLE = 200


def check_destination(cloud: Cloud, table: RouteTable, destination: str, hop_type: str) -> None:
    """Refuse a destination that the service refuses.

    Raises:
        ApiError: `InvalidCidrBlock`, `InvalidDestinationCidrBlock`, `RouterEntryConflict.Duplicated`.
    """
    prefix = IPv4Network(destination)
    if prefix.overlaps(SERVICE_SPACE):
        wide = prefix.prefixlen < SHORTEST_IN_SERVICE_SPACE
        if (wide and prefix.prefixlen > 0) or (hop_type not in TOWARD_CLOUD and prefix.subnet_of(SERVICE_SPACE)):
            raise ApiError(
                "InvalidCidrBlock",
                f"The destination {destination} must not be 100.64.0.0/10 or a wide piece of it, "
                f"nor point from there to a {hop_type}.",
            )
    for vswitch in cloud.where(VSwitch, "vpc", table.vpc):
        if prefix.subnet_of(IPv4Network(vswitch.cidr)):
            raise ApiError(
                "InvalidDestinationCidrBlock",
                f"The destination {destination} must not equal or lie inside {vswitch.cidr} of {vswitch.id}.",
            )
    for entry in cloud.where(RouteEntry, "route_table", table.id):
        if entry.destination == destination:
            raise ApiError(
                "RouterEntryConflict.Duplicated",
                f"The route table {table.id} has a route to {destination} already, by {entry.hop_type} {entry.hop}.",
            )


def check_hop(cloud: Cloud, table: RouteTable, hop_type: str, hop: str) -> None:
    """Refuse a next hop that does not exist or lies outside the table's VPC.

    Raises:
        ApiError: `InvalidAttachment.NotFound`, `IncorrectStatus.Attachment`, `InvalidNexthop`.
    """
    if hop_type == "BlackHole":
        return
    if hop_type != "Attachment":
        if not hop:
            raise ApiError("MissingParameter.NextHopId", f"A route to a {hop_type} needs its NextHopId.")
        return
    kind = KINDS.get("attachment")
    attachment = cloud.get(kind, hop) if kind else None
    if attachment is None or getattr(attachment, "resource_type", "") != "VPC":
        raise ApiError("InvalidAttachment.NotFound", f"There is no VPC attachment {hop!r} (NotFound).", 404)
    resource = getattr(attachment, "resource", "")
    if resource != table.vpc:
        raise ApiError("InvalidNexthop", f"{hop} attaches {resource}, but {table.id} belongs to {table.vpc}.")
    if attachment.status != "Attached":
        raise ApiError("IncorrectStatus.Attachment", f"{hop} is {attachment.status}; wait until it is Attached.")


def check_quota(cloud: Cloud, table: RouteTable) -> None:
    """Refuse one entry more than a table may have; ApiError `QuotaExceeded`."""
    used = len(cloud.where(RouteEntry, "route_table", table.id))
    refuse_over_quota(cloud, "vpc-routes", used, PER_TABLE, "QuotaExceeded")

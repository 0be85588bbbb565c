"""Which ranges a VPC may have, and the second and further ones it is given."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_sandbox.api.vpc.parameters import Unserved, ipv4_range
from acree_sandbox.api.vpc.resources import VSwitch
from acree_sandbox.api.vpc.service import VPC, VPC_STATUS, need_vpc, refuse_overlap, refuse_while_changing
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

SHORTEST_PREFIX = 8
LONGEST_PREFIX = 28
SECONDARY_RANGES = 5
NO_VPC = tuple(map(IPv4Network, ("0.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4")))
"""What no VPC may have a part of (API page of CreateVpc)."""


def check_range(block: str) -> None:
    """Refuse a range that no VPC can have; ApiError ``InvalidCidrBlock``."""
    network = IPv4Network(block)
    if not SHORTEST_PREFIX <= network.prefixlen <= LONGEST_PREFIX:
        raise ApiError(
            "InvalidCidrBlock",
            f"A CIDR block of a VPC has a length from {SHORTEST_PREFIX} to {LONGEST_PREFIX}, not {block}.",
        )
    for reserved in NO_VPC:
        if network.overlaps(reserved):
            raise ApiError("InvalidCidrBlock", f"The CIDR block {block} of a VPC must not overlap {reserved}.")


@VPC.action(
    "AssociateVpcCidrBlock",
    text("VpcId", required=True),
    ipv4_range("SecondaryCidrBlock", required=True),
    Unserved("IpVersion", "ipv4"),
    *map(Unserved, ("IPv6CidrBlock", "Ipv6CidrMask", "Ipv6Isp", "IpamPoolId", "SecondaryCidrMask")),
)
def associate_vpc_cidr_block(cloud: Cloud, request: Request) -> Reply:
    """Give a VPC a further range that overlaps none it has."""
    vpc, block = need_vpc(cloud, request), request.text("SecondaryCidrBlock")
    refuse_while_changing(vpc, VPC_STATUS)
    check_range(block)
    for taken in (vpc.cidr, *vpc.secondary_cidrs):
        refuse_overlap(block, taken, vpc.id, "InvalidCidrBlock.Overlapped")
    used = len(vpc.secondary_cidrs)
    refuse_over_quota(cloud, "secondary-cidrs", used, SECONDARY_RANGES, "QuotaExceeded.SecondaryCidr")
    cloud.change(vpc, secondary_cidrs=[*vpc.secondary_cidrs, block])
    return {"CidrBlock": block, "IpVersion": "IPV4"}


@VPC.action(
    "UnassociateVpcCidrBlock",
    text("VpcId", required=True),
    ipv4_range("SecondaryCidrBlock", required=True),
    Unserved("IPv6CidrBlock"),
)
def unassociate_vpc_cidr_block(cloud: Cloud, request: Request) -> Reply:
    """Take a further range away when no vSwitch lies in it."""
    vpc, block = need_vpc(cloud, request), request.text("SecondaryCidrBlock")
    refuse_while_changing(vpc, VPC_STATUS)
    if block not in vpc.secondary_cidrs:
        raise ApiError(
            "InvalidCidrBlock.NotFound", f"{block} is not a secondary CIDR block of {vpc.id} (NotFound).", 404
        )
    for vswitch in cloud.where(VSwitch, "vpc", vpc.id):
        refuse_overlap(block, vswitch.cidr, vswitch.id, "OperationFailed.CidrInUse")
    cloud.change(vpc, secondary_cidrs=[known for known in vpc.secondary_cidrs if known != block])
    return {}

"""VPCs as the service shows them."""

from __future__ import annotations

from acree_sandbox.api.vpc.parameters import Unserved
from acree_sandbox.api.vpc.resources import RouteTable, Vpc, VSwitch
from acree_sandbox.api.vpc.service import VPC, account_number, need_vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import boolean, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import iso_time


@VPC.action("DescribeVpcAttribute", text("VpcId", required=True), boolean("IsDefault"))
def describe_vpc_attribute(cloud: Cloud, request: Request) -> Reply:
    """Show one VPC."""
    return _answer(cloud, need_vpc(cloud, request))


@VPC.action(
    "DescribeVpcs",
    text("VpcId"),
    text("VpcName"),
    text("VpcOwnerId"),
    text("ResourceGroupId"),
    boolean("IsDefault"),
    Unserved("EnableIpv6", "false"),
    Unserved("DhcpOptionsSetId"),
    tags(),
    *page_parameters(largest=50),
)
def describe_vpcs(cloud: Cloud, request: Request) -> Reply:
    """List VPCs, in pages; several ids are separated by commas. None is a default VPC."""
    found = [
        vpc
        for vpc in _candidates(cloud, request)
        if request.region in {"", vpc.region}
        and request.text("VpcName") in {"", vpc.name}
        and request.text("VpcOwnerId") in {"", vpc.owner}
        and request.text("ResourceGroupId") in {"", vpc.resource_group}
        and has_tags(vpc, request.tags())
        and not request.boolean("IsDefault")
    ]
    page = numbered_page(request, found)
    return {"Vpcs": {"Vpc": [_answer(cloud, vpc) for vpc in page.items]}, **page.fields}


def _candidates(cloud: Cloud, request: Request) -> list[Vpc]:
    ids = list(filter(None, request.text("VpcId").split(",")))
    if not ids:
        return cloud.all(Vpc)
    return [vpc for identifier in dict.fromkeys(ids) if (vpc := cloud.get(Vpc, identifier))]


def _answer(cloud: Cloud, vpc: Vpc) -> dict[str, object]:
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
        "OwnerId": account_number(vpc.owner),
        "SecondaryCidrBlocks": {"SecondaryCidrBlock": list(vpc.secondary_cidrs)},
        "UserCidrs": {"UserCidr": []},
        "Ipv6CidrBlocks": {"Ipv6CidrBlock": []},
        "VSwitchIds": {"VSwitchId": [row.id for row in cloud.where(VSwitch, "vpc", vpc.id)]},
        "RouterTableIds": {"RouterTableIds": [row.id for row in cloud.where(RouteTable, "vpc", vpc.id)]},
        "Tags": {"Tag": tag_list(vpc)},
    }

"""VPC peering connections as the service shows them; tags and resource groups."""

from __future__ import annotations

from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.api.vpc.service import account_number
from acree_sandbox.api.vpcpeer.resources import VpcPeering
from acree_sandbox.api.vpcpeer.service import VPCPEER, WHICH, need_peering
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import token_page, token_parameters
from acree_sandbox.core.parameters import tags, text, texts
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, register_tag_actions, tag_list
from acree_sandbox.core.times import iso_time

register_tag_actions(VPCPEER, {"PeerConnection": VpcPeering}, untag="UnTagResources")


@VPCPEER.action("GetVpcPeerConnectionAttribute", WHICH)
def get_vpc_peer_connection_attribute(cloud: Cloud, request: Request) -> Reply:
    """Show one connection."""
    return _answer(cloud, need_peering(cloud, request))


@VPCPEER.action(
    "ListVpcPeerConnections",
    text("InstanceId"),
    texts("VpcId"),
    text("Name"),
    text("ResourceGroupId"),
    tags(),
    *token_parameters(),
)
def list_vpc_peer_connections(cloud: Cloud, request: Request) -> Reply:
    """List the connections that a region takes part in, in pages by token."""
    vpcs = request.texts("VpcId")
    found = [
        row
        for row in cloud.all(VpcPeering)
        if request.region in {"", row.region, row.accepting_region}
        and request.text("InstanceId") in {"", row.id}
        and request.text("Name") in {"", row.name}
        and request.text("ResourceGroupId") in {"", row.resource_group}
        and (not vpcs or any(row.joins(vpc) for vpc in vpcs))
        and has_tags(row, request.tags())
    ]
    page = token_page(request, found)
    return {"VpcPeerConnects": [_answer(cloud, row) for row in page.items], **page.fields}


@VPCPEER.action(
    "MoveResourceGroup",
    text("ResourceId", required=True),
    text("ResourceType", required=True),
    text("NewResourceGroupId", required=True),
)
def move_resource_group(cloud: Cloud, request: Request) -> Reply:
    """Move a connection into another resource group."""
    row = cloud.need(VpcPeering, request.text("ResourceId"), "ResourceNotFound.InstanceId")
    cloud.change(row, "", resource_group=request.text("NewResourceGroupId"))
    return {}


def _answer(cloud: Cloud, row: VpcPeering) -> dict[str, object]:
    return {
        "InstanceId": row.id,
        "Name": row.name,
        "Description": row.description,
        "Status": row.status,
        "BizStatus": "Normal",
        "RegionId": row.region,
        "OwnerId": account_number(row.owner),
        "AcceptingRegionId": row.accepting_region,
        "AcceptingOwnerUid": account_number(row.accepting_owner),
        "Bandwidth": row.bandwidth,
        "LinkType": row.link_type,
        "GmtCreate": iso_time(row.created_at),
        "GmtModified": iso_time(row.created_at),
        "ResourceGroupId": row.resource_group,
        "Vpc": _vpc(cloud, row.vpc),
        "AcceptingVpc": _vpc(cloud, row.accepting_vpc),
        "Tags": tag_list(row),
    }


def _vpc(cloud: Cloud, identifier: str) -> dict[str, object]:
    row = cloud.get(Vpc, identifier)
    return {
        "VpcId": identifier,
        "VpcName": row.name if row else "",
        "Ipv4Cidrs": [row.cidr, *row.secondary_cidrs] if row else [],
        "Ipv6Cidrs": [],
    }

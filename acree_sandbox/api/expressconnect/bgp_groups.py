"""BGP groups of VBRs."""

from __future__ import annotations

from acree_sandbox.api.expressconnect.resources import BgpGroup, BgpPeer
from acree_sandbox.api.expressconnect.service import need_group, need_vbr, refuse_busy
from acree_sandbox.api.vpc.parameters import Unserved, naming
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import boolean, integer, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

LARGEST_ASN = 2**32 - 1
ROUTE_LIMIT = 110
"""Routes that a VBR takes of one peer; the rest is dropped (G32)."""
WHICH = text("BgpGroupId", required=True)
ATTRIBUTES = {
    "Name": "name",
    "Description": "description",
    "PeerAsn": "peer_asn",
    "LocalAsn": "local_asn",
    "IsFakeAsn": "fake_asn",
    "AuthKey": "key",
}
_DETAILS = (
    *naming("Name"),
    integer("LocalAsn", minimum=1, maximum=LARGEST_ASN),
    boolean("IsFakeAsn"),
    text("AuthKey"),
    Unserved("RouteQuota", str(ROUTE_LIMIT)),
)


@VPC.action(
    "CreateBgpGroup",
    text("RouterId", required=True),
    integer("PeerAsn", minimum=1, maximum=LARGEST_ASN, required=True),
    *_DETAILS,
    Unserved("IpVersion", "ipv4"),
)
def create_bgp_group(cloud: Cloud, request: Request) -> Reply:
    """Set a VBR up for BGP with one AS."""
    vbr = need_vbr(cloud, request.text("RouterId"))
    refuse_busy(vbr)
    row = BgpGroup(id=cloud.new_id(BgpGroup, vbr.region), region=vbr.region, status="Pending", router=vbr.id)
    row = cloud.change(row, "Available", **request.changes(ATTRIBUTES))
    return {"BgpGroupId": row.id}


@VPC.action(
    "DescribeBgpGroups",
    text("BgpGroupId"),
    text("RouterId"),
    boolean("IsDefault"),
    *page_parameters(largest=50),
)
def describe_bgp_groups(cloud: Cloud, request: Request) -> Reply:
    """List the groups of a region, in pages."""
    found = [
        row
        for row in cloud.all(BgpGroup, request.region)
        if request.text("BgpGroupId") in {"", row.id} and request.text("RouterId") in {"", row.router}
    ]
    page = numbered_page(request, found)
    return {"BgpGroups": {"BgpGroup": [_answer(row) for row in page.items]}, **page.fields}


@VPC.action(
    "ModifyBgpGroupAttribute",
    WHICH,
    integer("PeerAsn", minimum=1, maximum=LARGEST_ASN),
    *_DETAILS,
    boolean("ClearAuthKey"),
)
def modify_bgp_group_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change what was sent; the rest stays."""
    row = need_group(cloud, request.text("BgpGroupId"))
    refuse_busy(row)
    changes = request.changes(ATTRIBUTES) | ({"key": ""} if request.boolean("ClearAuthKey") else {})
    cloud.change(row, "Available", status="Modifying", **changes)
    return {}


@VPC.action("DeleteBgpGroup", WHICH)
def delete_bgp_group(cloud: Cloud, request: Request) -> Reply:
    """Delete a group without peers."""
    row = need_group(cloud, request.text("BgpGroupId"))
    refuse_busy(row)
    for peer in cloud.where(BgpPeer, "group", row.id):
        raise ApiError("DependencyViolation.BgpPeer", f"{row.id} still has the peer {peer.id}.")
    cloud.remove(row, while_status="Deleting")
    return {}


def _answer(row: BgpGroup) -> dict[str, object]:
    return {
        "BgpGroupId": row.id,
        "Name": row.name,
        "Description": row.description,
        "RouterId": row.router,
        "PeerAsn": row.peer_asn,
        "LocalAsn": row.local_asn,
        "IsFake": row.fake_asn,
        "AuthKey": row.key,
        "IpVersion": "IPV4",
        "RouteLimit": str(ROUTE_LIMIT),
        "Hold": "30",
        "Keepalive": "10",
        "RegionId": row.region,
        "Status": row.status,
    }

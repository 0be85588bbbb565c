"""BGP peers of VBRs, and what is learned of them."""

from __future__ import annotations

from collections.abc import Sequence

from acree_sandbox.api.expressconnect.bgp_groups import ROUTE_LIMIT
from acree_sandbox.api.expressconnect.resources import BgpGroup, BgpPeer, BgpSession, Vbr
from acree_sandbox.api.expressconnect.service import need_group, need_peer, refuse_busy
from acree_sandbox.api.sites.resources import Site
from acree_sandbox.api.vpc.parameters import Unserved
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError, missing_parameter
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import address, boolean, integer, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

PER_VBR = 8
MOST_HOPS = 255
WHICH = text("BgpPeerId", required=True)
ATTRIBUTES = {"PeerIpAddress": "address", "EnableBfd": "bfd", "BfdMultiHop": "hops"}
_DETAILS = (
    address("PeerIpAddress"),
    boolean("EnableBfd"),
    integer("BfdMultiHop", minimum=1, maximum=MOST_HOPS),
)
UP, DOWN = "Established", "Idle"


@VPC.action("CreateBgpPeer", text("BgpGroupId", required=True), *_DETAILS, Unserved("IpVersion", "ipv4"))
def create_bgp_peer(cloud: Cloud, request: Request) -> Reply:
    """Let a VBR speak BGP with a neighbour; it can have 8 (4.4)."""
    group = need_group(cloud, request.text("BgpGroupId"))
    refuse_busy(group)
    if not request.text("PeerIpAddress"):
        raise missing_parameter("PeerIpAddress")
    peers = cloud.where(BgpPeer, "router", group.router)
    if any(row.address == request.text("PeerIpAddress") for row in peers):
        raise ApiError("InvalidPeerIpAddress.Duplicate", f"{group.router} has a peer at that address already.")
    refuse_over_quota(cloud, "bgp-peers", len(peers), PER_VBR, "QuotaExceeded.BgpPeer")
    row = BgpPeer(
        id=cloud.new_id(BgpPeer, group.region),
        region=group.region,
        status="Pending",
        router=group.router,
        group=group.id,
    )
    row = cloud.change(row, "Available", **request.changes(ATTRIBUTES))
    return {"BgpPeerId": row.id}


@VPC.action(
    "DescribeBgpPeers",
    text("BgpPeerId"),
    text("BgpGroupId"),
    text("RouterId"),
    boolean("IsDefault"),
    *page_parameters(largest=50),
)
def describe_bgp_peers(cloud: Cloud, request: Request) -> Reply:
    """List the peers of a region, in pages."""
    found = [
        row
        for row in cloud.all(BgpPeer, request.region)
        if request.text("BgpPeerId") in {"", row.id}
        and request.text("BgpGroupId") in {"", row.group}
        and request.text("RouterId") in {"", row.router}
    ]
    page = numbered_page(request, found)
    return {"BgpPeers": {"BgpPeer": [_answer(cloud, row) for row in page.items]}, **page.fields}


@VPC.action("ModifyBgpPeerAttribute", WHICH, text("BgpGroupId"), *_DETAILS)
def modify_bgp_peer_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change what was sent; the rest stays."""
    row = need_peer(cloud, request.text("BgpPeerId"))
    refuse_busy(row)
    group = need_group(cloud, request.text("BgpGroupId", row.group))
    cloud.change(row, "Available", status="Modifying", group=group.id, **request.changes(ATTRIBUTES))
    return {}


@VPC.action("DeleteBgpPeer", WHICH)
def delete_bgp_peer(cloud: Cloud, request: Request) -> Reply:
    """End BGP with a neighbour."""
    row = need_peer(cloud, request.text("BgpPeerId"))
    refuse_busy(row)
    session = cloud.get(BgpSession, row.id)
    if session is not None:
        cloud.remove(session)
    cloud.remove(row, while_status="Deleting")
    return {}


def learned(cloud: Cloud, peer: BgpPeer) -> Sequence[str]:
    """What is learned of a peer: the first 110 prefixes that it announces.

    The data plane reports of sessions. Where it does not, one is up when both ends agree: a site's device is at the
    VBR's line, the peer's address is that of the line's far end, and the AS number is the device's.
    """
    session = cloud.get(BgpSession, peer.id)
    if session is not None:
        return session.learned[:ROUTE_LIMIT]
    vbr, group = cloud.get(Vbr, peer.router), cloud.get(BgpGroup, peer.group)
    if vbr is None or group is None or vbr.status != "active" or peer.address != vbr.peer:
        return ()
    for site in cloud.all(Site):
        if vbr.id in site.lines and site.asn == group.peer_asn:
            return site.cidrs[:ROUTE_LIMIT]
    return ()


def _answer(cloud: Cloud, row: BgpPeer) -> dict[str, object]:
    group = cloud.get(BgpGroup, row.group)
    prefixes, session = learned(cloud, row), cloud.get(BgpSession, row.id)
    status = session.status if session else UP if prefixes else DOWN
    hops = {"BfdMultiHop": row.hops} if row.hops else {}
    return {
        "BgpPeerId": row.id,
        "BgpGroupId": row.group,
        "RouterId": row.router,
        "Name": "",
        "Description": "",
        "PeerIpAddress": row.address,
        "PeerAsn": str(group.peer_asn if group else ""),
        "LocalAsn": str(group.local_asn if group else ""),
        "AuthKey": group.key if group else "",
        "IsFake": bool(group and group.fake_asn),
        "EnableBfd": row.bfd,
        **hops,
        "IpVersion": "IPV4",
        "RouteLimit": str(ROUTE_LIMIT),
        "ReceivedRouteCount": str(len(prefixes)),
        "Hold": "30",
        "Keepalive": "10",
        "RegionId": row.region,
        "Status": row.status,
        "BgpStatus": status,
    }

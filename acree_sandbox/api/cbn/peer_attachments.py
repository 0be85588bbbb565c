"""Inter-region connections: made at one of two routers, seen from both."""

from __future__ import annotations

from acree_sandbox.api.cbn.attachments import (
    ATTACHMENT,
    ATTRIBUTES,
    AUTO_PUBLISH,
    LIST,
    NAMING,
    common_answer,
    delete_attachment,
    router_for,
    wanted_attachments,
)
from acree_sandbox.api.cbn.bandwidth import Bandwidth, checked_bandwidth
from acree_sandbox.api.cbn.resources import Attachment, BandwidthPackage, TransitRouter
from acree_sandbox.api.cbn.service import (
    CBN,
    account_number,
    need_attachment,
    need_router,
    owner_of,
    refuse_basic,
    refuse_while_changing,
)
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import token_page
from acree_sandbox.core.parameters import boolean, integer, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

MOST_BANDWIDTH = 10_000_000
BANDWIDTH = (
    integer("Bandwidth", minimum=1, maximum=MOST_BANDWIDTH, code="IllegalParam.Bandwidth"),
    text("BandwidthType", choices=("BandwidthPackage", "DataTransfer"), code="IllegalParam.BandwidthType"),
    text("CenBandwidthPackageId"),
    text("DefaultLinkType", choices=("Gold", "Platinum")),
)


@CBN.action(
    "CreateTransitRouterPeerAttachment",
    text("CenId"),
    text("TransitRouterId"),
    text("PeerTransitRouterId", required=True),
    text("PeerTransitRouterRegionId"),
    text("ResourceType", choices=("TR",)),
    *NAMING,
    *BANDWIDTH,
    AUTO_PUBLISH,
    tags(),
)
def create_transit_router_peer_attachment(cloud: Cloud, request: Request) -> Reply:
    """Connect two routers of one CEN instance."""
    router = router_for(cloud, request)
    peer = _peer_for(cloud, request, router)
    asked = Bandwidth(
        mbps=request.integer("Bandwidth"),
        type=request.text("BandwidthType"),
        package=request.text("CenBandwidthPackageId"),
        link_type=request.text("DefaultLinkType"),
    )
    bandwidth = checked_bandwidth(cloud, asked, router, peer)
    row = Attachment(
        id=cloud.new_id(Attachment),
        region=router.region,
        status="Attaching",
        name=request.text("TransitRouterAttachmentName"),
        description=request.text("TransitRouterAttachmentDescription"),
        cen=router.cen,
        router=router.id,
        peer_router=peer.id,
        peer_region=peer.region,
        resource_type="TR",
        resource=peer.id,
        resource_region=peer.region,
        resource_owner=owner_of(cloud, peer),
        auto_publish=request.boolean("AutoPublishRouteEnabled"),
        bandwidth=bandwidth.mbps,
        bandwidth_type=bandwidth.type,
        bandwidth_package=bandwidth.package,
        link_type=bandwidth.link_type,
        tags=request.tags(),
    )
    return {"TransitRouterAttachmentId": cloud.put(row, then="Attached").id}


@CBN.action("ListTransitRouterPeerAttachments", *LIST)
def list_transit_router_peer_attachments(cloud: Cloud, request: Request) -> Reply:
    """List connections; asked for in the far region, or for the far router, they are shown from there."""
    views = [_view(cloud, row, request) for row in wanted_attachments(cloud, request, "TR")]
    page = token_page(request, [view for view in views if view is not None])
    return {**page.fields, "TransitRouterAttachments": page.items}


@CBN.action("UpdateTransitRouterPeerAttachmentAttribute", ATTACHMENT, *NAMING, *BANDWIDTH, AUTO_PUBLISH)
def update_transit_router_peer_attachment_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change what was sent; the rest stays."""
    row = need_attachment(cloud, request.text("TransitRouterAttachmentId"), "TR")
    refuse_while_changing(row, "IncorrectStatus.Status")
    kind = request.text("BandwidthType", row.bandwidth_type)
    package = row.bandwidth_package if kind == "BandwidthPackage" else ""
    asked = Bandwidth(
        mbps=request.integer("Bandwidth", row.bandwidth),
        type=kind,
        package=request.text("CenBandwidthPackageId", package),
        link_type=request.text("DefaultLinkType", row.link_type),
    )
    ends = need_router(cloud, row.router), need_router(cloud, row.peer_router)
    bandwidth = checked_bandwidth(cloud, asked, *ends, instead_of=row.id)
    changes = request.changes({**ATTRIBUTES, "AutoPublishRouteEnabled": "auto_publish"}) | {
        "bandwidth": bandwidth.mbps,
        "bandwidth_type": bandwidth.type,
        "bandwidth_package": bandwidth.package,
        "link_type": bandwidth.link_type,
    }
    cloud.change(row, then="Attached", status="Modifying", **changes)
    return {}


@CBN.action("DeleteTransitRouterPeerAttachment", ATTACHMENT, boolean("Force"))
def delete_transit_router_peer_attachment(cloud: Cloud, request: Request) -> Reply:
    """Disconnect two routers; with Force also remove what refers to the connection at both ends."""
    row = need_attachment(cloud, request.text("TransitRouterAttachmentId"), "TR")
    delete_attachment(cloud, row, force=request.boolean("Force"))
    return {}


def _peer_for(cloud: Cloud, request: Request, router: TransitRouter) -> TransitRouter:
    peer = need_router(cloud, request.text("PeerTransitRouterId"), "PeerTransitRouterId")
    region = request.text("PeerTransitRouterRegionId", peer.region)
    if region != peer.region:
        raise ApiError("IllegalParam.PeerRegionId", f"{peer.id!r} is in {peer.region}, not in {region}.")
    if peer.cen != router.cen or peer.region == router.region:
        raise ApiError(
            "IllegalParam.PeerTransitRouterId",
            f"{router.id!r} ({router.cen}, {router.region}) connects to a router of its CEN in another region; "
            f"{peer.id!r} is of {peer.cen} in {peer.region}.",
        )
    refuse_basic(peer)
    refuse_while_changing(peer, "IncorrectStatus.TransitRouter")
    for row in cloud.where(Attachment, "cen", router.cen):
        if row.peer_router and row.touches(router.id) and row.touches(peer.id):
            raise ApiError(
                "InstanceExist.TransitRouterAttachment",
                f"{router.id!r} and {peer.id!r} are connected already, by {row.id!r}.",
            )
    return peer


def _view(cloud: Cloud, row: Attachment, request: Request) -> dict[str, object] | None:
    router = request.text("TransitRouterId")
    ends = [(row.router, row.region, row.peer_router, row.peer_region)]
    ends.append((row.peer_router, row.peer_region, row.router, row.region))
    for here, region, there, far_region in ends:
        if router in {"", here} and request.region in {"", region}:
            return _answer(cloud, row) | {
                "TransitRouterId": here,
                "RegionId": region,
                "PeerTransitRouterId": there,
                "PeerTransitRouterRegionId": far_region,
                "PeerTransitRouterOwnerId": _owner(cloud, there),
            }
    return None


def _owner(cloud: Cloud, router: str) -> int:
    row = cloud.get(TransitRouter, router)
    return account_number(owner_of(cloud, row) if row else cloud.account)


def _answer(cloud: Cloud, row: Attachment) -> dict[str, object]:
    package = cloud.get(BandwidthPackage, row.bandwidth_package) if row.bandwidth_package else None
    return {
        **common_answer(row),
        "Bandwidth": row.bandwidth,
        "BandwidthType": row.bandwidth_type,
        "CenBandwidthPackageId": row.bandwidth_package,
        "DefaultLinkType": row.link_type,
        "GeographicSpanId": package.span if package else "",
    }

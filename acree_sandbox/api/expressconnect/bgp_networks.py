"""Prefixes that VBRs announce to data centers."""

from __future__ import annotations

from acree_sandbox.api.expressconnect.resources import BgpNetwork
from acree_sandbox.api.expressconnect.service import need_vbr, refuse_busy
from acree_sandbox.api.vpc.parameters import Range
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

WHICH = (text("RouterId", required=True), Range("DstCidrBlock", required=True))


@VPC.action("AddBgpNetwork", *WHICH, text("VpcId"))
def add_bgp_network(cloud: Cloud, request: Request) -> Reply:
    """Let a VBR announce a prefix."""
    vbr = need_vbr(cloud, request.text("RouterId"))
    refuse_busy(vbr)
    identifier = _identifier(request)
    if cloud.get(BgpNetwork, identifier) is not None:
        raise ApiError("InvalidResource.Duplicate", f"{vbr.id} announces {request.text('DstCidrBlock')} already.")
    row = BgpNetwork(
        id=identifier,
        region=vbr.region,
        status="Pending",
        router=vbr.id,
        destination=request.text("DstCidrBlock"),
        vpc=request.text("VpcId"),
    )
    cloud.put(row, then="Available")
    return {}


@VPC.action("DescribeBgpNetworks", text("RouterId"), *page_parameters(largest=50))
def describe_bgp_networks(cloud: Cloud, request: Request) -> Reply:
    """List announced prefixes, in pages."""
    found = [row for row in cloud.all(BgpNetwork, request.region) if request.text("RouterId") in {"", row.router}]
    page = numbered_page(request, found)
    items = [
        {"RouterId": row.router, "DstCidrBlock": row.destination, "Status": row.status, "VpcId": row.vpc}
        for row in page.items
    ]
    return {"BgpNetworks": {"BgpNetwork": items}, **page.fields}


@VPC.action("DeleteBgpNetwork", *WHICH)
def delete_bgp_network(cloud: Cloud, request: Request) -> Reply:
    """Announce a prefix no more."""
    row = cloud.need(BgpNetwork, _identifier(request), "InvalidResource.NotFound")
    refuse_busy(row)
    cloud.remove(row, while_status="Deleting")
    return {}


def _identifier(request: Request) -> str:
    return f"{request.text('RouterId')}:{request.text('DstCidrBlock')}"

"""Lists of the attachments of VBRs, VPN connections and Express Connect routers."""

from __future__ import annotations

from collections.abc import Callable

from acree_sandbox.api.cbn.attachments import LIST, common_answer, wanted_attachments
from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.cbn.service import CBN, account_number
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import token_page
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

Answer = Callable[[Attachment], dict[str, object]]


@CBN.action("ListTransitRouterVbrAttachments", *LIST)
def list_transit_router_vbr_attachments(cloud: Cloud, request: Request) -> Reply:
    """List attached VBRs."""
    return _listed(cloud, request, "VBR", lambda row: {"VbrRegionId": row.resource_region})


@CBN.action("ListTransitRouterVpnAttachments", *LIST)
def list_transit_router_vpn_attachments(cloud: Cloud, request: Request) -> Reply:
    """List attached VPN connections."""
    return _listed(
        cloud,
        request,
        "VPN",
        lambda row: {
            "VpnRegionId": row.resource_region,
            "Zones": [{"ZoneId": zone["ZoneId"]} for zone in row.zones],
        },
    )


@CBN.action("ListTransitRouterEcrAttachments", *LIST)
def list_transit_router_ecr_attachments(cloud: Cloud, request: Request) -> Reply:
    """List attached Express Connect routers."""
    return _listed(cloud, request, "ECR", lambda row: {"TransitRouterRegionId": row.region})


def _listed(cloud: Cloud, request: Request, resource_type: str, more: Answer) -> Reply:
    word = resource_type.capitalize()
    rows = [row for row in wanted_attachments(cloud, request, resource_type) if request.region in {"", row.region}]
    page = token_page(request, rows)
    answers = [
        {
            **common_answer(row),
            f"{word}Id": row.resource,
            f"{word}OwnerId": account_number(row.resource_owner),
            **more(row),
        }
        for row in page.items
    ]
    return {**page.fields, "TransitRouterAttachments": answers}

"""CIDR blocks of transit routers, from which private VPN gateways would take addresses: kept and shown, not used."""

from __future__ import annotations

from acree_sandbox.api.cbn.resources import TransitRouterCidr
from acree_sandbox.api.cbn.service import CBN, naming, need_router, refuse_basic
from acree_sandbox.api.vpc.parameters import Range
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import boolean, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

ROUTER = text("TransitRouterId", required=True)
WHICH = (ROUTER, text("TransitRouterCidrId", required=True))
NAMES = (*naming(), boolean("PublishCidrRoute"))
ATTRIBUTES = {"Cidr": "cidr", "Name": "name", "Description": "description", "PublishCidrRoute": "publish"}


@CBN.action("CreateTransitRouterCidr", ROUTER, Range("Cidr", required=True), *NAMES)
def create_transit_router_cidr(cloud: Cloud, request: Request) -> Reply:
    """Give a router a block of addresses."""
    router = need_router(cloud, request.text("TransitRouterId"))
    refuse_basic(router)
    row = TransitRouterCidr(
        id=cloud.new_id(TransitRouterCidr),
        region=router.region,
        router=router.id,
        cidr=request.text("Cidr"),
        name=request.text("Name"),
        description=request.text("Description"),
        publish=request.boolean("PublishCidrRoute", default=True),
    )
    return {"TransitRouterCidrId": cloud.put(row).id}


@CBN.action("ListTransitRouterCidr", text("TransitRouterId"), text("TransitRouterCidrId"))
def list_transit_router_cidr(cloud: Cloud, request: Request) -> Reply:
    """List the blocks of a router."""
    found = [
        row
        for row in cloud.all(TransitRouterCidr, request.region)
        if request.text("TransitRouterId") in {"", row.router} and request.text("TransitRouterCidrId") in {"", row.id}
    ]
    return {"CidrLists": [_answer(row) for row in found]}


@CBN.action("ModifyTransitRouterCidr", *WHICH, Range("Cidr"), *NAMES)
def modify_transit_router_cidr(cloud: Cloud, request: Request) -> Reply:
    """Change what was sent; the rest stays."""
    cloud.change(_wanted(cloud, request), "", **request.changes(ATTRIBUTES))
    return {}


@CBN.action("DeleteTransitRouterCidr", *WHICH)
def delete_transit_router_cidr(cloud: Cloud, request: Request) -> Reply:
    """Take a block away."""
    cloud.remove(_wanted(cloud, request))
    return {}


def _wanted(cloud: Cloud, request: Request) -> TransitRouterCidr:
    row = cloud.get(TransitRouterCidr, request.text("TransitRouterCidrId"))
    if row is None or row.router != request.text("TransitRouterId"):
        raise ApiError(
            "InvalidTransitRouterCidrId.NotFound",
            f"{request.text('TransitRouterId')!r} has no block {request.text('TransitRouterCidrId')!r} (NotFound).",
        )
    return row


def _answer(row: TransitRouterCidr) -> dict[str, object]:
    return {
        "TransitRouterCidrId": row.id,
        "TransitRouterId": row.router,
        "Cidr": row.cidr,
        "Family": "IPv4",
        "Name": row.name,
        "Description": row.description,
        "PublishCidrRoute": row.publish,
    }

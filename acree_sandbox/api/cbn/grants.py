"""Grants: the owner of a network lets the transit routers of a CEN instance attach it."""

from __future__ import annotations

from acree_sandbox.api.cbn.resources import TransitRouterGrant
from acree_sandbox.api.cbn.service import CBN, account_number, region_of
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import token_page, token_parameters
from acree_sandbox.core.parameters import integer, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.times import iso_time

TYPES = ("VPC", "ExpressConnect", "VPN", "ECR")
ORDER_TYPE = text("OrderType", choices=("PayByCenOwner", "PayByResourceOwner"))
WHOSE = (
    text("CenId", required=True),
    integer("CenOwnerId", required=True),
    text("InstanceId", required=True),
    text("InstanceType", required=True, choices=TYPES),
)


@CBN.action("GrantInstanceToTransitRouter", *WHOSE, ORDER_TYPE)
def grant_instance_to_transit_router(cloud: Cloud, request: Request) -> Reply:
    """Grant a network to a CEN instance, of this or another account: that one need not be known here."""
    region, identifier = region_of(request), request.text("InstanceId")
    if request.text("InstanceType") == "VPC":
        cloud.need(Vpc, identifier, "InvalidInstanceId.NotFound")
    key = _key(request.text("CenId"), identifier)
    if cloud.get(TransitRouterGrant, key):
        raise ApiError("OperationFailed.GrantExist", f"{identifier!r} is granted to {request.text('CenId')!r} already.")
    cloud.put(
        TransitRouterGrant(
            id=key,
            region=region,
            cen=request.text("CenId"),
            cen_owner=str(request.integer("CenOwnerId")),
            resource=identifier,
            resource_type=request.text("InstanceType"),
            order_type=request.text("OrderType", "PayByCenOwner"),
        )
    )
    return {}


@CBN.action(
    "DescribeGrantRulesToResource",
    text("ProductType", required=True, choices=TYPES),
    text("ResourceId", required=True),
    *token_parameters(),
)
def describe_grant_rules_to_resource(cloud: Cloud, request: Request) -> Reply:
    """List to whom a network is granted."""
    rows = [
        row
        for row in cloud.where(TransitRouterGrant, "resource", request.text("ResourceId"))
        if row.resource_type == request.text("ProductType") and request.region in {"", row.region}
    ]
    page = token_page(request, rows, size=50)
    return {**page.fields, "GrantRules": [_answer(row) for row in page.items]}


@CBN.action(
    "ModifyGrantInstanceToTransitRouter",
    text("CenId", required=True),
    text("InstanceId", required=True),
    text("OrderType", required=True, choices=ORDER_TYPE.choices),
)
def modify_grant_instance_to_transit_router(cloud: Cloud, request: Request) -> Reply:
    """Change who pays."""
    cloud.change(_need_grant(cloud, request), order_type=request.text("OrderType"))
    return {}


@CBN.action("RevokeInstanceFromTransitRouter", *WHOSE)
def revoke_instance_from_transit_router(cloud: Cloud, request: Request) -> Reply:
    """Take a grant back; what is attached already stays attached."""
    cloud.remove(_need_grant(cloud, request))
    return {}


def _key(cen: str, resource: str) -> str:
    return f"{resource}/{cen}"


def _need_grant(cloud: Cloud, request: Request) -> TransitRouterGrant:
    key = _key(request.text("CenId"), request.text("InstanceId"))
    return cloud.need(TransitRouterGrant, key, "InvalidInstanceId.NotFound")


def _answer(row: TransitRouterGrant) -> dict[str, object]:
    return {
        "CenId": row.cen,
        "CenOwnerId": account_number(row.cen_owner),
        "OrderType": row.order_type,
        "EffectiveOrderType": row.order_type,
        "ResourceId": row.resource,
        "ResourceType": row.resource_type,
        "RegionId": row.region,
        "CreateTime": iso_time(row.created_at),
    }

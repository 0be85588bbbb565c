"""What a VPN gateway writes into its VPC's own table: a route for each destination that it publishes."""

from __future__ import annotations

from acree_sandbox.api.vpc.parameters import Range
from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable
from acree_sandbox.api.vpc.route_entries import Hop, add_entry
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.api.vpn.resources import VpnGateway, VpnRoute
from acree_sandbox.api.vpn.service import configure, need_gateway, vpc_of
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import boolean, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

PUBLISHED, NORMAL = "published", "normal"
HOP_TYPE = "VpnGateway"


@VPC.action(
    "PublishVpnRouteEntry",
    text("VpnGatewayId", required=True),
    text("NextHop", required=True),
    Range("RouteDest", required=True),
    text("RouteType", required=True, choices=("dbr", "pbr")),
    boolean("PublishVpc", required=True),
)
def publish_vpn_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Publish a route to the VPC, or withdraw it."""
    gateway = need_gateway(cloud, request.text("VpnGatewayId"))
    policy, publish = request.text("RouteType") == "pbr", request.boolean("PublishVpc")
    found = [
        row
        for row in cloud.where(VpnRoute, "gateway", gateway.id)
        if (row.hop, row.destination) == (request.text("NextHop"), request.text("RouteDest"))
        and bool(row.source) == policy
    ]
    if not found:
        raise no_route(gateway.id, request.text("RouteDest"), request.text("NextHop"))
    configure(cloud, gateway)
    for row in found:
        set_published(cloud, gateway, row, publish=publish)
    return {}


def set_published(cloud: Cloud, gateway: VpnGateway, row: VpnRoute, *, publish: bool) -> None:
    """Keep a route of a gateway as published or not, and let the VPC's own table follow."""
    status = PUBLISHED if publish else NORMAL
    cloud.change(row, status, status="publishing" if publish else "withdrawing", published=publish)
    _follow(cloud, gateway, row.destination)


def forget(cloud: Cloud, gateway: VpnGateway, row: VpnRoute) -> None:
    """Take a route of a gateway away, and what it published unless another route publishes the same."""
    cloud.change(row, "Gone", status="deleting", published=False)
    _follow(cloud, gateway, row.destination)


def no_route(gateway: str, destination: str, hop: str) -> ApiError:
    """The refusal of a call that names a route that a gateway does not have."""
    return ApiError("InvalidRouteEntry.NotFound", f"{gateway} has no route to {destination} by {hop} (NotFound).", 404)


def _follow(cloud: Cloud, gateway: VpnGateway, destination: str) -> None:
    table = cloud.need(RouteTable, vpc_of(cloud, gateway).system_table, "InvalidRouteTable.NotFound")
    wanted = any(
        row.published and row.destination == destination for row in cloud.where(VpnRoute, "gateway", gateway.id)
    )
    present = next(
        (row for row in cloud.where(RouteEntry, "hop", gateway.id) if _is_published(row, table, destination)), None
    )
    if wanted and present is None:
        add_entry(cloud, table, destination, Hop(HOP_TYPE, gateway.id))
    elif present is not None and not wanted:
        cloud.remove(present)


def _is_published(row: RouteEntry, table: RouteTable, destination: str) -> bool:
    return (row.route_table, row.destination) == (table.id, destination)

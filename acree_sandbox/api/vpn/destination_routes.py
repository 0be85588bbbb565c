"""Destination-based routes of VPN gateways."""

from __future__ import annotations

from acree_sandbox.api.vpc.parameters import Name, Unserved
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.api.vpn.bgp import learned_prefixes
from acree_sandbox.api.vpn.parameters import route_prefix, weight
from acree_sandbox.api.vpn.publishing import forget, no_route, set_published
from acree_sandbox.api.vpn.resources import VpnConnection, VpnGateway, VpnRoute
from acree_sandbox.api.vpn.route_rules import check_beside, check_destination, connection_for
from acree_sandbox.api.vpn.service import configure, need_gateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import boolean, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.times import epoch_milliseconds

WHICH = (text("VpnGatewayId", required=True), text("NextHop", required=True), route_prefix("RouteDest"))
OVERLAY = Unserved("OverlayMode", "ipsec")
PAGE = 50


@VPC.action(
    "CreateVpnRouteEntry",
    *WHICH,
    weight(required=True),
    boolean("PublishVpc", required=True),
    Name("Description", 100),
    OVERLAY,
)
def create_vpn_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Send a prefix to a connection."""
    gateway = need_gateway(cloud, request.text("VpnGatewayId"))
    connection_for(cloud, gateway, request.text("NextHop"))
    check_destination(request.text("RouteDest"))
    row = VpnRoute(
        id=route_id(gateway.id, request.text("NextHop"), request.text("RouteDest")),
        region=gateway.region,
        gateway=gateway.id,
        hop=request.text("NextHop"),
        destination=request.text("RouteDest"),
        weight=int(request.text("Weight")),
        description=request.text("Description"),
    )
    check_beside(cloud, row)
    configure(cloud, gateway)
    set_published(cloud, gateway, row, publish=request.boolean("PublishVpc"))
    return created(cloud, row)


@VPC.action(
    "DescribeVpnRouteEntries",
    text("VpnGatewayId", required=True),
    text("RouteEntryType", choices=("custom", "bgp")),
    *page_parameters(largest=50),
)
def describe_vpn_route_entries(cloud: Cloud, request: Request) -> Reply:
    """List the destination-based routes of a gateway and what its connections learned by BGP, in pages."""
    gateway = need_gateway(cloud, request.text("VpnGatewayId"))
    rows = [row for row in cloud.where(VpnRoute, "gateway", gateway.id) if not row.source]
    items = [
        *(route_answer(row) | {"RouteEntryType": "custom", "Source": ""} for row in rows),
        *_learned(cloud, gateway),
    ]
    wanted = request.text("RouteEntryType")
    page = numbered_page(request, [item for item in items if wanted in {"", item["RouteEntryType"]}], size=PAGE)
    return {"VpnRouteEntries": {"VpnRouteEntry": page.items}, **page.fields}


@VPC.action(
    "ModifyVpnRouteEntryWeight",
    *WHICH,
    weight(required=True),
    weight("NewWeight", required=True),
    OVERLAY,
)
def modify_vpn_route_entry_weight(cloud: Cloud, request: Request) -> Reply:
    """Make a route the one in use, or the one that stands by."""
    gateway, row = _wanted(cloud, request)
    configure(cloud, gateway)
    cloud.change(row, "", weight=int(request.text("NewWeight")))
    return {}


@VPC.action("DeleteVpnRouteEntry", *WHICH, weight(required=True), OVERLAY)
def delete_vpn_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Delete a route, and what it published."""
    gateway, row = _wanted(cloud, request)
    configure(cloud, gateway)
    forget(cloud, gateway, row)
    return {}


def route_id(*parts: str) -> str:
    """Id under which a route is kept; the service has none."""
    return ":".join(parts)


def created(cloud: Cloud, row: VpnRoute) -> dict[str, object]:
    """What the creation of a route answers."""
    return {
        "VpnInstanceId": row.gateway,
        "NextHop": row.hop,
        "RouteDest": row.destination,
        "Weight": row.weight,
        "State": "publishing" if row.published else "normal",
        "Description": row.description,
        "OverlayMode": "Ipsec",
        "CreateTime": epoch_milliseconds(cloud.now()),
    }


def route_answer(row: VpnRoute) -> dict[str, object]:
    """A route as lists hold it."""
    return {
        "VpnInstanceId": row.gateway,
        "NextHop": row.hop,
        "RouteDest": row.destination,
        "Weight": row.weight,
        "State": row.status,
        "CreateTime": epoch_milliseconds(row.created_at),
    }


def _wanted(cloud: Cloud, request: Request) -> tuple[VpnGateway, VpnRoute]:
    gateway = need_gateway(cloud, request.text("VpnGatewayId"))
    row = cloud.get(VpnRoute, route_id(gateway.id, request.text("NextHop"), request.text("RouteDest")))
    if row is None or row.weight != int(request.text("Weight")):
        raise no_route(gateway.id, request.text("RouteDest"), request.text("NextHop"))
    return gateway, row


def _learned(cloud: Cloud, gateway: VpnGateway) -> list[dict[str, object]]:
    found = []
    for connection in cloud.where(VpnConnection, "gateway", gateway.id):
        for prefix in learned_prefixes(cloud, connection):
            row = VpnRoute(id="", gateway=gateway.id, hop=connection.id, destination=prefix, status="published")
            found.append(route_answer(row) | {"RouteEntryType": "bgp", "Source": connection.id})
    return found

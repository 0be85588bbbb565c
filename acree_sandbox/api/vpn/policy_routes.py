"""Policy-based routes of VPN gateways: by source and destination."""

from __future__ import annotations

from acree_sandbox.api.vpc.parameters import Name
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.api.vpn.destination_routes import OVERLAY, PAGE, WHICH, created, route_answer, route_id
from acree_sandbox.api.vpn.parameters import route_prefix, weight
from acree_sandbox.api.vpn.publishing import forget, no_route, set_published
from acree_sandbox.api.vpn.resources import VpnGateway, VpnRoute
from acree_sandbox.api.vpn.route_rules import check_beside, check_destination, connection_for
from acree_sandbox.api.vpn.service import configure, need_gateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import boolean, integer, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

HIGHEST, LOWEST = 1, 100
POLICY = (*WHICH, route_prefix("RouteSource"), integer("Priority", minimum=0, maximum=LOWEST), OVERLAY)


@VPC.action(
    "CreateVpnPbrRouteEntry",
    *POLICY,
    weight(required=True),
    boolean("PublishVpc", required=True),
    Name("Description", 100),
)
def create_vpn_pbr_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Send what comes from one prefix and goes to another to a connection."""
    gateway = need_gateway(cloud, request.text("VpnGatewayId"))
    connection_for(cloud, gateway, request.text("NextHop"))
    check_destination(request.text("RouteDest"), everywhere=True)
    row = VpnRoute(
        id=_identifier(request),
        region=gateway.region,
        gateway=gateway.id,
        hop=request.text("NextHop"),
        destination=request.text("RouteDest"),
        source=request.text("RouteSource"),
        weight=int(request.text("Weight")),
        priority=request.integer("Priority", HIGHEST),
        description=request.text("Description"),
    )
    check_beside(cloud, row)
    configure(cloud, gateway)
    set_published(cloud, gateway, row, publish=request.boolean("PublishVpc"))
    return created(cloud, row) | {"RouteSource": row.source, "Priority": row.priority}


@VPC.action("DescribeVpnPbrRouteEntries", text("VpnGatewayId", required=True), *page_parameters(largest=50))
def describe_vpn_pbr_route_entries(cloud: Cloud, request: Request) -> Reply:
    """List the policy-based routes of a gateway, in pages."""
    gateway = need_gateway(cloud, request.text("VpnGatewayId"))
    rows = [row for row in cloud.where(VpnRoute, "gateway", gateway.id) if row.source]
    page = numbered_page(request, rows, size=PAGE)
    items = [route_answer(row) | {"RouteSource": row.source, "Priority": row.priority} for row in page.items]
    return {"VpnPbrRouteEntries": {"VpnPbrRouteEntry": items}, **page.fields}


@VPC.action("ModifyVpnPbrRouteEntryWeight", *POLICY, weight(required=True), weight("NewWeight", required=True))
def modify_vpn_pbr_route_entry_weight(cloud: Cloud, request: Request) -> Reply:
    """Make a route the one in use, or the one that stands by."""
    gateway, row = _wanted(cloud, request)
    configure(cloud, gateway)
    cloud.change(row, "", weight=int(request.text("NewWeight")))
    return {}


@VPC.action("DeleteVpnPbrRouteEntry", *POLICY, weight(required=True))
def delete_vpn_pbr_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Delete a route, and what it published."""
    gateway, row = _wanted(cloud, request)
    configure(cloud, gateway)
    forget(cloud, gateway, row)
    return {}


def _identifier(request: Request) -> str:
    return route_id(*(request.text(name) for name in ("VpnGatewayId", "NextHop", "RouteSource", "RouteDest")))


def _wanted(cloud: Cloud, request: Request) -> tuple[VpnGateway, VpnRoute]:
    gateway = need_gateway(cloud, request.text("VpnGatewayId"))
    row = cloud.get(VpnRoute, _identifier(request))
    if row is None or row.weight != int(request.text("Weight")):
        raise no_route(gateway.id, request.text("RouteDest"), request.text("NextHop"))
    return gateway, row

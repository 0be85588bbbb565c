"""Static routes of transit routers' IPsec connections, and what such a connection offers to transit routers' tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from acree_sandbox.api.cbn.learning import measures, offers
from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.vpc.parameters import Name
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.api.vpn.bgp import as_paths, learned_prefixes
from acree_sandbox.api.vpn.destination_routes import OVERLAY, PAGE, route_id
from acree_sandbox.api.vpn.parameters import route_prefix, weight
from acree_sandbox.api.vpn.resources import VcoRoute, VpnConnection
from acree_sandbox.api.vpn.route_rules import PER_KIND, check_destination
from acree_sandbox.api.vpn.service import CONNECTION_BUSY, need_connection, refuse_busy
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.times import epoch_milliseconds

PUBLISHED = "published"
WHICH = (
    text("VpnConnectionId", required=True),
    text("NextHop", required=True),
    route_prefix("RouteDest"),
    weight(required=True),
    OVERLAY,
)


@VPC.action("CreateVcoRouteEntry", *WHICH, Name("Description", 100))
def create_vco_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Send a prefix into the tunnels of a transit router's connection (5.2)."""
    row = need_connection(cloud, request.text("VpnConnectionId"))
    refuse_busy(row, CONNECTION_BUSY)
    if row.gateway or request.text("NextHop") != row.id:
        raise ApiError(
            "IllegalParam.NextHop",
            f"NextHop is the IPsec connection of a transit router itself; {row.id} is of {row.gateway or 'none'}, "
            f"NextHop is {request.text('NextHop')}.",
        )
    check_destination(request.text("RouteDest"))
    routes = cloud.where(VcoRoute, "hop", row.id)
    if any(its.destination == request.text("RouteDest") for its in routes):
        raise ApiError("VpnRouteEntry.AlreadyExists", f"{row.id} has the route to {request.text('RouteDest')} already.")
    refuse_over_quota(cloud, "vco-routes", len(routes), PER_KIND * 5, "QuotaExceeded.VpnRouteEntry")
    cloud.tasks.begin(row.id, code=CONNECTION_BUSY)
    route = VcoRoute(
        id=route_id(row.id, request.text("RouteDest")),
        region=row.region,
        status="publishing",
        hop=row.id,
        destination=request.text("RouteDest"),
        weight=int(request.text("Weight")),
        description=request.text("Description"),
    )
    cloud.put(route, then=PUBLISHED)
    return {**_answer(route), "Description": route.description, "OverlayMode": "Ipsec"}


@VPC.action(
    "DescribeVcoRouteEntries",
    text("VpnConnectionId", required=True),
    text("RouteEntryType", choices=("static", "bgp")),
    *page_parameters(largest=50),
)
def describe_vco_route_entries(cloud: Cloud, request: Request) -> Reply:
    """List the static routes of a connection and what it learned by BGP, in pages."""
    row = need_connection(cloud, request.text("VpnConnectionId"))
    items = [
        _answer(route) | {"RouteEntryType": "static", "Source": ""} for route in cloud.where(VcoRoute, "hop", row.id)
    ]
    items += [
        _answer(VcoRoute(id="", hop=row.id, destination=prefix, status=PUBLISHED))
        | {"RouteEntryType": "bgp", "Source": row.id}
        for prefix in learned_prefixes(cloud, row)
    ]
    wanted = request.text("RouteEntryType")
    page = numbered_page(request, [item for item in items if wanted in {"", item["RouteEntryType"]}], size=PAGE)
    return {"VcoRouteEntries": page.items, **page.fields}


@VPC.action("DeleteVcoRouteEntry", *WHICH)
def delete_vco_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Delete a static route."""
    row = need_connection(cloud, request.text("VpnConnectionId"))
    route = cloud.get(VcoRoute, route_id(row.id, request.text("RouteDest")))
    if route is None or route.weight != int(request.text("Weight")):
        raise ApiError(
            "InvalidRouteEntry.NotFound", f"{row.id} has no route to {request.text('RouteDest')} (NotFound).", 404
        )
    cloud.tasks.begin(row.id, code=CONNECTION_BUSY)
    cloud.remove(route, while_status="deleting")
    return {}


@offers("VPN")
def vpn_prefixes(cloud: Cloud, attachment: Attachment) -> Sequence[str]:
    """What an attached IPsec connection offers: its static routes and what it learned by BGP."""
    row = cloud.get(VpnConnection, attachment.resource)
    if row is None:
        return ()
    static = [route.destination for route in cloud.where(VcoRoute, "hop", row.id) if route.status == PUBLISHED]
    return tuple(dict.fromkeys([*static, *learned_prefixes(cloud, row)]))


@measures("VPN")
def vpn_as_paths(cloud: Cloud, attachment: Attachment) -> Mapping[str, int]:
    """AS paths of what an attached IPsec connection learned by BGP."""
    row = cloud.get(VpnConnection, attachment.resource)
    return as_paths(cloud, row) if row is not None else {}


def _answer(route: VcoRoute) -> dict[str, object]:
    return {
        "VpnConnectionId": route.hop,
        "RouteDest": route.destination,
        "NextHop": route.hop,
        "Weight": route.weight,
        "State": route.status,
        "CreateTime": epoch_milliseconds(route.created_at),
    }

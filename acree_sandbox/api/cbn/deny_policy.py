"""The policy that a router gets with its first VPN attachment: data centers do not reach one another (G35, 5.2).

It denies, with priority 5000, that what the router knows of VPN connections, VBRs and CCNs is told to VPN connections,
VBRs and CCNs.
"""

from __future__ import annotations

from acree_sandbox.api.cbn.resources import RouteMap, TransitRouter, TransitRouterTable
from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

PRIORITY = 5000
EDGES = ("VBR", "CCN", "VPN")
_EMPTY_LISTS = {
    "DestinationCidrBlocks": "DestinationCidrBlock",
    "DestinationInstanceIds": "DestinationInstanceId",
    "DestinationRegionIds": "DestinationRegionId",
    "DestinationRouteTableIds": "DestinationRouteTableId",
    "MatchAsns": "MatchAsn",
    "MatchCommunitySet": "MatchCommunity",
    "OperateCommunitySet": "OperateCommunity",
    "PrependAsPath": "AsPath",
    "RouteTypes": "RouteType",
    "SourceInstanceIds": "SourceInstanceId",
    "SourceRegionIds": "SourceRegionId",
    "SourceRouteTableIds": "SourceRouteTableId",
}


def ensure_deny_policy(cloud: Cloud, router: TransitRouter) -> None:
    """Put the policy for each of a router's tables that has none."""
    for table in cloud.where(TransitRouterTable, "router", router.id):
        if not cloud.where(RouteMap, "table", table.id):
            row = RouteMap(
                id=cloud.new_id(RouteMap),
                region=router.region,
                status="Active",
                cen=router.cen,
                router=router.id,
                table=table.id,
                priority=PRIORITY,
            )
            cloud.put(row)


def forget_policies(cloud: Cloud, table: str) -> None:
    """Take the policies of a table away that is going itself."""
    for row in cloud.where(RouteMap, "table", table):
        cloud.remove(row)


def keeps_apart(cloud: Cloud, table: str) -> bool:
    """Whether a router keeps the data centers that a table serves apart."""
    return any(row.status == "Active" for row in cloud.where(RouteMap, "table", table))


@CBN.action(
    "DescribeCenRouteMaps",
    text("CenId", required=True),
    text("CenRegionId"),
    text("RouteMapId"),
    text("TransitRouterRouteTableId"),
    text("TransmitDirection", choices=("RegionIn", "RegionOut")),
    *page_parameters(largest=50),
)
def describe_cen_route_maps(cloud: Cloud, request: Request) -> Reply:
    """List the policies of a CEN: the sandbox has those that it makes by itself."""
    found = [
        row
        for row in cloud.where(RouteMap, "cen", request.text("CenId"))
        if request.text("CenRegionId") in {"", row.region}
        and request.text("RouteMapId") in {"", row.id}
        and request.text("TransitRouterRouteTableId") in {"", row.table}
        and request.text("TransmitDirection") in {"", "RegionOut"}
    ]
    page = numbered_page(request, found)
    return {"RouteMaps": {"RouteMap": [_answer(row) for row in page.items]}, **page.fields}


@CBN.action(
    "DeleteCenRouteMap",
    text("CenId", required=True),
    text("CenRegionId", required=True),
    text("RouteMapId", required=True),
)
def delete_cen_route_map(cloud: Cloud, request: Request) -> Reply:
    """Delete a policy: data centers reach one another then."""
    row = cloud.need(RouteMap, request.text("RouteMapId"), "InvalidRouteMapId.NotFound", 400)
    if (row.cen, row.region) != (request.text("CenId"), request.text("CenRegionId")):
        raise ApiError("InvalidRouteMapId.NotFound", f"{row.id!r} is of {row.cen!r} in {row.region} (NotFound).")
    cloud.remove(row, while_status="Deleting")
    return {}


def _answer(row: RouteMap) -> dict[str, object]:
    return {
        "RouteMapId": row.id,
        "CenId": row.cen,
        "CenRegionId": row.region,
        "TransitRouterRouteTableId": row.table,
        "Status": row.status,
        "Description": "keeps data centers apart; made with the first VPN attachment",
        "MapResult": "Deny",
        "Priority": row.priority,
        "TransmitDirection": "RegionOut",
        "CidrMatchMode": "",
        "AsPathMatchMode": "",
        "CommunityMatchMode": "",
        "CommunityOperateMode": "",
        "NextPriority": 0,
        "Preference": 0,
        "SourceInstanceIdsReverseMatch": False,
        "DestinationInstanceIdsReverseMatch": False,
        "SourceChildInstanceTypes": {"SourceChildInstanceType": list(EDGES)},
        "DestinationChildInstanceTypes": {"DestinationChildInstanceType": list(EDGES)},
        **{name: {item: []} for name, item in _EMPTY_LISTS.items()},
    }

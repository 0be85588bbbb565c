"""Custom routes of VPC tables: made one at a time in a VPC (G31), listed with the system routes, deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable, Vpc
from acree_sandbox.api.vpc.route_rules import HOP_TYPES, check_destination, check_hop, check_quota
from acree_sandbox.api.vpc.service import VPC, need_table
from acree_sandbox.api.vpc.tables import Row, rows
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError, missing_parameter
from acree_sandbox.core.paging import numbered_page, page_parameters, token_page, token_parameters
from acree_sandbox.core.parameters import cidr, integer, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.times import iso_time

_TABLE = text("RouteTableId", required=True)
_FILTERS: Mapping[str, Callable[[Row], str]] = {
    "RouteEntryId": lambda row: row.entry.id if row.entry else "",
    "RouteEntryName": lambda row: row.entry.name if row.entry else "",
    "RouteEntryType": lambda row: row.type,
    "DestinationCidrBlock": lambda row: row.destination,
    "NextHopId": lambda row: row.hop,
    "NextHopType": lambda row: row.hop_type,
}


@VPC.action(
    "CreateRouteEntry",
    _TABLE,
    cidr("DestinationCidrBlock", required=True, code="InvalidDestinationCidrBlock.Malformed"),
    text("NextHopType", choices=HOP_TYPES, code="InvalidNextHopType"),
    text("NextHopId"),
    text("RouteEntryName"),
    text("Description"),
)
def create_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Add a route."""
    table = need_table(cloud, request.text("RouteTableId"))
    hop_type, hop = request.text("NextHopType", "Instance"), request.text("NextHopId")
    destination = request.text("DestinationCidrBlock")
    cloud.tasks.refuse_if_running(table.vpc)
    check_destination(cloud, table, destination, hop_type)
    check_hop(cloud, table, hop_type, hop)
    check_quota(cloud, table)
    cloud.tasks.begin(table.vpc)
    entry = RouteEntry(
        id=cloud.new_id(RouteEntry, table.region),
        region=table.region,
        status="Pending",
        name=request.text("RouteEntryName"),
        description=request.text("Description"),
        route_table=table.id,
        vpc=table.vpc,
        destination=destination,
        hop_type=hop_type,
        hop=hop,
    )
    cloud.put(entry, then="Available")
    return {"RouteEntryId": entry.id}


@VPC.action(
    "DeleteRouteEntry",
    text("RouteTableId"),
    text("RouteEntryId"),
    cidr("DestinationCidrBlock"),
    text("NextHopId"),
    text("NextHopType"),
)
def delete_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Delete a route, named by its id, or by table and destination; a NextHopId must be that of the route."""
    entry = _wanted(cloud, request)
    hop = request.text("NextHopId")
    if hop and hop != entry.hop:
        raise ApiError(
            "InvalidRouteEntry.NotFound",
            f"The route to {entry.destination} goes to {entry.hop}, not to {hop} (NotFound).",
            404,
        )
    if entry.status != "Available":
        raise ApiError("IncorrectRouteEntryStatus", f"The route to {entry.destination} is {entry.status}.")
    cloud.tasks.begin(entry.vpc)
    cloud.remove(entry, while_status="Deleting")
    return {}


@VPC.action(
    "ModifyRouteEntry",
    text("RouteTableId"),
    text("RouteEntryId"),
    cidr("DestinationCidrBlock"),
    text("RouteEntryName"),
    text("Description"),
)
def modify_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Change the name or description of a route."""
    entry = _wanted(cloud, request)
    cloud.change(entry, "", **request.changes({"RouteEntryName": "name", "Description": "description"}))
    return {}


@VPC.action(
    "DescribeRouteTables",
    text("RouteTableId"),
    text("VRouterId"),
    text("RouterId"),
    text("RouterType", choices=("VRouter",)),
    text("RouteTableName"),
    text("Type"),
    *page_parameters(largest=50),
)
def describe_route_tables(cloud: Cloud, request: Request) -> Reply:
    """Tables with all their rows, as the older clients read them."""
    identifier, router = request.text("RouteTableId"), request.text("VRouterId") or request.text("RouterId")
    found = [
        (table, vpc)
        for table in ([cloud.get(RouteTable, identifier)] if identifier else cloud.all(RouteTable, request.region))
        if table is not None and (vpc := cloud.get(Vpc, table.vpc)) is not None and router in ("", vpc.router)
    ]
    page = numbered_page(request, found)
    return {"RouteTables": {"RouteTable": [_table(cloud, table, vpc) for table, vpc in page.items]}, **page.fields}


@VPC.action(
    "DescribeRouteEntryList",
    _TABLE,
    text("RouteEntryId"),
    text("RouteEntryName"),
    text("RouteEntryType", choices=("System", "Custom", "BGP", "CEN", "ECR")),
    cidr("DestinationCidrBlock"),
    text("NextHopId"),
    text("NextHopType"),
    text("IpVersion"),
    text("ServiceType"),
    integer("MaxResult", minimum=1, maximum=500),
    text("NextToken"),
)
def describe_route_entry_list(cloud: Cloud, request: Request) -> Reply:
    """The rows of a table, filtered, in pages by token."""
    table = need_table(cloud, request.text("RouteTableId"))
    asked = [(read, request.text(name)) for name, read in _FILTERS.items() if request.text(name)]
    found = [row for row in rows(cloud, table) if all(read(row) == wanted for read, wanted in asked)]
    page = token_page(request, found, size=50, most="MaxResult")
    fields = {name: value for name, value in page.fields.items() if name == "NextToken"}
    return {"RouteEntrys": {"RouteEntry": [_listed(table, row) for row in page.items]}, **fields}


@VPC.action(
    "ListVpcPublishedRouteEntries",
    _TABLE,
    text("TargetType", required=True),
    text("TargetInstanceId"),
    cidr("DestinationCidrBlock"),
    *token_parameters(),
)
def list_published_route_entries(cloud: Cloud, request: Request) -> Reply:
    """Routes published to an Express Connect Router: none, nothing can be published here."""
    need_table(cloud, request.text("RouteTableId"))
    return {"RouteEntries": []}


def _wanted(cloud: Cloud, request: Request) -> RouteEntry:
    identifier, destination = request.text("RouteEntryId"), request.text("DestinationCidrBlock")
    if identifier:
        return cloud.need(RouteEntry, identifier, "InvalidRouteEntry.NotFound")
    for name in ("RouteTableId", "DestinationCidrBlock"):
        if not request.text(name):
            raise missing_parameter(name)
    table = need_table(cloud, request.text("RouteTableId"))
    for entry in cloud.where(RouteEntry, "route_table", table.id):
        if entry.destination == destination:
            return entry
    raise ApiError("InvalidRouteEntry.NotFound", f"{table.id} has no route to {destination} (NotFound).", 404)


def _table(cloud: Cloud, table: RouteTable, vpc: Vpc) -> dict[str, object]:
    return {
        "RouteTableId": table.id,
        "VRouterId": vpc.router,
        "RouteTableType": table.type,
        "Status": table.status,
        "CreationTime": iso_time(table.created_at),
        "ResourceGroupId": table.resource_group,
        "RouteEntrys": {"RouteEntry": [_described(table, row) for row in rows(cloud, table)]},
    }


def _common(table: RouteTable, row: Row) -> dict[str, object]:
    entry = row.entry
    return {
        "RouteTableId": table.id,
        "RouteEntryId": entry.id if entry else "",
        "DestinationCidrBlock": row.destination,
        "Type": row.type,
        "Status": entry.status if entry else "Available",
        "NextHopType": row.hop_type,
        "RouteEntryName": entry.name if entry else "",
        "Description": entry.description if entry else "",
    }


def _described(table: RouteTable, row: Row) -> dict[str, object]:
    hop = row.hop if row.type == "Custom" else ""
    return {**_common(table, row), "InstanceId": hop, "NextHops": {"NextHop": []}}


def _listed(table: RouteTable, row: Row) -> dict[str, object]:
    hop = {
        "NextHopId": row.hop if row.type == "Custom" else "",
        "NextHopType": row.hop_type,
        "Enabled": 1,
        "Weight": 0,
        "NextHopRegionId": "",
        "NextHopRelatedInfo": {"InstanceId": "", "InstanceType": "", "RegionId": ""},
    }
    return {**_common(table, row), "NextHops": {"NextHop": [hop]}}

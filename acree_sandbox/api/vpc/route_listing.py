"""The rows of route tables as the service shows them: by table, and by row with filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from acree_sandbox.api.vpc.parameters import Unserved, destination
from acree_sandbox.api.vpc.resources import VBR, VROUTER, RouteTable
from acree_sandbox.api.vpc.service import VPC, need_table
from acree_sandbox.api.vpc.table_listing import bound_vswitches, candidate_tables
from acree_sandbox.api.vpc.table_owners import asked_router, owner_of
from acree_sandbox.api.vpc.tables import CUSTOM, LEARNED, SYSTEM, Row, rows
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import numbered_page, page_parameters, token_page
from acree_sandbox.core.parameters import integer, text, texts
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.times import iso_time

ROUTES_ON_A_PAGE = 10


def _shown_hop(row: Row) -> str:
    return "" if row.type == SYSTEM else row.hop


_FILTERS: Mapping[str, Callable[[Row], str]] = {
    "RouteEntryId": lambda row: row.entry.id if row.entry else "",
    "RouteEntryName": lambda row: row.entry.name if row.entry else "",
    "RouteEntryType": lambda row: row.type,
    "DestinationCidrBlock": lambda row: row.destination,
    "NextHopId": _shown_hop,
    "NextHopType": lambda row: row.hop_type,
}


@VPC.action(
    "DescribeRouteTables",
    text("RouteTableId"),
    text("VRouterId"),
    text("RouterId"),
    text("RouterType", choices=(VROUTER, VBR)),
    text("RouteTableName"),
    text("ResourceGroupId"),
    Unserved("Type"),
    *page_parameters(largest=50),
)
def describe_route_tables(cloud: Cloud, request: Request) -> Reply:
    """List tables with all their rows, as the older clients read them."""
    asked = {name: request.text(name) for name in ("RouterType", "RouterId", "VRouterId", "RouteTableId")}
    found = [
        table
        for table in candidate_tables(cloud, request)
        if asked_router(asked, table, owner_of(cloud, table))
        and request.text("RouteTableName") in {"", table.name}
        and request.text("ResourceGroupId") in {"", owner_of(cloud, table).resource_group}
    ]
    page = numbered_page(request, found)
    return {"RouteTables": {"RouteTable": [_table(cloud, table) for table in page.items]}, **page.fields}


@VPC.action(
    "DescribeRouteEntryList",
    text("RouteTableId", required=True),
    text("RouteEntryId"),
    text("RouteEntryName"),
    text("RouteEntryType", choices=(SYSTEM, CUSTOM, "BGP", LEARNED, "ECR")),
    destination(),
    texts("DestCidrBlockList"),
    text("NextHopId"),
    text("NextHopType"),
    text("IpVersion", choices=("ipv4", "ipv6")),
    Unserved("ServiceType"),
    integer("MaxResult", minimum=1, maximum=100),
    text("NextToken"),
)
def describe_route_entry_list(cloud: Cloud, request: Request) -> Reply:
    """List the rows of a table, filtered, in pages by token."""
    table = need_table(cloud, request, "InvalidRouteTable.NotFound")
    asked = [(read, request.text(name)) for name, read in _FILTERS.items() if request.text(name)]
    destinations = request.texts("DestCidrBlockList")
    found = [
        row
        for row in (rows(cloud, table) if request.text("IpVersion") != "ipv6" else ())
        if all(read(row) == wanted for read, wanted in asked) and (not destinations or row.destination in destinations)
    ]
    page = token_page(request, found, size=ROUTES_ON_A_PAGE, most="MaxResult")
    return {"RouteEntrys": {"RouteEntry": [_listed(table, row) for row in page.items]}, **page.fields}


def _table(cloud: Cloud, table: RouteTable) -> dict[str, object]:
    owner = owner_of(cloud, table)
    return {
        "RouteTableId": table.id,
        "VRouterId": owner.router,
        "RouteTableType": table.type,
        "Status": table.status,
        "CreationTime": iso_time(table.created_at),
        "ResourceGroupId": owner.resource_group,
        "VSwitchIds": bound_vswitches(cloud, table),
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
    hop = _shown_hop(row)
    return {**_common(table, row), "InstanceId": hop, "NextHops": {"NextHop": [_hop(row)] if hop else []}}


def _listed(table: RouteTable, row: Row) -> dict[str, object]:
    # a row without a next hop would end the provider's process: it reads the first one unseen
    return {**_common(table, row), "IpVersion": "ipv4", "NextHops": {"NextHop": [_hop(row)]}}


def _hop(row: Row) -> dict[str, object]:
    return {
        "NextHopId": _shown_hop(row),
        "NextHopType": row.hop_type,
        "Enabled": 1,
        "Weight": row.entry.weight if row.entry else 0,
        "NextHopRegionId": "",
        "NextHopRelatedInfo": {"InstanceId": "", "InstanceType": "", "RegionId": ""},
    }

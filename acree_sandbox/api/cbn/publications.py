"""Routes of a VPC's own table that are published to CEN by hand, such as those to a VPN gateway (4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from acree_sandbox.api.cbn.resources import Attachment, Publication
from acree_sandbox.api.cbn.service import CBN, need_cen
from acree_sandbox.api.vpc.parameters import Range
from acree_sandbox.api.vpc.published_routes import NEVER_PUBLISHED
from acree_sandbox.api.vpc.resources import RouteTable, Vpc
from acree_sandbox.api.vpc.route_rules import SERVICE_SPACE
from acree_sandbox.api.vpc.tables import CUSTOM, SYSTEM, Row, rows
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

NOT_THERE = "InvalidOperation.NotFoundRoute"
_WHOSE = (
    text("CenId", required=True),
    text("ChildInstanceId", required=True),
    text("ChildInstanceType", required=True, choices=("VPC",)),
    text("ChildInstanceRegionId", required=True),
    text("ChildInstanceRouteTableId", required=True),
)
_PUBLISHED, _NOT, _NEVER = "Published", "NonPublished", "NotOperable"


@CBN.action("PublishRouteEntries", *_WHOSE, Range("DestinationCidrBlock", required=True))
def publish_route_entries(cloud: Cloud, request: Request) -> Reply:
    """Publish a route; what propagates by itself or never does is refused (4.2)."""
    table = _table(cloud, request)
    row = _row(cloud, table, request.text("DestinationCidrBlock"))
    if not publishable(table, row):
        raise ApiError(
            "InvalidOperation.RouteNotPublishable",
            f"The route to {row.destination} of {table.id} ({table.type}, hop {row.hop_type}) cannot be published.",
        )
    cloud.put(
        Publication(
            id=f"{table.id}:{row.destination}",
            region=table.region,
            cen=request.text("CenId"),
            vpc=table.vpc,
            table=table.id,
            destination=row.destination,
        )
    )
    return {}


@CBN.action("WithdrawPublishedRouteEntries", *_WHOSE, Range("DestinationCidrBlock", required=True))
def withdraw_published_route_entries(cloud: Cloud, request: Request) -> Reply:
    """Withdraw a route that was published by hand."""
    table = _table(cloud, request)
    row = cloud.get(Publication, f"{table.id}:{request.text('DestinationCidrBlock')}")
    if row is None:
        raise ApiError(NOT_THERE, f"{request.text('DestinationCidrBlock')} of {table.id} is not published (NotFound).")
    cloud.remove(row)
    return {}


@CBN.action(
    "DescribePublishedRouteEntries",
    *_WHOSE,
    Range("DestinationCidrBlock"),
    *page_parameters(largest=50),
)
def describe_published_route_entries(cloud: Cloud, request: Request) -> Reply:
    """List the routes of a VPC's table with what is published of them, in pages."""
    table, wanted = _table(cloud, request), request.text("DestinationCidrBlock")
    items = [_answer(cloud, table, row) for row in rows(cloud, table) if wanted in {"", row.destination}]
    page = numbered_page(request, items)
    return {"PublishedRouteEntries": {"PublishedRouteEntry": page.items}, **page.fields}


def published(cloud: Cloud, vpc: str, cen: str) -> Iterator[str]:
    """Destinations that a VPC publishes to a CEN by hand, while their routes are there and lead on."""
    for publication in cloud.where(Publication, "vpc", vpc):
        table = cloud.get(RouteTable, publication.table)
        if table is None or publication.cen != cen:
            continue
        for row in rows(cloud, table, learned=False):
            if row.destination == publication.destination and publishable(table, row):
                yield row.destination


def publishable(table: RouteTable, row: Row) -> bool:
    """Whether a route may be published by hand: a custom one of the VPC's own table, not to another network (4.2)."""
    inside = IPv4Network(row.destination).subnet_of(SERVICE_SPACE)
    return table.type == SYSTEM and row.type == CUSTOM and row.hop_type not in NEVER_PUBLISHED and not inside


def _table(cloud: Cloud, request: Request) -> RouteTable:
    cen = need_cen(cloud, request.text("CenId"))
    vpc = cloud.need(Vpc, request.text("ChildInstanceId"), "Instance.NotExist", 400)
    if not any(row.cen == cen.id for row in cloud.where(Attachment, "resource", vpc.id)):
        raise ApiError("Instance.NotExist", f"{vpc.id!r} is not attached to {cen.id!r}.")
    table = cloud.get(RouteTable, request.text("ChildInstanceRouteTableId"))
    if table is None or table.vpc != vpc.id:
        raise ApiError(NOT_THERE, f"{request.text('ChildInstanceRouteTableId')!r} is no table of {vpc.id} (NotFound).")
    return table


def _row(cloud: Cloud, table: RouteTable, destination: str) -> Row:
    for row in rows(cloud, table):
        if row.destination == destination:
            return row
    raise ApiError(NOT_THERE, f"{table.id} has no route to {destination} (NotFound).")


def _answer(cloud: Cloud, table: RouteTable, row: Row) -> dict[str, object]:
    by_hand = cloud.get(Publication, f"{table.id}:{row.destination}") is not None
    by_itself = row.hop_type == "local"
    status = _PUBLISHED if by_hand or by_itself else _NOT if publishable(table, row) else _NEVER
    return {
        "ChildInstanceRouteTableId": table.id,
        "DestinationCidrBlock": row.destination,
        "NextHopId": "" if row.type == SYSTEM else row.hop,
        "NextHopType": row.hop_type,
        "OperationalMode": status != _NEVER,
        "PublishStatus": status,
        "RouteType": row.type,
        "Conflicts": {"Conflict": []},
    }

"""Several custom routes made in one call: one task of the VPC, and each route that is refused is named."""

from __future__ import annotations

from acree_sandbox.api.vpc.parameters import Destination, Unserved, naming
from acree_sandbox.api.vpc.resources import RouteTable
from acree_sandbox.api.vpc.route_entries import Hop, add_entry
from acree_sandbox.api.vpc.route_rules import refuse_unsettled
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError, not_found
from acree_sandbox.core.parameters import records, text
from acree_sandbox.core.records import Record, Request
from acree_sandbox.core.registry import Reply

MOST = 50
NO_TABLE = "InvalidRouteTableId.NotFound"


@VPC.action(
    "CreateRouteEntries",
    records(
        "RouteEntries",
        text("RouteTableId", required=True),
        Destination("DstCidrBlock", required=True, code="InvalidCidrBlock.Malformed"),
        text("NextHop"),
        text("NextHopType"),
        *naming("Name"),
        Unserved("IpVersion", "4"),
        required=True,
    ),
)
def create_route_entries(cloud: Cloud, request: Request) -> Reply:
    """Add routes; those that the rules refuse are left out and named in the answer."""
    items = request.records("RouteEntries")
    if len(items) > MOST:
        raise ApiError("InvalidParameter.RouteEntries", f"A call takes at most {MOST} RouteEntries, got {len(items)}.")
    tables = {item.text("RouteTableId"): _table(cloud, request, item) for item in items}
    made: list[str] = []
    failed: list[dict[str, str]] = []
    for item in items:
        try:
            made.append(_add(cloud, tables[item.text("RouteTableId")], item))
        except ApiError as error:
            failed.append(_failure(item, error))
    for vpc in {table.vpc for table in tables.values()} if made else ():
        cloud.tasks.begin(vpc)
    return {
        "RouteEntryIds": made,
        "SuccessCount": len(made),
        "FailedRouteEntries": failed,
        "FailedCount": len(failed),
    }


def _table(cloud: Cloud, request: Request, item: Record) -> RouteTable:
    table = cloud.need(RouteTable, item.text("RouteTableId"), NO_TABLE)
    if request.region not in {"", table.region}:
        raise not_found(table.kind, table.id, NO_TABLE)
    refuse_unsettled(cloud, table)
    return table


def _add(cloud: Cloud, table: RouteTable, item: Record) -> str:
    hop = Hop(item.text("NextHopType"), item.text("NextHop"))
    return add_entry(cloud, table, item.text("DstCidrBlock"), hop, item.text("Name"), item.text("Description")).id


def _failure(item: Record, error: ApiError) -> dict[str, str]:
    return {
        "DstCidrBlock": item.text("DstCidrBlock"),
        "NextHop": item.text("NextHop"),
        "FailedCode": error.code,
        "FailedMessage": error.message,
    }

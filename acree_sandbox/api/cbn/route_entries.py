"""Static routes of transit routers' tables: made, renamed, deleted. `route_listing` shows them with the learned."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_sandbox.api.cbn.resources import (
    Attachment,
    TransitRouter,
    TransitRouterRouteEntry,
    TransitRouterTable,
)
from acree_sandbox.api.cbn.service import CBN, naming, need_table, refuse_basic, refuse_while_changing, update
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.kinds import Parameter
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

PREFIX = "TransitRouterRouteEntry"
MOST_ENTRIES = 20_000
BLACK_HOLE = "BlackHole"
HOP_TYPES = ("Attachment", BLACK_HOLE)
NAMING = naming(PREFIX)


class Ipv4Prefix(Parameter):
    """An IPv4 prefix without host bits; the sandbox carries no IPv6."""

    wanted = "an IPv4 prefix such as 10.0.0.0/8 with no bit set behind its length"

    def parse(self, text: str) -> object:
        """Return the prefix as it was sent; ApiError when it is none."""
        try:
            IPv4Network(text)
        except ValueError:
            raise self.malformed(text) from None
        if "/" not in text:
            raise self.malformed(text)
        return text


DESTINATION = f"{PREFIX}DestinationCidrBlock"
DESTINATION_CODE = "IllegalParam.TransitRouterDestinationCidrBlock"


def hop_type(*, required: bool = False) -> Parameter:
    """Declare the type of a route's next hop."""
    return text(f"{PREFIX}NextHopType", required=required, choices=HOP_TYPES, code="IllegalParam.NextHopType")


@CBN.action(
    "CreateTransitRouterRouteEntry",
    text("TransitRouterRouteTableId", required=True),
    Ipv4Prefix(DESTINATION, required=True, code=DESTINATION_CODE),
    hop_type(required=True),
    text(f"{PREFIX}NextHopId"),
    *NAMING,
)
def create_transit_router_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Add a static route; a destination has one in each table."""
    table = need_table(cloud, request.text("TransitRouterRouteTableId"))
    refuse_basic(cloud.need(TransitRouter, table.router, "InvalidTransitRouterId.NotFound", 400))
    refuse_while_changing(table, "IncorrectStatus.TransitRouterRouteTable")
    destination = request.text(DESTINATION)
    entries = cloud.where(TransitRouterRouteEntry, "table", table.id)
    for entry in entries:
        if entry.destination == destination:
            raise ApiError(
                "OperationFailed.CreateRouteEntryWithSameDestinationCidrBlock",
                f"{table.id!r} has the static route {entry.id!r} for {destination} already, "
                f"to {entry.hop or 'a black hole'} ({entry.status}).",
            )
    refuse_over_quota(cloud, "TransitRouterRoutEntry", len(entries), MOST_ENTRIES)
    row = TransitRouterRouteEntry(
        id=cloud.new_id(TransitRouterRouteEntry),
        region=table.region,
        status="Creating",
        name=request.text(f"{PREFIX}Name"),
        description=request.text(f"{PREFIX}Description"),
        table=table.id,
        destination=destination,
        hop=_hop_for(cloud, request, table),
    )
    return {f"{PREFIX}Id": cloud.put(row, then="Active").id}


@CBN.action("UpdateTransitRouterRouteEntry", text(f"{PREFIX}Id", required=True), *NAMING)
def update_transit_router_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Change name or description; destination and next hop stay for ever."""
    row = _need_entry(cloud, request.text(f"{PREFIX}Id"))
    refuse_while_changing(row, "IncorrectStatus.Status")
    update(cloud, row, request.changes({f"{PREFIX}Name": "name", f"{PREFIX}Description": "description"}))
    return {}


@CBN.action(
    "DeleteTransitRouterRouteEntry",
    text(f"{PREFIX}Id"),
    text("TransitRouterRouteTableId"),
    Ipv4Prefix(DESTINATION, code=DESTINATION_CODE),
    hop_type(),
    text(f"{PREFIX}NextHopId"),
)
def delete_transit_router_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Delete a static route, named by its id or by table, destination and next hop."""
    row = _entry_for(cloud, request)
    refuse_while_changing(row, "IncorrectStatus.Status")
    hop, kind = request.text(f"{PREFIX}NextHopId"), request.text(f"{PREFIX}NextHopType")
    if hop not in {"", row.hop} or kind not in {"", "Attachment" if row.hop else BLACK_HOLE}:
        raise ApiError(
            "InvalidTransitRouterRouteEntryNextHopId.NotFound",
            f"The route {row.id!r} for {row.destination} goes to {row.hop or 'a black hole'}, not to {hop or kind}.",
        )
    cloud.remove(row, while_status="Deleting")
    return {}


def _hop_for(cloud: Cloud, request: Request, table: TransitRouterTable) -> str:
    identifier = request.text(f"{PREFIX}NextHopId")
    if request.text(f"{PREFIX}NextHopType") == BLACK_HOLE:
        if identifier:
            raise ApiError(
                "ParamExclusive.NextHopTypeBlackHoleAndNextHopId",
                f"A route of type {BLACK_HOLE} has no next hop, got {identifier!r}.",
            )
        return ""
    if not identifier:
        raise ApiError(f"MissingParam.{PREFIX}NextHopId", f"A route of type Attachment needs {PREFIX}NextHopId.")
    code = f"Invalid{PREFIX}NextHopId.NotFound"
    hop = cloud.need(Attachment, identifier, code, 400)
    if not hop.touches(table.router):
        raise ApiError(
            code, f"{identifier!r} is an attachment of {hop.router!r}, not of {table.router!r}, the table's (NotFound)."
        )
    refuse_while_changing(hop, "IncorrectStatus.Status")
    return identifier


def _need_entry(cloud: Cloud, identifier: str) -> TransitRouterRouteEntry:
    return cloud.need(TransitRouterRouteEntry, identifier, f"IllegalParam.{PREFIX}Id", 400)


def _entry_for(cloud: Cloud, request: Request) -> TransitRouterRouteEntry:
    identifier = request.text(f"{PREFIX}Id")
    table, destination = request.text("TransitRouterRouteTableId"), request.text(DESTINATION)
    if identifier:
        if table or destination:
            raise ApiError(
                "ParamExclusive.RouteEntryIdAndRouteTableIdOrDestCidrBlock",
                f"Name the route by {PREFIX}Id, or by table and destination, not by both.",
            )
        return _need_entry(cloud, identifier)
    need_table(cloud, table)
    for row in cloud.where(TransitRouterRouteEntry, "table", table):
        if row.destination == destination:
            return row
    raise ApiError(
        "InvalidDestinationCidrBlock.NotFound", f"{table!r} has no static route for {destination!r} (NotFound)."
    )

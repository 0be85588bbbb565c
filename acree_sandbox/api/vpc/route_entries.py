"""Custom routes of VPC tables: made, changed and deleted, one at a time in a VPC (G31)."""

from __future__ import annotations

from typing import NamedTuple

from acree_sandbox.api.vpc.next_hops import BLACK_HOLE, check_hop
from acree_sandbox.api.vpc.parameters import destination, naming
from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable
from acree_sandbox.api.vpc.route_rules import check_beside, check_prefix, check_quota, refuse_unsettled
from acree_sandbox.api.vpc.service import VPC, need_table, refuse_while_changing
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError, missing_parameter, not_found
from acree_sandbox.core.parameters import integer, records, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

ENTRY_STATUS = "IncorrectRouteEntryStatus"
NO_ENTRY = "InvalidRouteEntry.NotFound"
_WHICH = (text("RouteEntryId"), text("RouteTableId"), destination())
_HOP_LIST = records("NextHopList", text("NextHopId"), text("NextHopType"), integer("Weight", minimum=0, maximum=255))


class Hop(NamedTuple):
    """A next hop as a request names it; an empty type or id was not sent."""

    type: str
    id: str
    weight: int = 0


@VPC.action(
    "CreateRouteEntry",
    text("RouteTableId", required=True),
    destination(required=True),
    text("NextHopId"),
    text("NextHopType"),
    _HOP_LIST,
    *naming("RouteEntryName"),
)
def create_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Add a route."""
    table, hop = need_table(cloud, request), _sent_hop(request, request.text("NextHopType"))
    refuse_unsettled(cloud, table)
    text_of = request.text
    entry = add_entry(
        cloud, table, text_of("DestinationCidrBlock"), hop, text_of("RouteEntryName"), text_of("Description")
    )
    cloud.tasks.begin(table.vpc)
    return {"RouteEntryId": entry.id}


def add_entry(
    cloud: Cloud, table: RouteTable, prefix: str, hop: Hop, name: str = "", description: str = ""
) -> RouteEntry:
    """Put a route into a table; ApiError where its rules refuse it. The task of the VPC is the caller's."""
    hop_type = hop.type or "Instance"
    check_prefix(prefix, hop_type)
    check_beside(cloud, table, prefix, hop.id)
    check_hop(cloud, table, hop_type, hop.id)
    check_quota(cloud, table)
    entry = RouteEntry(
        id=cloud.new_id(RouteEntry, table.region),
        region=table.region,
        status="Pending",
        name=name,
        description=description,
        route_table=table.id,
        vpc=table.vpc,
        destination=prefix,
        hop_type=hop_type,
        hop=hop.id,
        weight=hop.weight,
    )
    return cloud.put(entry, then="Available")


@VPC.action("DeleteRouteEntry", *_WHICH, text("NextHopId"), _HOP_LIST)
def delete_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Delete a route; a next hop that is named must be that of the route."""
    entry, hop = _wanted(cloud, request), _sent_hop(request)
    if hop.id not in {"", entry.hop} or hop.type not in {"", entry.hop_type}:
        raise ApiError(
            NO_ENTRY, f"The route to {entry.destination} goes to {entry.hop!r}, not to {hop.id!r} (NotFound).", 404
        )
    refuse_while_changing(entry, ENTRY_STATUS)
    cloud.tasks.begin(entry.vpc)
    cloud.remove(entry, while_status="Deleting")
    return {}


@VPC.action("ModifyRouteEntry", *_WHICH, *naming("RouteEntryName"), text("NewNextHopId"), text("NewNextHopType"))
def modify_route_entry(cloud: Cloud, request: Request) -> Reply:
    """Change the name, the description, or the next hop of a route; only the last is a task of the VPC."""
    entry = _wanted(cloud, request)
    refuse_while_changing(entry, ENTRY_STATUS)
    changes = request.changes({"RouteEntryName": "name", "Description": "description"})
    hop_type = request.text("NewNextHopType") or entry.hop_type
    hop = "" if hop_type == BLACK_HOLE else request.text("NewNextHopId", entry.hop)
    if (hop_type, hop) == (entry.hop_type, entry.hop):
        cloud.change(entry, "", **changes)
        return {}
    cloud.tasks.refuse_if_running(entry.vpc)
    check_prefix(entry.destination, hop_type)
    check_hop(cloud, cloud.need(RouteTable, entry.route_table, NO_ENTRY), hop_type, hop)
    cloud.tasks.begin(entry.vpc)
    cloud.change(entry, "Available", status="Modifying", hop_type=hop_type, hop=hop, **changes)
    return {}


def _sent_hop(request: Request, hop_type: str = "") -> Hop:
    listed = request.records("NextHopList")
    if not listed:
        return Hop(hop_type, request.text("NextHopId"))
    if hop_type or "NextHopId" in request:
        raise ApiError("ParamExclusive.NextHopList", "Send NextHopId and NextHopType, or NextHopList, not both.")
    if len(listed) > 1:
        raise ApiError(
            "UnsupportedParameter.NextHopList",
            f'The sandbox has no routes over several next hops; the parameter "NextHopList" names {len(listed)}.',
        )
    return Hop(listed[0].text("NextHopType"), listed[0].text("NextHopId"), listed[0].integer("Weight"))


def _wanted(cloud: Cloud, request: Request) -> RouteEntry:
    """The entry that a request names by its id, or by its table and destination."""
    identifier, prefix = request.text("RouteEntryId"), request.text("DestinationCidrBlock")
    if identifier:
        entry = cloud.need(RouteEntry, identifier, NO_ENTRY)
        if request.text("RouteTableId") in {"", entry.route_table} and prefix in {"", entry.destination}:
            return entry
        raise not_found("route entry", f"{identifier} to {prefix}", NO_ENTRY)
    for name in ("RouteTableId", "DestinationCidrBlock"):
        if not request.text(name):
            raise missing_parameter(name)
    table = need_table(cloud, request)
    for entry in cloud.where(RouteEntry, "route_table", table.id):
        if entry.destination == prefix:
            return entry
    raise ApiError(NO_ENTRY, f"{table.id} has no custom route to {prefix} (NotFound).", 404)

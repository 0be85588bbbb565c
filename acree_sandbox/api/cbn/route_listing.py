"""The list of a transit router table's routes, static and learned, with every filter of the service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Network

from acree_sandbox.api.cbn.learning import static_route, table_routes
from acree_sandbox.api.cbn.learning_rule import ACTIVE, PROPAGATED, STATIC, Route
from acree_sandbox.api.cbn.resources import TransitRouterRouteEntry
from acree_sandbox.api.cbn.route_entries import BLACK_HOLE, HOP_TYPES, PREFIX
from acree_sandbox.api.cbn.service import CBN, filters, need_table
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import token_page, token_parameters
from acree_sandbox.core.parameters import text, texts
from acree_sandbox.core.records import Record, Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.times import iso_minute

ALL = "All"
STATUSES = (ALL, ACTIVE, "Rejected", "Prohibited", "Standby", "Candidate")
NETWORKS = ("VPC", "VBR", "TR", "VPN", "ECR")
Row = tuple[Route, TransitRouterRouteEntry | None]


def _choice(name: str, choices: Sequence[str]) -> tuple[str, Sequence[str], str]:
    return f"{PREFIX}{name}", choices, f"IllegalParam.{PREFIX}{name}"


CHOICES = (
    _choice("Status", STATUSES),
    _choice("Type", (STATIC, PROPAGATED)),
    _choice("NextHopType", HOP_TYPES),
    _choice("NextHopResourceType", NETWORKS),
    _choice("OriginResourceType", NETWORKS),
)
CONDITIONS: dict[str, Callable[[Route], str]] = {
    f"{PREFIX}DestinationCidrBlock": lambda route: route.destination,
    f"{PREFIX}Type": lambda route: route.type,
    f"{PREFIX}NextHopType": lambda route: HOP_TYPES[0] if route.hop else BLACK_HOLE,
    f"{PREFIX}NextHopId": lambda route: route.hop,
    f"{PREFIX}NextHopResourceId": lambda route: route.hop_resource,
    f"{PREFIX}NextHopResourceType": lambda route: route.hop_type,
    f"{PREFIX}OriginResourceId": lambda route: route.origin,
    f"{PREFIX}OriginResourceType": lambda route: route.origin_type,
}
"""What a route must have to fit a parameter that was sent."""


@CBN.action(
    "ListTransitRouterRouteEntries",
    text("TransitRouterRouteTableId", required=True),
    texts(f"{PREFIX}Ids"),
    texts(f"{PREFIX}Names"),
    text(f"{PREFIX}DestinationCidrBlock"),
    text(f"{PREFIX}NextHopId"),
    text(f"{PREFIX}NextHopResourceId"),
    text(f"{PREFIX}OriginResourceId"),
    *(text(name, choices=choices, code=code) for name, choices, code in CHOICES),
    text("PrefixListId"),
    filters("RouteFilter"),
    *token_parameters(),
)
def list_transit_router_route_entries(cloud: Cloud, request: Request) -> Reply:
    """List routes: by id or name static ones of any status, otherwise those of the status asked for, or in effect."""
    table = need_table(cloud, request.text("TransitRouterRouteTableId"))
    prefix_list = request.text("PrefixListId")
    if prefix_list:
        raise ApiError(
            "ResourceNotFound.PrefixlistAssociation", f"No prefix list {prefix_list!r} is associated with {table.id!r}."
        )
    named = f"{PREFIX}Ids" in request or f"{PREFIX}Names" in request
    if named and f"{PREFIX}Status" in request:
        raise ApiError(
            "ParamExclusive.RouteEntryIdsAndStatus",
            f"Send {PREFIX}Ids or {PREFIX}Status, not both: ids have any status.",
        )
    rows = _named(cloud, request, table.id) if named else _of_status(cloud, request, table.id)
    page = token_page(request, _fitting(request, rows))
    return {**page.fields, "TransitRouterRouteEntries": [_answer(row, table.id) for row in page.items]}


def _entries(cloud: Cloud, table: str) -> dict[str, TransitRouterRouteEntry]:
    return {entry.id: entry for entry in cloud.where(TransitRouterRouteEntry, "table", table)}


def _named(cloud: Cloud, request: Request, table: str) -> list[Row]:
    ids, names = request.texts(f"{PREFIX}Ids"), request.texts(f"{PREFIX}Names")
    if ids:
        found = [entry for its in ids if (entry := cloud.get(TransitRouterRouteEntry, its)) and entry.table == table]
    else:
        found = list(_entries(cloud, table).values())
    return [(static_route(cloud, entry), entry) for entry in found if not names or entry.name in names]


def _of_status(cloud: Cloud, request: Request, table: str) -> list[Row]:
    entries = _entries(cloud, table)
    status = request.text(f"{PREFIX}Status", ACTIVE)
    rows: list[Row] = [
        (route, entries.get(route.entry)) for route in table_routes(cloud, table) if status in {ALL, route.status}
    ]
    if status == ALL:
        rows += [(static_route(cloud, entry), entry) for entry in entries.values() if entry.status != ACTIVE]
    return rows


def _fitting(request: Request, rows: Sequence[Row]) -> Sequence[Row]:
    wanted = [(have, request.text(name)) for name, have in CONDITIONS.items() if request.text(name)]
    if wanted:
        rows = [row for row in rows if all(have(row[0]) == value for have, value in wanted)]
    route_filters = request.records("RouteFilter")
    keys = [item.text("Key") for item in route_filters]
    if len(set(keys)) < len(keys):
        raise ApiError(
            "FilterKeyDuplicated.RouteFilter", f"A key stands in one RouteFilter only, got {', '.join(keys)}."
        )
    for item in route_filters:
        rows = _filtered(item, rows)
    return rows


def _filtered(item: Record, rows: Sequence[Row]) -> list[Row]:
    key = item.text("Key")
    if key not in MATCHES:
        raise ApiError("InvalidFilterKey", f"The key of a RouteFilter is one of {', '.join(MATCHES)}, not {key!r}.")
    fitting: set[str] = set()
    for value in item.texts("Value"):
        try:
            wanted = IPv4Network(value)
        except ValueError:
            raise ApiError(f"IllegalParam.{key.removesuffix('s')}", f"{value!r} is no IPv4 prefix.") from None
        fitting |= MATCHES[key](wanted, {route.destination for route, _ in rows})
    return [row for row in rows if row[0].destination in fitting]


@lru_cache(maxsize=65536)
def _network(prefix: str) -> IPv4Network:
    return IPv4Network(prefix)


def _exact(wanted: IPv4Network, known: Iterable[str]) -> set[str]:
    return {prefix for prefix in known if _network(prefix) == wanted}


def _subnets(wanted: IPv4Network, known: Iterable[str]) -> set[str]:
    return {prefix for prefix in known if _network(prefix).subnet_of(wanted)}


def _supernets(wanted: IPv4Network, known: Iterable[str]) -> set[str]:
    return {prefix for prefix in known if _network(prefix).supernet_of(wanted)}


def _longest(wanted: IPv4Network, known: Iterable[str]) -> set[str]:
    covering = _supernets(wanted, known)
    return {max(covering, key=lambda prefix: _network(prefix).prefixlen)} if covering else set()


MATCHES: dict[str, Callable[[IPv4Network, Iterable[str]], set[str]]] = {
    "PrefixExactMatchCidrs": _exact,
    "LongestPrefixMatchCidrs": _longest,
    "SubnetOfMatchCidrs": _subnets,
    "SupernetOfMatchCidrs": _supernets,
}


def _answer(row: Row, table: str) -> dict[str, object]:
    route, entry = row
    answer: dict[str, object] = {
        "TransitRouterRouteTableId": table,
        f"{PREFIX}DestinationCidrBlock": route.destination,
        f"{PREFIX}NextHopId": route.hop,
        f"{PREFIX}NextHopType": HOP_TYPES[0] if route.hop else BLACK_HOLE,
        f"{PREFIX}NextHopResourceId": route.hop_resource,
        f"{PREFIX}NextHopResourceType": route.hop_type,
        f"{PREFIX}Status": route.status,
        f"{PREFIX}Type": route.type,
        "OperationalMode": entry is not None,
    }
    if entry is not None:
        return answer | {
            f"{PREFIX}Id": entry.id,
            f"{PREFIX}Name": entry.name,
            f"{PREFIX}Description": entry.description,
            "CreateTime": iso_minute(entry.created_at),
        }
    return answer | {
        f"{PREFIX}OriginResourceId": route.origin,
        f"{PREFIX}OriginResourceType": route.origin_type,
        "PathAttributes": {
            "OriginInstanceId": route.origin,
            "OriginInstanceType": route.origin_type,
            "AsPaths": [],
            "Communities": [],
        },
    }

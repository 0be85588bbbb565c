"""Route tables of transit routers: custom ones made and deleted, all of them listed and renamed."""

from __future__ import annotations

from acree_sandbox.api.cbn.deny_policy import forget_policies
from acree_sandbox.api.cbn.resources import Association, Propagation, TransitRouterRouteEntry, TransitRouterTable
from acree_sandbox.api.cbn.service import (
    CBN,
    naming,
    need_router,
    need_table,
    refuse_basic,
    refuse_while_changing,
    update,
)
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.paging import token_page, token_parameters
from acree_sandbox.core.parameters import structure, tags, text, texts
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.resources import Resource
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import iso_minute

MOST_TABLES = 100
TABLE = text("TransitRouterRouteTableId", required=True)
NAMING = naming("TransitRouterRouteTable")
OPTIONS = structure("RouteTableOptions", text("MultiRegionECMP", choices=("enable", "disable")))
ATTRIBUTES = {"TransitRouterRouteTableName": "name", "TransitRouterRouteTableDescription": "description"}
CHILDREN: tuple[tuple[type[Resource], str, str], ...] = (
    (Association, "OperationFailed.DeleteRouteTableWithAssociation", "associations"),
    (Propagation, "OperationFailed.DeleteRouteTableWithPropagation", "propagations"),
    (TransitRouterRouteEntry, "OperationFailed.DeleteRouteTableWithRouteEntry", "route entries"),
)


@CBN.action("CreateTransitRouterRouteTable", text("TransitRouterId", required=True), *NAMING, OPTIONS, tags())
def create_transit_router_route_table(cloud: Cloud, request: Request) -> Reply:
    """Make a custom table; Basic Edition has none (4.1)."""
    router = need_router(cloud, request.text("TransitRouterId"))
    refuse_basic(router)
    refuse_while_changing(router, "IncorrectStatus.Status")
    tables = cloud.where(TransitRouterTable, "router", router.id)
    refuse_over_quota(cloud, "TransitRouterRouteTable", len(tables), MOST_TABLES)
    table = TransitRouterTable(
        id=cloud.new_id(TransitRouterTable, router.region),
        region=router.region,
        status="Creating",
        name=request.text("TransitRouterRouteTableName"),
        description=request.text("TransitRouterRouteTableDescription"),
        router=router.id,
        ecmp=_chosen_ecmp(request, "disable"),
        tags=request.tags(),
    )
    return {"TransitRouterRouteTableId": cloud.put(table, then="Active").id}


@CBN.action(
    "ListTransitRouterRouteTables",
    text("TransitRouterId"),
    texts("TransitRouterRouteTableIds"),
    texts("TransitRouterRouteTableNames"),
    text("TransitRouterRouteTableStatus"),
    text("TransitRouterRouteTableType", choices=("System", "Custom")),
    OPTIONS,
    tags(),
    *token_parameters(),
)
def list_transit_router_route_tables(cloud: Cloud, request: Request) -> Reply:
    """List tables of a router, or of all of them."""
    router = request.text("TransitRouterId")
    if router:
        need_router(cloud, router)
    rows = cloud.where(TransitRouterTable, "router", router) if router else cloud.all(TransitRouterTable)
    ids, names = request.texts("TransitRouterRouteTableIds"), request.texts("TransitRouterRouteTableNames")
    page = token_page(
        request,
        [
            row
            for row in rows
            if request.region in {"", row.region}
            and (not ids or row.id in ids)
            and (not names or row.name in names)
            and request.text("TransitRouterRouteTableStatus") in {"", row.status}
            and request.text("TransitRouterRouteTableType") in {"", row.type}
            and _chosen_ecmp(request, row.ecmp) == row.ecmp
            and has_tags(row, request.tags())
        ],
    )
    return {**page.fields, "TransitRouterRouteTables": [_answer(row) for row in page.items]}


@CBN.action("UpdateTransitRouterRouteTable", TABLE, *NAMING, OPTIONS)
def update_transit_router_route_table(cloud: Cloud, request: Request) -> Reply:
    """Change name, description or options."""
    table = need_table(cloud, request.text("TransitRouterRouteTableId"))
    refuse_while_changing(table, "IncorrectStatus.Status")
    update(cloud, table, {**request.changes(ATTRIBUTES), "ecmp": _chosen_ecmp(request, table.ecmp)})
    return {}


@CBN.action("DeleteTransitRouterRouteTable", TABLE)
def delete_transit_router_route_table(cloud: Cloud, request: Request) -> Reply:
    """Delete a custom table with no association, propagation or static route."""
    table = need_table(cloud, request.text("TransitRouterRouteTableId"))
    refuse_while_changing(table, "IncorrectStatus.TransitRouterRouteTable")
    if table.type == "System":
        raise ApiError(
            "OperationFailed.DeleteSystemRouteTable", f"{table.id!r} is the system table of {table.router!r}; it stays."
        )
    for kind, code, words in CHILDREN:
        rows = cloud.where(kind, "table", table.id)
        if rows:
            names = ", ".join(row.id for row in rows)
            raise ApiError(code, f"{table.id!r} still has {words}: {names}; delete them first.")
    forget_policies(cloud, table.id)
    cloud.remove(table, while_status="Deleting")
    return {}


def _chosen_ecmp(request: Request, default: str) -> str:
    options = request.structure("RouteTableOptions")
    return options.text("MultiRegionECMP", default) if options else default


def _answer(row: TransitRouterTable) -> dict[str, object]:
    return {
        "TransitRouterId": row.router,
        "TransitRouterRouteTableId": row.id,
        "TransitRouterRouteTableName": row.name,
        "TransitRouterRouteTableDescription": row.description,
        "TransitRouterRouteTableType": row.type,
        "TransitRouterRouteTableStatus": row.status,
        "CreateTime": iso_minute(row.created_at),
        "RegionId": row.region,
        "RouteTableOptions": {"MultiRegionECMP": row.ecmp},
        "Tags": tag_list(row),
    }

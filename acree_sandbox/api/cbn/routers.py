"""Transit routers: made one for each region of a CEN instance, listed, renamed, deleted."""

from __future__ import annotations

from acree_sandbox.api.cbn.deny_policy import forget_policies
from acree_sandbox.api.cbn.regions import supports_multicast
from acree_sandbox.api.cbn.resources import (
    ENTERPRISE,
    Attachment,
    TransitRouter,
    TransitRouterCidr,
    TransitRouterRouteEntry,
    TransitRouterTable,
)
from acree_sandbox.api.cbn.service import (
    CBN,
    account_number,
    filters,
    fits,
    naming,
    need_cen,
    need_router,
    owner_of,
    refuse_closed_service,
    refuse_while_changing,
    region_of,
    update,
)
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import boolean, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import iso_time

ROUTER = text("TransitRouterId", required=True)


@CBN.action(
    "CreateTransitRouter",
    text("CenId", required=True),
    *naming("TransitRouter"),
    boolean("SupportMulticast"),
    tags(),
)
def create_transit_router(cloud: Cloud, request: Request) -> Reply:
    """Make an Enterprise Edition router with its system table; a CEN instance has one in each region (4.3)."""
    region = region_of(request)
    refuse_closed_service(cloud)
    cen = need_cen(cloud, request.text("CenId"))
    if cen.protection_level == "FULL":
        raise ApiError(
            "OperationUnsupported.CenFullLevel", f"{cen.id!r} has protection level FULL and takes no transit routers."
        )
    for router in cloud.where(TransitRouter, "cen", cen.id):
        if router.region == region:
            raise ApiError(
                "InstanceExist.TransitRouterInstance",
                f"The CEN instance {cen.id!r} already has {router.id!r} in {region}; there is one in each region.",
            )
    multicast = request.boolean("SupportMulticast")
    if multicast and not supports_multicast(cloud, region):
        raise ApiError("OperationUnsupported.SupportMulticast", f"Transit routers in {region} do no multicast.")
    router = TransitRouter(
        id=cloud.new_id(TransitRouter, region),
        region=region,
        status="Creating",
        name=request.text("TransitRouterName"),
        description=request.text("TransitRouterDescription"),
        cen=cen.id,
        multicast=multicast,
        owner=cloud.account,
        tags=request.tags(),
    )
    add_system_table(cloud, router)
    return {"TransitRouterId": cloud.put(router, then="Active").id}


def add_system_table(cloud: Cloud, router: TransitRouter) -> TransitRouterTable:
    """Give a router its own table, as the service does when the router is made; worlds need it too."""
    return cloud.put(
        TransitRouterTable(
            id=cloud.new_id(TransitRouterTable, router.region),
            region=router.region,
            router=router.id,
            type="System",
        )
    )


@CBN.action(
    "ListTransitRouters",
    text("CenId"),
    text("TransitRouterId"),
    text("TransitRouterName"),
    text("Status"),
    text("Type", choices=("Enterprise", "Basic")),
    filters("FeatureFilter"),
    tags(),
    *page_parameters(largest=50),
)
def list_transit_routers(cloud: Cloud, request: Request) -> Reply:
    """List routers; without RegionId those of every region."""
    rows = cloud.where(TransitRouter, "cen", request.text("CenId")) if request.text("CenId") else None
    routers = [
        router
        for router in (cloud.all(TransitRouter) if rows is None else rows)
        if request.region in {"", router.region}
        and request.text("TransitRouterId") in {"", router.id}
        and request.text("TransitRouterName") in {"", router.name}
        and request.text("Status") in {"", router.status}
        and request.text("Type") in {"", router.edition}
        and fits(request.records("FeatureFilter"), {"Multicast": {"Enabled" if router.multicast else "Disabled"}})
        and has_tags(router, request.tags())
    ]
    page = numbered_page(request, routers)
    return {**page.fields, "TransitRouters": [_answer(cloud, router) for router in page.items]}


@CBN.action("UpdateTransitRouter", ROUTER, *naming("TransitRouter"))
def update_transit_router(cloud: Cloud, request: Request) -> Reply:
    """Change name or description."""
    router = need_router(cloud, request.text("TransitRouterId"))
    refuse_while_changing(router, "IncorrectStatus.Status")
    attributes = {"TransitRouterName": "name", "TransitRouterDescription": "description"}
    update(cloud, router, request.changes(attributes))
    return {}


@CBN.action("DeleteTransitRouter", ROUTER)
def delete_transit_router(cloud: Cloud, request: Request) -> Reply:
    """Delete a router that has no attachment, no custom table and no static route."""
    router = cloud.need(TransitRouter, request.text("TransitRouterId"), "InvalidTransitRouterInstance.NotFound", 400)
    refuse_while_changing(router, "IncorrectStatus.TransitRouterInstance")
    ends = cloud.where(Attachment, "router", router.id) + cloud.where(Attachment, "peer_router", router.id)
    if ends:
        raise ApiError(
            "InvalidOperation.AttachedChildInstanceExist",
            f"{router.id!r} still has attachments: {', '.join(row.id for row in ends)}; delete them first.",
        )
    tables = cloud.where(TransitRouterTable, "router", router.id)
    _refuse_own_routes(cloud, router, tables)
    for table in tables:
        forget_policies(cloud, table.id)
        cloud.remove(table)
    for block in cloud.where(TransitRouterCidr, "router", router.id):
        cloud.remove(block)
    cloud.remove(router, while_status="Deleting")
    return {}


def _refuse_own_routes(cloud: Cloud, router: TransitRouter, tables: list[TransitRouterTable]) -> None:
    custom = [table.id for table in tables if table.type != "System"]
    entries = [row.id for table in tables for row in cloud.where(TransitRouterRouteEntry, "table", table.id)]
    if custom or entries:
        raise ApiError(
            "OperationFailed.DeleteTransitRouter",
            f"{router.id!r} still has {'custom tables' if custom else 'route entries'}: "
            f"{', '.join(custom or entries)}; delete them first.",
        )


def _answer(cloud: Cloud, router: TransitRouter) -> dict[str, object]:
    answer: dict[str, object] = {
        "AliUid": account_number(owner_of(cloud, router)),
        "CenId": router.cen,
        "TransitRouterId": router.id,
        "Type": router.edition,
        "Status": router.status,
        "RegionId": router.region,
        "CreationTime": iso_time(router.created_at),
        "TransitRouterName": router.name,
        "TransitRouterDescription": router.description,
        "SupportMulticast": router.multicast,
        "Tags": tag_list(router),
    }
    return answer | ({"TransitRouterCidrList": []} if router.edition == ENTERPRISE else {})

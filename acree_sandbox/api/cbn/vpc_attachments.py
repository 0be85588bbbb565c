"""VPC attachments: made, listed, changed, given other zones, deleted."""

from __future__ import annotations

from acree_sandbox.api.cbn.attachments import (
    ATTACHMENT,
    ATTRIBUTES,
    AUTO_PUBLISH,
    LIST,
    NAMING,
    ORDER_TYPE,
    common_answer,
    delete_attachment,
    router_for,
    wanted_attachments,
)
from acree_sandbox.api.cbn.resources import Attachment, TransitRouter, TransitRouterGrant
from acree_sandbox.api.cbn.service import CBN, account_number, need_attachment, owner_of, refuse_while_changing, update
from acree_sandbox.api.cbn.vpc_options import OPTIONS, chosen_options
from acree_sandbox.api.cbn.zone_mappings import (
    checked_vswitches,
    refuse_wrong_zones,
    release_interfaces,
    take_interfaces,
    zone_mappings,
)
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import limit, refuse_over_quota
from acree_sandbox.core.paging import token_page
from acree_sandbox.core.parameters import boolean, integer, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

PER_ROUTER = 1000
CENS_PER_VPC = 5


@CBN.action(
    "CreateTransitRouterVpcAttachment",
    text("CenId"),
    text("TransitRouterId"),
    text("VpcId", required=True),
    integer("VpcOwnerId"),
    zone_mappings("ZoneMappings", required=True),
    text("ChargeType", choices=("POSTPAY",), code="IllegalParam.ChargeType"),
    text("ResourceType", choices=("VPC",)),
    *NAMING,
    AUTO_PUBLISH,
    *OPTIONS,
    tags(),
)
def create_transit_router_vpc_attachment(cloud: Cloud, request: Request) -> Reply:
    """Attach a VPC to the router of its region; it is neither associated nor propagating by that (4.3)."""
    router = router_for(cloud, request)
    vpc = _vpc_for(cloud, request, router)
    _refuse_second(cloud, router, vpc)
    if request.boolean("AutoPublishRouteEnabled"):
        _refuse_publishing_twice(cloud, router.cen, vpc.id)
    vswitches = checked_vswitches(cloud, vpc, request.records("ZoneMappings"))
    refuse_wrong_zones(cloud, vpc.region, [vswitch.zone for vswitch in vswitches])
    identifier = cloud.new_id(Attachment)
    options_name, options = chosen_options(request)
    row = Attachment(
        id=identifier,
        region=router.region,
        status="Attaching",
        name=request.text("TransitRouterAttachmentName"),
        description=request.text("TransitRouterAttachmentDescription"),
        cen=router.cen,
        router=router.id,
        resource_type="VPC",
        resource=vpc.id,
        resource_region=vpc.region,
        resource_owner=owner_of(cloud, vpc),
        auto_publish=request.boolean("AutoPublishRouteEnabled"),
        zones=take_interfaces(cloud, identifier, vswitches),
        options=options,
        options_name=options_name,
        tags=request.tags(),
    )
    return {"TransitRouterAttachmentId": cloud.put(row, then="Attached").id}


@CBN.action("ListTransitRouterVpcAttachments", *LIST, text("VpcId"), text("Status"), ORDER_TYPE)
def list_transit_router_vpc_attachments(cloud: Cloud, request: Request) -> Reply:
    """List VPC attachments; RegionId is the region of the router, and so of the VPC."""
    rows = [
        row
        for row in wanted_attachments(cloud, request, "VPC")
        if request.region in {"", row.region}
        and request.text("VpcId") in {"", row.resource}
        and request.text("Status") in {"", row.status}
        and request.text("OrderType") in {"", row.order_type}
    ]
    page = token_page(request, rows)
    return {**page.fields, "TransitRouterAttachments": [_answer(row) for row in page.items]}


@CBN.action("UpdateTransitRouterVpcAttachmentAttribute", ATTACHMENT, *NAMING, AUTO_PUBLISH, ORDER_TYPE, *OPTIONS)
def update_transit_router_vpc_attachment_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change what was sent; the rest stays."""
    row = need_attachment(cloud, request.text("TransitRouterAttachmentId"), "VPC")
    refuse_while_changing(row, "IncorrectStatus.Attachment")
    if request.boolean("AutoPublishRouteEnabled") and not row.auto_publish:
        _refuse_publishing_twice(cloud, row.cen, row.resource)
    changes = request.changes({**ATTRIBUTES, "AutoPublishRouteEnabled": "auto_publish", "OrderType": "order_type"})
    options_name, options = chosen_options(request)
    if options_name:
        changes |= {"options": {**row.options, **options}, "options_name": options_name}
    update(cloud, row, changes)
    return {}


@CBN.action(
    "UpdateTransitRouterVpcAttachmentZones",
    ATTACHMENT,
    zone_mappings("AddZoneMappings"),
    zone_mappings("RemoveZoneMappings"),
)
def update_transit_router_vpc_attachment_zones(cloud: Cloud, request: Request) -> Reply:
    """Give an attachment interfaces in further vSwitches and take others away."""
    row = need_attachment(cloud, request.text("TransitRouterAttachmentId"), "VPC")
    refuse_while_changing(row, "IncorrectStatus.Attachment")
    removed = {item.text("VSwitchId") for item in request.records("RemoveZoneMappings")}
    unknown = removed - {mapping["VSwitchId"] for mapping in row.zones}
    if unknown:
        raise ApiError(
            "IllegalParam.ZoneMappings",
            f"{row.id!r} has no interface in {', '.join(sorted(unknown))}; nothing to remove.",
        )
    vpc = cloud.need(Vpc, row.resource, "InvalidVpcId.NotFound")
    added = checked_vswitches(cloud, vpc, request.records("AddZoneMappings"))
    kept = [mapping for mapping in row.zones if mapping["VSwitchId"] not in removed]
    refuse_wrong_zones(cloud, row.region, [*(mapping["ZoneId"] for mapping in kept), *(its.zone for its in added)])
    release_interfaces(cloud, row.id, removed)
    zones = [*kept, *take_interfaces(cloud, row.id, added)]
    cloud.change(row, then="Attached", status="Modifying", zones=zones)
    return {}


@CBN.action("DeleteTransitRouterVpcAttachment", ATTACHMENT, boolean("Force"))
def delete_transit_router_vpc_attachment(cloud: Cloud, request: Request) -> Reply:
    """Detach a VPC; with Force also remove what refers to the attachment."""
    row = need_attachment(cloud, request.text("TransitRouterAttachmentId"), "VPC")
    delete_attachment(cloud, row, force=request.boolean("Force"))
    return {}


def _vpc_for(cloud: Cloud, request: Request, router: TransitRouter) -> Vpc:
    identifier = request.text("VpcId")
    vpc = cloud.need(Vpc, identifier, "InvalidVpcId.NotFound")
    if vpc.region != router.region:
        raise ApiError(
            "InvalidVpcId.NotFound",
            f"The VPC {identifier!r} is in {vpc.region}, {router.id!r} in {router.region} (NotFound).",
            404,
        )
    refuse_while_changing(vpc, "IncorrectStatus.VpcOrVswitch")
    owner = owner_of(cloud, vpc)
    if str(request.integer("VpcOwnerId", account_number(owner))) != owner:
        raise ApiError("IllegalParam.VpcOwnerId", f"{identifier!r} belongs to account {owner}.")
    granted = {grant.cen for grant in cloud.where(TransitRouterGrant, "resource", vpc.id)}
    if owner != owner_of(cloud, router) and router.cen not in granted:
        raise ApiError(
            "OperationFailed.ResourceNotGranted",
            f"{identifier!r} belongs to account {owner}, which has not granted it to {router.cen!r}; "
            "call GrantInstanceToTransitRouter there.",
        )
    return vpc


def _refuse_second(cloud: Cloud, router: TransitRouter, vpc: Vpc) -> None:
    attached = cloud.where(Attachment, "resource", vpc.id)
    for row in attached:
        if row.cen == router.cen:
            raise ApiError(
                "InstanceExist.TransitRouterAttachment",
                f"The VPC {vpc.id!r} is attached to {row.router!r} already, by {row.id!r}.",
            )
    most = limit(cloud, "ChildInstanceRelatedCen", CENS_PER_VPC)
    if len(attached) >= most:
        raise ApiError(
            "QuotaFull.ChildInstanceRelatedCen", f"The VPC {vpc.id!r} is attached to {len(attached)} CENs of {most}."
        )
    used = [row for row in cloud.where(Attachment, "router", router.id) if row.resource_type == "VPC"]
    refuse_over_quota(cloud, "CenQuotaVpcAttachPerTransitRouter", len(used), PER_ROUTER)


def _refuse_publishing_twice(cloud: Cloud, cen: str, vpc: str) -> None:
    for row in cloud.where(Attachment, "resource", vpc):
        if row.cen != cen and row.auto_publish:
            raise ApiError(
                "InvalidOperation.VpcAutoRoutesPublishInOtherCEN",
                f"The VPC {vpc!r} has its routes synchronised with {row.cen!r} already, by {row.id!r}.",
            )


def _answer(row: Attachment) -> dict[str, object]:
    options: dict[str, object] = {"TransitRouterVPCAttachmentOptions": {}, "Options": {}}
    if row.options_name:
        options[row.options_name] = row.options
    return {
        **common_answer(row),
        "VpcId": row.resource,
        "VpcOwnerId": account_number(row.resource_owner),
        "VpcRegionId": row.resource_region,
        "ZoneMappings": row.zones,
        **options,
    }

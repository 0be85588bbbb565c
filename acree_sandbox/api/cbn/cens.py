"""CEN instances: made, described, renamed, deleted."""

from __future__ import annotations

from acree_sandbox.api.cbn.resources import BandwidthPackage, Cen, TransitRouter
from acree_sandbox.api.cbn.service import CBN, filters, fits, naming, need_cen, update
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import iso_time

LEVELS = ("REDUCED", "FULL")
DEFAULT_CENS = 10


@CBN.action("CreateCen", *naming(), text("ProtectionLevel", choices=LEVELS), tags())
def create_cen(cloud: Cloud, request: Request) -> Reply:
    """Make a CEN instance."""
    refuse_over_quota(cloud, "CenCountExceeded", len(cloud.all(Cen)), DEFAULT_CENS)
    cen = Cen(
        id=cloud.new_id(Cen),
        status="Creating",
        name=request.text("Name"),
        description=request.text("Description"),
        protection_level=request.text("ProtectionLevel", "REDUCED"),
        resource_group=f"rg-{cloud.account}",
        owner=cloud.account,
        tags=request.tags(),
    )
    return {"CenId": cloud.put(cen, then="Active").id}


@CBN.action("DescribeCens", filters(), text("ResourceGroupId"), tags(), *page_parameters(largest=50))
def describe_cens(cloud: Cloud, request: Request) -> Reply:
    """List CEN instances by id, name, resource group and tags."""
    group = request.text("ResourceGroupId")
    cens = [
        cen
        for cen in cloud.all(Cen)
        if fits(request.records("Filter"), {"CenId": {cen.id}, "Name": {cen.name}})
        and group in {"", cen.resource_group}
        and has_tags(cen, request.tags())
    ]
    page = numbered_page(request, cens)
    return {**page.fields, "Cens": {"Cen": [_answer(cloud, cen) for cen in page.items]}}


@CBN.action("ModifyCenAttribute", text("CenId", required=True), *naming(), text("ProtectionLevel", choices=LEVELS))
def modify_cen_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change name, description or protection level."""
    cen = need_cen(cloud, request.text("CenId"))
    attributes = {"Name": "name", "Description": "description", "ProtectionLevel": "protection_level"}
    update(cloud, cen, request.changes(attributes))
    return {}


@CBN.action("DeleteCen", text("CenId", required=True))
def delete_cen(cloud: Cloud, request: Request) -> Reply:
    """Delete a CEN instance that has no transit router and no bandwidth package."""
    cen = need_cen(cloud, request.text("CenId"))
    routers = [router.id for router in cloud.where(TransitRouter, "cen", cen.id)]
    if routers:
        raise ApiError(
            "OperationFailed.TransitRouterExist",
            f"The CEN instance {cen.id!r} still has transit routers: {', '.join(routers)}; delete them first.",
        )
    packages = [package.id for package in cloud.where(BandwidthPackage, "cen", cen.id)]
    if packages:
        raise ApiError(
            "OperationFailed.BandwidthPackageExist",
            f"The CEN instance {cen.id!r} still has bandwidth packages: {', '.join(packages)}; unassociate them first.",
        )
    cloud.remove(cen, while_status="Deleting")
    return {}


def _answer(cloud: Cloud, cen: Cen) -> dict[str, object]:
    packages = [package.id for package in cloud.where(BandwidthPackage, "cen", cen.id)]
    return {
        "CenId": cen.id,
        "Name": cen.name,
        "Description": cen.description,
        "ProtectionLevel": cen.protection_level,
        "Status": cen.status,
        "CreationTime": iso_time(cen.created_at),
        "ResourceGroupId": cen.resource_group,
        "Ipv6Level": "",
        "Tags": {"Tag": tag_list(cen)},
        "CenBandwidthPackageIds": {"CenBandwidthPackageId": packages},
    }

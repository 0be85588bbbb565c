"""Bandwidth packages: bought, listed, resized, used by a CEN instance, released. Money is not emulated."""

from __future__ import annotations

from acree_sandbox.api.cbn.bandwidth import share_left, users_of
from acree_sandbox.api.cbn.resources import BandwidthPackage
from acree_sandbox.api.cbn.service import CBN, filters, fits, naming, need_cen, update
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import boolean, integer, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import iso_time

AREAS = ("China", "North-America", "Asia-Pacific", "Europe", "Australia", "Middle-East")
SMALLEST = 2
LARGEST = 10_000
PACKAGE = text("CenBandwidthPackageId", required=True)
SIZE = integer("Bandwidth", minimum=SMALLEST, maximum=LARGEST, required=True, code="IllegalParam.Bandwidth")
PAYMENT = (
    boolean("AutoPay"),
    boolean("AutoRenew"),
    integer("AutoRenewDuration", minimum=0),
    integer("Period", minimum=1, maximum=6),
    text("PricingCycle", choices=("Month", "Year")),
)
"""How a package is paid for, which changes nothing that can be seen."""


@CBN.action(
    "CreateCenBandwidthPackage",
    SIZE,
    text("GeographicRegionAId", required=True, choices=AREAS),
    text("GeographicRegionBId", required=True, choices=AREAS),
    text("BandwidthPackageChargeType", choices=("POSTPAY", "PREPAY")),
    *naming(),
    *PAYMENT,
    tags(),
)
def create_cen_bandwidth_package(cloud: Cloud, request: Request) -> Reply:
    """Buy a package."""
    package = BandwidthPackage(
        id=cloud.new_id(BandwidthPackage),
        status="Idle",
        name=request.text("Name"),
        description=request.text("Description"),
        bandwidth=request.integer("Bandwidth"),
        area_a=request.text("GeographicRegionAId"),
        area_b=request.text("GeographicRegionBId"),
        charge_type=request.text("BandwidthPackageChargeType", "PREPAY"),
        resource_group=f"rg-{cloud.account}",
        tags=request.tags(),
    )
    return {"CenBandwidthPackageId": cloud.put(package).id, "CenBandwidthPackageOrderId": cloud.new_suffix(15)}


@CBN.action(
    "DescribeCenBandwidthPackages",
    filters(),
    boolean("IsOrKey"),
    boolean("IncludeReservationData"),
    text("ResourceGroupId"),
    tags(),
    *page_parameters(largest=50),
)
def describe_cen_bandwidth_packages(cloud: Cloud, request: Request) -> Reply:
    """List packages; none of them has a reservation."""
    group, any_key = request.text("ResourceGroupId"), request.boolean("IsOrKey")
    packages = [
        package
        for package in cloud.all(BandwidthPackage)
        if fits(request.records("Filter"), _filterable(package), any_key=any_key)
        and group in {"", package.resource_group}
        and has_tags(package, request.tags())
    ]
    page = numbered_page(request, packages)
    return {**page.fields, "CenBandwidthPackages": {"CenBandwidthPackage": [_answer(row) for row in page.items]}}


@CBN.action("ModifyCenBandwidthPackageAttribute", PACKAGE, *naming())
def modify_cen_bandwidth_package_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change name or description."""
    package = _need_package(cloud, request)
    update(cloud, package, request.changes({"Name": "name", "Description": "description"}))
    return {}


@CBN.action("ModifyCenBandwidthPackageSpec", PACKAGE, SIZE)
def modify_cen_bandwidth_package_spec(cloud: Cloud, request: Request) -> Reply:
    """Resize a package, not below what its connections have."""
    package = _need_package(cloud, request)
    wanted, used = request.integer("Bandwidth"), package.bandwidth - share_left(cloud, package)
    if wanted < used:
        raise ApiError(
            "InvalidOperation.BwpBandwidthExceeded",
            f"Connections have {used} Mbit/s of {package.id!r}, wanted {wanted}.",
        )
    cloud.change(package, bandwidth=wanted)
    return {}


@CBN.action("AssociateCenBandwidthPackage", PACKAGE, text("CenId", required=True))
def associate_cen_bandwidth_package(cloud: Cloud, request: Request) -> Reply:
    """Let a CEN instance use a package; it is used by one at a time."""
    package, cen = _need_package(cloud, request), need_cen(cloud, request.text("CenId"))
    if package.cen:
        raise ApiError("InvalidOperation.BwpInstanceStatus", f"{package.id!r} is in use by {package.cen!r} already.")
    cloud.change(package, cen=cen.id, status="InUse")
    return {}


@CBN.action("UnassociateCenBandwidthPackage", PACKAGE, text("CenId", required=True))
def unassociate_cen_bandwidth_package(cloud: Cloud, request: Request) -> Reply:
    """Take a package away from a CEN instance when no connection has a share of it."""
    package, cen = _need_package(cloud, request), need_cen(cloud, request.text("CenId"))
    if package.cen != cen.id:
        raise ApiError(
            "InvalidOperation.BwpInstanceStatus",
            f"{package.id!r} is used by {package.cen or 'nothing'}, not {cen.id!r}.",
        )
    users = [row.id for row in users_of(cloud, package)]
    if users:
        raise ApiError(
            "InvalidOperation.CenBandwidthLimitsNotZero",
            f"{package.id!r} still pays for {', '.join(users)}; delete or change them first.",
        )
    cloud.change(package, cen="", status="Idle")
    return {}


@CBN.action("DeleteCenBandwidthPackage", PACKAGE)
def delete_cen_bandwidth_package(cloud: Cloud, request: Request) -> Reply:
    """Release a package that is idle and not paid in advance."""
    package = _need_package(cloud, request)
    if package.cen:
        raise ApiError("InvalidOperation.BwpInstanceStatus", f"{package.id!r} is in use by {package.cen!r}.")
    if package.charge_type == "PREPAY":
        raise ApiError("Forbidden.Release", f"{package.id!r} is paid in advance and cannot be released early.")
    cloud.remove(package)
    return {}


def _need_package(cloud: Cloud, request: Request) -> BandwidthPackage:
    return cloud.need(BandwidthPackage, request.text("CenBandwidthPackageId"), "ParameterBwpInstanceId", 400)


def _filterable(package: BandwidthPackage) -> dict[str, set[str]]:
    return {
        "CenBandwidthPackageId": {package.id},
        "CenId": {package.cen},
        "Name": {package.name},
        "Status": {package.status},
    }


def _answer(package: BandwidthPackage) -> dict[str, object]:
    return {
        "CenBandwidthPackageId": package.id,
        "Name": package.name,
        "Description": package.description,
        "Bandwidth": package.bandwidth,
        "GeographicRegionAId": package.area_a,
        "GeographicRegionBId": package.area_b,
        "GeographicSpanId": package.span,
        "BandwidthPackageChargeType": package.charge_type,
        "Status": package.status,
        "BusinessStatus": "Normal",
        "CreationTime": iso_time(package.created_at),
        "ExpiredTime": "",
        "IsCrossBorder": False,
        "HasReservationData": "false",
        "ResourceGroupId": package.resource_group,
        "CenIds": {"CenId": [package.cen] if package.cen else []},
        "OrginInterRegionBandwidthLimits": {"OrginInterRegionBandwidthLimit": []},
        "Tags": {"Tag": tag_list(package)},
    }

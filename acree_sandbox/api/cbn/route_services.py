"""AnyTunnel: a Basic Edition router takes cloud services of its region to VBRs and CCNs (4.1, G3, G4)."""

from __future__ import annotations

from acree_sandbox.api.cbn.any_tunnel import FAILS, REFUSES, answer_to
from acree_sandbox.api.cbn.resources import BASIC, Attachment, RouteService, TransitRouter
from acree_sandbox.api.cbn.service import CBN, UNSUPPORTED, need_cen, refuse_while_changing
from acree_sandbox.api.vpc.parameters import Destination
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import text, texts
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply


@CBN.action(
    "ResolveAndRouteServiceInCen",
    text("CenId", required=True),
    text("Host", required=True),
    text("HostRegionId", required=True),
    text("HostVpcId", required=True),
    texts("AccessRegionIds", required=True),
    text("Description"),
)
def resolve_and_route_service_in_cen(cloud: Cloud, request: Request) -> Reply:
    """Take an address or a prefix of cloud services to the VBRs and CCNs of regions."""
    cen = need_cen(cloud, request.text("CenId"))
    region, vpc = request.text("HostRegionId"), cloud.get(Vpc, request.text("HostVpcId"))
    host = str(Destination("Host", code="IllegalParam.Host").parse(request.text("Host")))
    for router in cloud.where(TransitRouter, "cen", cen.id):
        if router.region == region and router.edition != BASIC:
            raise ApiError(
                UNSUPPORTED, f"AnyTunnel is for Basic Edition routers; {router.id!r} in {region} is {router.edition}."
            )
    if vpc is None or vpc.region != region or not _attached(cloud, cen.id, vpc.id):
        raise ApiError(
            "InvalidOperation.NoVpcAttached", f"{request.text('HostVpcId')!r} in {region} is not in {cen.id!r}."
        )
    for access in request.texts("AccessRegionIds"):
        if answer_to(cloud, cen.id, access) == REFUSES:
            raise ApiError(
                "InvalidOperation.NoChildInstanceEitherRegion",
                f"Services of {region} are not reached from {access}: both regions must be the same.",
            )
        _put(cloud, request, host, access)
    return {}


@CBN.action(
    "DescribeRouteServicesInCen",
    text("CenId", required=True),
    text("AccessRegionId"),
    text("Host"),
    text("HostRegionId"),
    text("HostVpcId"),
    *page_parameters(largest=50),
)
def describe_route_services_in_cen(cloud: Cloud, request: Request) -> Reply:
    """List what is taken where, in pages."""
    asked = {"AccessRegionId": "access_region", "Host": "asked", "HostRegionId": "region", "HostVpcId": "vpc"}
    found = [
        row
        for row in cloud.where(RouteService, "cen", request.text("CenId"))
        if all(request.text(name) in {"", getattr(row, field)} for name, field in asked.items())
    ]
    page = numbered_page(request, found)
    return {"RouteServiceEntries": {"RouteServiceEntry": [_answer(row) for row in page.items]}, **page.fields}


@CBN.action(
    "DeleteRouteServiceInCen",
    text("CenId", required=True),
    text("Host", required=True),
    text("HostRegionId", required=True),
    text("HostVpcId"),
    text("AccessRegionId", required=True),
)
def delete_route_service_in_cen(cloud: Cloud, request: Request) -> Reply:
    """Take it there no more."""
    names = ("CenId", "HostRegionId", "Host", "AccessRegionId")
    row = cloud.get(RouteService, ":".join(request.text(name) for name in names))
    if row is None:
        raise ApiError("ParameterIllegal.Host", f"{request.text('Host')!r} is not taken there (NotFound).", 404)
    refuse_while_changing(row, "InvalidOperation.CloudRouteStatusNotAllow")
    cloud.remove(row, while_status="Deleting")
    return {}


def _put(cloud: Cloud, request: Request, prefix: str, access: str) -> None:
    names = ("CenId", "HostRegionId", "Host")
    row = RouteService(
        id=":".join([*(request.text(name) for name in names), access]),
        region=request.text("HostRegionId"),
        status="Creating",
        cen=request.text("CenId"),
        asked=request.text("Host"),
        routed=prefix,
        vpc=request.text("HostVpcId"),
        access_region=access,
        description=request.text("Description"),
    )
    if cloud.get(RouteService, row.id) is not None:
        raise ApiError("InvalidOperation.RouteServiceExist", f"{row.asked} is taken to {access} already.")
    cloud.put(row, then="Failed" if answer_to(cloud, row.cen, access) == FAILS else "Active")


def _attached(cloud: Cloud, cen: str, vpc: str) -> bool:
    return any(row.cen == cen for row in cloud.where(Attachment, "resource", vpc))


def _answer(row: RouteService) -> dict[str, object]:
    return {
        "CenId": row.cen,
        "Host": row.asked,
        "HostRegionId": row.region,
        "HostVpcId": row.vpc,
        "AccessRegionId": row.access_region,
        "Description": row.description,
        "Status": row.status,
        "UpdateInterval": "",
        "Cidrs": {"Cidr": [row.routed]},
    }

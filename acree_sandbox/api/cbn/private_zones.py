"""PrivateZone for data centers: networks of a CEN ask the resolver of a VPC (5.3)."""

from __future__ import annotations

from acree_sandbox.api.cbn.resources import Attachment, PrivateZoneRoute
from acree_sandbox.api.cbn.service import CBN, need_cen, refuse_while_changing
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

SERVERS = "100.100.2.136,100.100.2.138"
_CEN, _ACCESS = text("CenId", required=True), text("AccessRegionId", required=True)


@CBN.action(
    "RoutePrivateZoneInCenToVpc",
    _CEN,
    _ACCESS,
    text("HostRegionId", required=True),
    text("HostVpcId", required=True),
)
def route_private_zone_in_cen_to_vpc(cloud: Cloud, request: Request) -> Reply:
    """Let the networks of a region ask a VPC's resolver."""
    cen = need_cen(cloud, request.text("CenId"))
    vpc, access = cloud.get(Vpc, request.text("HostVpcId")), request.text("AccessRegionId")
    attached = cloud.where(Attachment, "cen", cen.id)
    networks = {row.resource_region or row.region for row in attached}
    hosted = any(row.resource == request.text("HostVpcId") for row in attached)
    if vpc is None or vpc.region != request.text("HostRegionId") or not hosted or access not in networks:
        host = f"{request.text('HostVpcId')!r} in {request.text('HostRegionId')}"
        raise ApiError(
            "InvalidOperation.NoChildInstanceEitherRegion", f"{cen.id!r} needs {host} and a network in {access}."
        )
    row = PrivateZoneRoute(
        id=f"{cen.id}:{access}", region=access, status="Creating", cen=cen.id, vpc=vpc.id, vpc_region=vpc.region
    )
    cloud.put(row, then="Active")
    return {}


@CBN.action(
    "DescribeCenPrivateZoneRoutes",
    _CEN,
    text("AccessRegionId"),
    text("HostRegionId"),
    *page_parameters(largest=50),
)
def describe_cen_private_zone_routes(cloud: Cloud, request: Request) -> Reply:
    """List who asks whose resolver, in pages."""
    found = [
        row
        for row in cloud.where(PrivateZoneRoute, "cen", request.text("CenId"))
        if request.text("AccessRegionId") in {"", row.region} and request.text("HostRegionId") in {"", row.vpc_region}
    ]
    page = numbered_page(request, found)
    items = [
        {"AccessRegionId": row.region, "HostRegionId": row.vpc_region, "HostVpcId": row.vpc, "Status": row.status}
        for row in page.items
    ]
    infos = {"PrivateZoneInfos": {"PrivateZoneInfo": items}}
    return {"CenId": request.text("CenId"), "PrivateZoneDnsServers": SERVERS, **infos, **page.fields}


@CBN.action("UnroutePrivateZoneInCenToVpc", _CEN, _ACCESS)
def unroute_private_zone_in_cen_to_vpc(cloud: Cloud, request: Request) -> Reply:
    """Let them ask no more."""
    row = cloud.get(PrivateZoneRoute, f"{request.text('CenId')}:{request.text('AccessRegionId')}")
    if row is None:
        raise ApiError(
            "ParameterIllegal.CenInstanceId", f"{request.text('AccessRegionId')} asks nobody (NotFound).", 404
        )
    refuse_while_changing(row, "Operation.Blocking")
    cloud.remove(row, while_status="Deleting")
    return {}

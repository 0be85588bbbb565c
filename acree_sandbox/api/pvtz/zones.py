"""Zones: made, bound to VPCs, described, deleted."""

from __future__ import annotations

from acree_sandbox.api.pvtz.resources import PrivateZone, ZoneRecord, covers
from acree_sandbox.api.pvtz.service import LANGUAGE, PVTZ, need_zone, page
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import page_parameters
from acree_sandbox.core.parameters import records, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.times import iso_time

LONGEST_NAME = 253
PATTERNS = ("ZONE", "RECORD")


@PVTZ.action(
    "AddZone",
    text("ZoneName", required=True),
    text("ProxyPattern", choices=PATTERNS),
    text("ResourceGroupId"),
    *LANGUAGE,
)
def add_zone(cloud: Cloud, request: Request) -> Reply:
    """Make a zone; the same name may exist in several zones as long as no VPC sees two of them."""
    name = request.text("ZoneName").lower().rstrip(".")
    if not name or len(name) > LONGEST_NAME or ".." in name:
        raise ApiError("Zone.Invalid.Name", f"The zone name {request.text('ZoneName')!r} is not valid.")
    zone = cloud.put(
        PrivateZone(
            id=cloud.new_id(PrivateZone),
            name=name,
            proxy=request.text("ProxyPattern", "ZONE"),
            resource_group=request.text("ResourceGroupId", f"rg-{cloud.account}"),
            owner=cloud.account,
        )
    )
    return {"Success": True, "ZoneId": zone.id, "ZoneName": zone.name}


@PVTZ.action("DescribeZoneInfo", text("ZoneId", required=True), *LANGUAGE)
def describe_zone_info(cloud: Cloud, request: Request) -> Reply:
    """One zone with the VPCs that see it."""
    zone = need_zone(cloud, request.text("ZoneId"))
    pairs = [bound.split("/") for bound in zone.vpcs]
    bound = []
    for region, vpc_id in pairs:
        vpc = cloud.get(Vpc, vpc_id)
        bound.append(
            {
                "RegionId": region,
                "RegionName": region,
                "VpcId": vpc_id,
                "VpcName": vpc.name if vpc else "",
                "VpcUserId": int(vpc.owner) if vpc and vpc.owner.isdecimal() else int(cloud.account),
                "VpcType": "STANDARD",
            }
        )
    return {**_zone(cloud, zone), "BindVpcs": {"Vpc": bound}}


@PVTZ.action(
    "DescribeZones",
    text("Keyword"),
    text("SearchMode", choices=("LIKE", "EXACT")),
    text("QueryRegionId"),
    text("QueryVpcId"),
    text("ResourceGroupId"),
    *page_parameters(),
    *LANGUAGE,
)
def describe_zones(cloud: Cloud, request: Request) -> Reply:
    """All zones of the account, in pages."""
    word, vpc = request.text("Keyword"), request.text("QueryVpcId")
    exact, group = request.text("SearchMode") == "EXACT", request.text("ResourceGroupId")
    zones = [
        zone
        for zone in cloud.all(PrivateZone)
        if (not word or (zone.name == word if exact else word in zone.name))
        and (not vpc or zone.sees(vpc))
        and (not group or zone.resource_group == group)
    ]
    shown, paging = page(request, zones)
    return {**paging, "Zones": {"Zone": [_zone(cloud, zone) for zone in shown]}}


@PVTZ.action("UpdateZoneRemark", text("ZoneId", required=True), text("Remark"), *LANGUAGE)
def update_zone_remark(cloud: Cloud, request: Request) -> Reply:
    """Set the remark of a zone."""
    zone = _own_zone(cloud, request.text("ZoneId"))
    cloud.change(zone, remark=request.text("Remark"))
    return {"ZoneId": zone.id}


@PVTZ.action(
    "SetProxyPattern", text("ZoneId", required=True), text("ProxyPattern", required=True, choices=PATTERNS), *LANGUAGE
)
def set_proxy_pattern(cloud: Cloud, request: Request) -> Reply:
    """Choose what happens to names that the zone does not have."""
    zone = _own_zone(cloud, request.text("ZoneId"))
    cloud.change(zone, proxy=request.text("ProxyPattern"))
    return {"ZoneId": zone.id}


@PVTZ.action(
    "BindZoneVpc",
    text("ZoneId", required=True),
    records("Vpcs", text("RegionId", required=True), text("VpcId", required=True), text("VpcType")),
    *LANGUAGE,
)
def bind_zone_vpc(cloud: Cloud, request: Request) -> Reply:
    """Replace the whole list of VPCs that see a zone; an empty list unbinds all."""
    zone = _own_zone(cloud, request.text("ZoneId"))
    bound = []
    for item in request.records("Vpcs"):
        region, vpc_id = item.text("RegionId"), item.text("VpcId")
        vpc = cloud.get(Vpc, vpc_id)
        if vpc is None or vpc.region != region:
            raise ApiError("ZoneVpc.NotExists.VpcId", f"There is no VPC {vpc_id!r} in {region!r}.")
        for other in cloud.where(PrivateZone, "name", zone.name):
            if other.id != zone.id and other.sees(vpc_id):
                raise ApiError(
                    "ZoneVpc.Conflict.ZoneName", f"VPC {vpc_id} sees another zone {zone.name!r} already: {other.id}."
                )
        bound.append(f"{region}/{vpc_id}")
    cloud.change(zone, vpcs=bound)
    return {}


@PVTZ.action("DeleteZone", text("ZoneId", required=True), *LANGUAGE)
def delete_zone(cloud: Cloud, request: Request) -> Reply:
    """Delete a zone that no VPC sees, with its records."""
    zone = _own_zone(cloud, request.text("ZoneId"))
    if zone.vpcs:
        raise ApiError("Zone.VpcExists", f"Zone {zone.id} is bound to {', '.join(zone.vpcs)}; unbind it first.")
    for record in cloud.where(ZoneRecord, "zone", zone.id):
        cloud.remove(record)
    cloud.remove(zone)
    return {"ZoneId": zone.id}


@PVTZ.action("DescribeSyncEcsHostTask", text("ZoneId", required=True), *LANGUAGE)
def describe_sync_ecs_host_task(cloud: Cloud, request: Request) -> Reply:
    """The task that copies host names of ECS instances into a zone; the sandbox has no such tasks."""
    zone = need_zone(cloud, request.text("ZoneId"))
    return {"ZoneId": zone.id, "Success": True, "EcsRegions": {"EcsRegion": []}}


def _own_zone(cloud: Cloud, zone_id: str) -> PrivateZone:
    zone = need_zone(cloud, zone_id)
    if zone.owner != cloud.account:
        raise ApiError("Zone.Forbidden.Operate", f"Zone {zone.id} belongs to the service {zone.owner}; do not edit it.")
    return zone


def _zone(cloud: Cloud, zone: PrivateZone) -> dict[str, object]:
    moment = iso_time(zone.created_at)
    return {
        "ZoneId": zone.id,
        "ZoneName": zone.name,
        "ZoneType": "AUTH_ZONE",
        "ProxyPattern": zone.proxy,
        "Remark": zone.remark,
        "RecordCount": len(cloud.where(ZoneRecord, "zone", zone.id)),
        "IsPtr": covers("in-addr.arpa", zone.name),
        "ResourceGroupId": zone.resource_group,
        "CreateTime": moment,
        "CreateTimestamp": int(zone.created_at * 1000),
        "UpdateTime": moment,
        "UpdateTimestamp": int(zone.created_at * 1000),
        "DnsGroup": "NORMAL_ZONE",
        "Creator": zone.owner,
        "CreatorType": "USER" if zone.owner == cloud.account else "SERVICE",
    }

"""Regions, and the zones in which a region takes vSwitches."""

from __future__ import annotations

from acree_sandbox.api.vpc.parameters import Unserved
from acree_sandbox.api.vpc.resources import Vpc, VSwitch
from acree_sandbox.api.vpc.service import VPC, region_of
from acree_sandbox.api.vpc.transit_routers import transit_router_zones
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.ids import MARKS
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply


@VPC.action("DescribeRegions", Unserved("AcceptLanguage", "en-us"), Unserved("ProductType", "vpc"))
def describe_regions(cloud: Cloud, _request: Request) -> Reply:
    """List the regions whose ids the sandbox can make, and every other one that has a VPC."""
    known = sorted({*MARKS, *(vpc.region for vpc in cloud.all(Vpc))})
    regions = [
        {"RegionId": region, "LocalName": region, "RegionEndpoint": f"vpc.{region}.aliyuncs.com"} for region in known
    ]
    return {"Regions": {"Region": regions}}


@VPC.action("DescribeZones", Unserved("AcceptLanguage", "en-us"), Unserved("ZoneType", "availabilityzone"))
def describe_zones(cloud: Cloud, request: Request) -> Reply:
    """List the zones of a region: those of its transit routers, and of the vSwitches there are.

    The service takes a vSwitch in any zone of the region, named here or not: a world need not name them all.
    """
    region = region_of(request)
    known = {*transit_router_zones(cloud, region), *(vswitch.zone for vswitch in cloud.all(VSwitch, region))}
    zones = [{"ZoneId": zone, "LocalName": zone, "ZoneType": "AvailabilityZone"} for zone in sorted(known)]
    return {"Zones": {"Zone": zones}}

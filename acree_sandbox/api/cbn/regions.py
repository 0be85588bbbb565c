"""What a region offers to transit routers, and whether the account has opened the service at all."""

from __future__ import annotations

from acree_sandbox.api.cbn.resources import TransitRouterRegion, TransitRouterService
from acree_sandbox.api.cbn.service import CBN, region_of, service_is_open
from acree_sandbox.api.vpc.resources import VSwitch
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import boolean
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

FEWEST_ZONES = 2


def zones_of(cloud: Cloud, region: str) -> list[str]:
    """Zones in which a transit router of a region can have interfaces.

    Where the world does not say, these are the zones of the region's vSwitches, with a and b if they are fewer
    than two.
    """
    said = cloud.get(TransitRouterRegion, region)
    if said is not None:
        return sorted({*said.master_zones, *said.slave_zones})
    zones = {vswitch.zone for vswitch in cloud.all(VSwitch, region)}
    for letter in "ab":
        if len(zones) < FEWEST_ZONES:
            zones.add(f"{region}-{letter}")
    return sorted(zones)


def supports_multicast(cloud: Cloud, region: str) -> bool:
    """Whether transit routers of a region can do multicast; no where the world does not say."""
    said = cloud.get(TransitRouterRegion, region)
    return said is not None and said.multicast


@CBN.action("ListTransitRouterAvailableResource", boolean("SupportMulticast"))
def list_transit_router_available_resource(cloud: Cloud, request: Request) -> Reply:
    """List the zones of a region; none when multicast is asked for where there is none."""
    region = region_of(request)
    said = cloud.get(TransitRouterRegion, region)
    multicast = supports_multicast(cloud, region)
    zones = [] if request.boolean("SupportMulticast") and not multicast else zones_of(cloud, region)
    return {
        "AvailableZones": zones,
        "MasterZones": [zone for zone in zones if said is None or zone in said.master_zones],
        "SlaveZones": [zone for zone in zones if said is None or zone in said.slave_zones],
        "SupportMulticast": multicast,
    }


@CBN.action("CheckTransitRouterService")
def check_transit_router_service(cloud: Cloud, _request: Request) -> Reply:
    """Say whether the service is open; the provider needs a JSON truth value, whatever the SDK's model says."""
    return {"Enabled": service_is_open(cloud)}


@CBN.action("OpenTransitRouterService")
def open_transit_router_service(cloud: Cloud, _request: Request) -> Reply:
    """Open the service for the account."""
    if service_is_open(cloud):
        raise ApiError("ORDER.OPEND", f"The account {cloud.account} has opened the transit router service already.")
    cloud.put(TransitRouterService(id=cloud.account, status="Opened"))
    return {"OrderId": cloud.new_suffix(15)}

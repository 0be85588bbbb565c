"""The interfaces of a VPC attachment: one in a vSwitch of each mapped zone, each taking an address there (4.3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from acree_sandbox.api.cbn.regions import FEWEST_ZONES, zones_of
from acree_sandbox.api.vpc.resources import HeldAddress, Vpc, VSwitch, take_address
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.ids import MARKS
from acree_sandbox.core.kinds import Parameter
from acree_sandbox.core.parameters import records, text
from acree_sandbox.core.records import Record

MOST_ZONES = 10
PURPOSE = "transit-router"


def zone_mappings(name: str, *, required: bool = False) -> Parameter:
    """Declare a list of zones, ``<name>.1.ZoneId``, each with its ``<name>.1.VSwitchId``."""
    return records(name, text("ZoneId", required=True), text("VSwitchId", required=True), required=required)


def checked_vswitches(cloud: Cloud, vpc: Vpc, mappings: Sequence[Record]) -> list[VSwitch]:
    """The vSwitches that mappings name, in their order.

    Raises:
        ApiError: one does not exist, is not of the VPC, not in the zone it is mapped to, not ready, or its zone
            does not serve transit routers; or two are in one zone.
    """
    supported = zones_of(cloud, vpc.region)
    found: list[VSwitch] = []
    for mapping in mappings:
        zone, identifier = mapping.text("ZoneId"), mapping.text("VSwitchId")
        if zone not in supported:
            raise ApiError(
                "IllegalParam.ZoneId",
                f"Zone {zone!r} serves no transit router; those of {vpc.region} are {', '.join(supported)}.",
            )
        vswitch = cloud.need(VSwitch, identifier, "InvalidVSwitchId.NotFound")
        if vswitch.vpc != vpc.id or vswitch.zone != zone:
            raise ApiError(
                "IllegalParam.VSwitchId",
                f"The vSwitch {identifier!r} is in {vswitch.vpc!r} and zone {vswitch.zone!r}, "
                f"wanted {vpc.id!r} and {zone!r}.",
            )
        if vswitch.next_status:
            raise ApiError("IncorrectStatus.VpcOrVswitch", f"The vSwitch {identifier!r} is {vswitch.status}; wait.")
        found.append(vswitch)
    return found


def refuse_wrong_zones(cloud: Cloud, region: str, zones: Collection[str]) -> None:
    """Refuse a zone that is mapped twice, more than ten, and fewer than two where the region has two."""
    if len(set(zones)) < len(zones):
        raise ApiError("Duplicated.ZoneMapping", f"A zone has one mapping, but these are mapped: {', '.join(zones)}.")
    fewest = min(FEWEST_ZONES, len(zones_of(cloud, region)))
    if not fewest <= len(zones) <= MOST_ZONES:
        raise ApiError(
            "IllegalParam.ZoneMappings",
            f"A VPC attachment in {region} needs vSwitches in {fewest} to {MOST_ZONES} zones, got {len(zones)}.",
        )


def take_interfaces(cloud: Cloud, holder: str, vswitches: Sequence[VSwitch]) -> list[Mapping[str, str]]:
    """Put an interface into each vSwitch.

    Returns:
        A mapping as the service answers it for each.

    Raises:
        ApiError: a vSwitch has no free address.
    """
    mappings: list[Mapping[str, str]] = []
    for vswitch in vswitches:
        if take_address(cloud, vswitch, holder, PURPOSE) is None:
            raise ApiError(
                "InsufficientIpAddr.vsw",
                f"The vSwitch {vswitch.id!r} ({vswitch.cidr}) has no free address; it needs 1.",
            )
        interface = f"eni-{MARKS.get(vswitch.region, '')}{cloud.new_suffix()}"
        mappings.append({"ZoneId": vswitch.zone, "VSwitchId": vswitch.id, "NetworkInterfaceId": interface})
    return mappings


def release_interfaces(cloud: Cloud, holder: str, vswitches: Collection[str]) -> None:
    """Give back the addresses that an attachment holds in some vSwitches."""
    for row in cloud.where(HeldAddress, "holder", holder):
        if row.vswitch in vswitches:
            cloud.remove(row)

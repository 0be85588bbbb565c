"""What an account has, by the official SDKs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from acree_infra.cloud.inventory import Named
from acree_infra.cloud.sdk.service import Service
from acree_infra.cloud.sdk.settings import Settings

_CENTRAL = "cn-hangzhou"
"""Region whose endpoint lists the regions."""


def live_inventory(environ: Mapping[str, str]) -> SdkInventoryReader:
    """The account that the environment names; see `live_account`."""
    settings = Settings.from_environment(environ)
    return SdkInventoryReader(
        cbn=Service("CBN", "alibabacloud_cbn20170912", settings, central="cbn.aliyuncs.com"),
        vpc=Service("VPC", "alibabacloud_vpc20160428", settings),
        registry=Service("CR", "alibabacloud_cr20181201", settings),
    )


class SdkInventoryReader:
    """Implements `InventoryReader`."""

    def __init__(self, *, cbn: Service, vpc: Service, registry: Service) -> None:
        self._cbn, self._vpc, self._registry = cbn, vpc, registry

    def regions(self) -> tuple[str, ...]:
        """Regions that the account can use."""
        answer = self._vpc.call("DescribeRegions", _CENTRAL, {})
        return tuple(sorted(item.needed("RegionId") for item in answer.parts("Regions", "Region")))

    def registries(self, region: str) -> tuple[Named, ...]:
        """Registry instances."""
        items = self._registry.by_number("ListInstance", region, {}, "Instances", size=30, number="PageNo")
        return _sorted(
            Named(region, item.needed("InstanceId"), item.text("InstanceName"), item.text("InstanceSpecification"))
            for item in items
            if item.text("RegionId") in {region, ""}
        )

    def linked_vpcs(self, region: str, instance: str) -> tuple[str, ...]:
        """VPCs that an instance is linked to."""
        parameters = {"InstanceId": instance, "ModuleName": "Registry"}
        answer = self._registry.call("GetInstanceVpcEndpoint", region, parameters)
        return tuple(sorted(link.needed("VpcId") for link in answer.parts("LinkedVpcs")))

    def vpcs(self, region: str) -> tuple[Named, ...]:
        """VPCs."""
        items = self._vpc.by_number("DescribeVpcs", region, {"RegionId": region}, "Vpcs", "Vpc")
        return _sorted(
            Named(
                region,
                item.needed("VpcId"),
                item.text("VpcName"),
                ", ".join((item.needed("CidrBlock"), *item.texts("SecondaryCidrBlocks", "SecondaryCidrBlock"))),
            )
            for item in items
        )

    def vswitches(self, region: str, vpc: str) -> tuple[Named, ...]:
        """VSwitches of a VPC."""
        parameters = {"RegionId": region, "VpcId": vpc}
        items = self._vpc.by_number("DescribeVSwitches", region, parameters, "VSwitches", "VSwitch")
        return _sorted(
            Named(
                region,
                item.needed("VSwitchId"),
                item.text("VSwitchName"),
                f"{item.needed('ZoneId')}, {item.needed('CidrBlock')}",
            )
            for item in items
        )

    def cens(self) -> tuple[Named, ...]:
        """CENs."""
        items = self._cbn.by_number("DescribeCens", "", {}, "Cens", "Cen")
        return _sorted(Named("", item.needed("CenId"), item.text("Name")) for item in items)

    def transit_routers(self, cen: str) -> tuple[Named, ...]:
        """Transit routers of a CEN."""
        items = self._cbn.by_number("ListTransitRouters", "", {"CenId": cen}, "TransitRouters")
        return _sorted(
            Named(
                item.text("RegionId"), item.needed("TransitRouterId"), item.text("TransitRouterName"), item.text("Type")
            )
            for item in items
        )

    def vpn_gateways(self, region: str) -> tuple[Named, ...]:
        """VPN gateways."""
        items = self._vpc.by_number("DescribeVpnGateways", region, {"RegionId": region}, "VpnGateways", "VpnGateway")
        return _sorted(
            Named(region, item.needed("VpnGatewayId"), item.text("Name"), item.text("VpcId")) for item in items
        )

    def vbrs(self, region: str) -> tuple[Named, ...]:
        """Virtual border routers."""
        path = ("VirtualBorderRouterSet", "VirtualBorderRouterType")
        items = self._vpc.by_number("DescribeVirtualBorderRouters", region, {"RegionId": region}, *path)
        return _sorted(
            Named(region, item.needed("VbrId"), item.text("Name"), item.text("AccessPointId")) for item in items
        )


def _sorted(found: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(sorted(found))

"""VPCs by the official SDK."""

from __future__ import annotations

from acree_infra.cloud.routes import RouteRecord
from acree_infra.cloud.sdk.answer import Answer
from acree_infra.cloud.sdk.service import Service
from acree_infra.cloud.vpc import RouteTableRecord, VpcRecord, VSwitchRecord


class SdkVpcReader:
    """Implements `VpcReader`."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def vpc(self, region: str, vpc: str) -> VpcRecord | None:
        """The VPC; None when the region has none of this id."""
        parameters = {"RegionId": region, "VpcId": vpc}
        for item in self._service.by_number("DescribeVpcs", region, parameters, "Vpcs", "Vpc"):
            if item.text("VpcId") == vpc:
                secondary = item.texts("SecondaryCidrBlocks", "SecondaryCidrBlock")
                return VpcRecord(vpc, item.needed("OwnerId"), (item.needed("CidrBlock"), *secondary))
        return None

    def vswitches(self, region: str, vpc: str) -> tuple[VSwitchRecord, ...]:
        """All vSwitches of a VPC."""
        parameters = {"RegionId": region, "VpcId": vpc}
        items = self._service.by_number("DescribeVSwitches", region, parameters, "VSwitches", "VSwitch")
        return tuple(
            VSwitchRecord(
                id=item.needed("VSwitchId"),
                zone=item.needed("ZoneId"),
                cidr=item.needed("CidrBlock"),
                free_addresses=item.number("AvailableIpAddressCount") or 0,
                route_table=item.part("RouteTable").text("RouteTableId"),
            )
            for item in items
        )

    def route_tables(self, region: str, vpc: str) -> tuple[RouteTableRecord, ...]:
        """All route tables of a VPC."""
        parameters = {"RegionId": region, "VpcId": vpc}
        path = ("RouterTableList", "RouterTableListType")
        items = self._service.by_number("DescribeRouteTableList", region, parameters, *path)
        return tuple(
            RouteTableRecord(
                item.needed("RouteTableId"), item.needed("RouteTableType"), item.text("AssociateType") or "VSwitch"
            )
            for item in items
        )

    def custom_routes(self, region: str, table: str) -> tuple[RouteRecord, ...]:
        """All custom entries of a table."""
        parameters = {"RegionId": region, "RouteTableId": table, "RouteEntryType": "Custom"}
        path = ("RouteEntrys", "RouteEntry")
        items = self._service.by_token("DescribeRouteEntryList", region, parameters, *path, limit="MaxResult")
        return tuple(route for item in items if item.text("Type") in {"Custom", ""} for route in _routes(item))


def _routes(item: Answer) -> tuple[RouteRecord, ...]:
    destination, name = item.needed("DestinationCidrBlock"), item.text("RouteEntryName")
    return tuple(
        RouteRecord(destination, hop.text("NextHopType"), hop.text("NextHopId"), name)
        for hop in item.parts("NextHops", "NextHop")
    )

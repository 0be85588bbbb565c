"""Route entries by the official SDK."""

from __future__ import annotations

from collections.abc import Mapping

from acree_infra.cloud.entries import Entry
from acree_infra.cloud.sdk.service import Service
from acree_infra.cloud.sdk.settings import Settings


class SdkEntryReader:
    """Implements `WholeReader`."""

    def __init__(self, vpc: Service, cen: Service) -> None:
        self._vpc = vpc
        self._cen = cen

    def vpc_entries(self, region: str, table: str) -> tuple[Entry, ...]:
        """All entries of a VPC table; an entry with several next hops gives several."""
        parameters = {"RegionId": region, "RouteTableId": table}
        path = ("RouteEntrys", "RouteEntry")
        items = self._vpc.by_token("DescribeRouteEntryList", region, parameters, *path, limit="MaxResult")
        return tuple(
            Entry(
                item.needed("DestinationCidrBlock"),
                hop.text("NextHopId"),
                item.text("Status"),
                item.text("Type"),
                hop.text("NextHopType"),
                item.text("RouteEntryName"),
            )
            for item in items
            for hop in item.parts("NextHops", "NextHop")
        )

    def router_entries(self, region: str, table: str) -> tuple[Entry, ...]:
        """All entries of a transit router table."""
        prefix = "TransitRouterRouteEntry"
        parameters = {"TransitRouterRouteTableId": table, f"{prefix}Status": "All"}
        items = self._cen.by_token("ListTransitRouterRouteEntries", region, parameters, "TransitRouterRouteEntries")
        keys = ("NextHopId", "Status", "Type", "NextHopType", "Name", "Id")
        return tuple(
            Entry(item.needed(f"{prefix}DestinationCidrBlock"), *(item.text(f"{prefix}{key}") for key in keys))
            for item in items
        )

    def service_entries(self, region: str, cen: str, access_region: str) -> tuple[Entry, ...]:
        """All AnyTunnel entries of a CEN between two regions."""
        parameters = {"CenId": cen, "HostRegionId": region, "AccessRegionId": access_region}
        path = ("RouteServiceEntries", "RouteServiceEntry")
        return tuple(
            Entry(
                item.needed("Host"),
                item.text("HostVpcId"),
                item.text("Status"),
                "Static",
                "VPC",
                item.text("Description"),
            )
            for item in self._cen.by_number("DescribeRouteServicesInCen", region, parameters, *path)
        )


def entry_reader(environ: Mapping[str, str]) -> SdkEntryReader:
    """The reader of the account that the environment names."""
    settings = Settings.from_environment(environ)
    return SdkEntryReader(
        Service("VPC", "alibabacloud_vpc20160428", settings),
        Service("CBN", "alibabacloud_cbn20170912", settings, central="cbn.aliyuncs.com"),
    )

from __future__ import annotations

from pathlib import Path

from acree_infra.cloud.entries import Entry
from acree_infra.cloud.sdk.entries import SdkEntryReader, entry_reader
from acree_infra.cloud.sdk.service import Service
from acree_infra.cloud.sdk.settings import AccessKey, Settings
from tests.infra.cloud.sdk.service_server import ServiceServer, serve_services

PREFIX = "TransitRouterRouteEntry"


def reader_of(server: ServiceServer) -> SdkEntryReader:
    endpoints = dict.fromkeys(("VPC_ENDPOINT", "CBN_ENDPOINT"), server.https.endpoint)
    settings = Settings(endpoints, AccessKey("key", "secret"), server.https.ca_file)
    return SdkEntryReader(
        Service("VPC", "alibabacloud_vpc20160428", settings),
        Service("CBN", "alibabacloud_cbn20170912", settings),
    )


def test_a_vpc_entry_with_several_hops_gives_several(tmp_path: Path) -> None:
    hops = [
        {"NextHopId": "tr-attach-1", "NextHopType": "Attachment"},
        {"NextHopId": "i-2", "NextHopType": "Instance"},
    ]
    entry = {
        "DestinationCidrBlock": "10.0.0.0/8",
        "Status": "Available",
        "Type": "Custom",
        "NextHops": {"NextHop": hops},
        "RouteEntryName": "acree-dev-oss",
    }
    bare = {"DestinationCidrBlock": "10.1.0.0/16", "NextHops": {"NextHop": [{"NextHopType": "BlackHole"}]}}
    with serve_services(tmp_path) as server:
        first_page = {"RouteEntrys": {"RouteEntry": [entry]}, "NextToken": "2"}
        server.will_answer("DescribeRouteEntryList", first_page, {"RouteEntrys": {"RouteEntry": [bare]}})
        assert reader_of(server).vpc_entries("cn-hangzhou", "vtb-1") == (
            Entry("10.0.0.0/8", "tr-attach-1", "Available", "Custom", "Attachment", "acree-dev-oss"),
            Entry("10.0.0.0/8", "i-2", "Available", "Custom", "Instance", "acree-dev-oss"),
            Entry("10.1.0.0/16", "", "", "", "BlackHole", ""),
        )
        first, second = server.asked["DescribeRouteEntryList"]
        assert (first["MaxResult"], second["NextToken"]) == ("100", "2")


def test_any_tunnel_entries_of_every_state_and_page(tmp_path: Path) -> None:
    active = {"Host": "100.103.9.188/32", "HostVpcId": "vpc-1", "Status": "Active", "Description": "acree-dev-auth"}
    failed = {"Host": "100.118.28.0/24", "HostVpcId": "vpc-1", "Status": "Failed"}
    rows = ("RouteServiceEntries", "RouteServiceEntry")
    with serve_services(tmp_path) as server:
        pages = [{"TotalCount": 2, "PageNumber": n, rows[0]: {rows[1]: [row]}} for n, row in ((1, active), (2, failed))]
        server.will_answer("DescribeRouteServicesInCen", *pages)
        assert reader_of(server).service_entries("cn-hangzhou", "cen-1", "ccn-cn-shanghai") == (
            Entry("100.103.9.188/32", "vpc-1", "Active", "Static", "VPC", "acree-dev-auth"),
            Entry("100.118.28.0/24", "vpc-1", "Failed", "Static", "VPC", ""),
        )
        first, second = server.asked["DescribeRouteServicesInCen"]
        assert (first["CenId"], first["HostRegionId"], first["AccessRegionId"]) == (
            "cen-1",
            "cn-hangzhou",
            "ccn-cn-shanghai",
        )
        assert second["PageNumber"] == "2"


def test_router_entries_of_every_state(tmp_path: Path) -> None:
    rejected = {
        f"{PREFIX}DestinationCidrBlock": "10.0.0.0/8",
        f"{PREFIX}Status": "Rejected",
        f"{PREFIX}Type": "Static",
    }
    named = {
        **rejected,
        f"{PREFIX}NextHopId": "tr-attach-1",
        f"{PREFIX}NextHopType": "Attachment",
        f"{PREFIX}Name": "by hand",
    }
    with serve_services(tmp_path) as server:
        server.will_answer("ListTransitRouterRouteEntries", {"TransitRouterRouteEntries": [rejected, named]})
        assert reader_of(server).router_entries("cn-hangzhou", "vtb-2") == (
            Entry("10.0.0.0/8", "", "Rejected", "Static"),
            Entry("10.0.0.0/8", "tr-attach-1", "Rejected", "Static", "Attachment", "by hand"),
        )
        assert server.asked["ListTransitRouterRouteEntries"][0][f"{PREFIX}Status"] == "All"


def test_of_the_environment() -> None:
    assert isinstance(entry_reader({"ALICLOUD_ACCESS_KEY": "a", "ALICLOUD_SECRET_KEY": "b"}), SdkEntryReader)

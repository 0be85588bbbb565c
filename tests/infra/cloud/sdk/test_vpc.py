from __future__ import annotations

from collections.abc import Callable

import pytest

from acree_infra.cloud.routes import RouteRecord
from acree_infra.cloud.sdk.service import Service
from acree_infra.cloud.sdk.vpc import SdkVpcReader
from acree_infra.cloud.vpc import RouteTableRecord, VpcReader, VpcRecord, VSwitchRecord
from tests.infra.cloud.sdk.service_server import ServiceServer


@pytest.fixture
def reader(service: Callable[[str], Service]) -> VpcReader:
    return SdkVpcReader(service("VPC"))


def test_vpc_with_secondary_cidrs(server: ServiceServer, reader: VpcReader) -> None:
    vpc = {
        "VpcId": "vpc-1",
        "OwnerId": 1234567890123456,
        "CidrBlock": "172.16.0.0/16",
        "SecondaryCidrBlocks": {"SecondaryCidrBlock": ["10.9.0.0/16"]},
    }
    server.will_answer("DescribeVpcs", {"TotalCount": 2, "Vpcs": {"Vpc": [{**vpc, "VpcId": "vpc-10"}, vpc]}})

    assert reader.vpc("cn-shanghai", "vpc-1") == VpcRecord(
        "vpc-1", "1234567890123456", ("172.16.0.0/16", "10.9.0.0/16")
    )
    assert server.asked["DescribeVpcs"][0]["VpcId"] == "vpc-1"


def test_vpc_that_does_not_exist(server: ServiceServer, reader: VpcReader) -> None:
    server.will_answer("DescribeVpcs", {"TotalCount": 0, "Vpcs": {"Vpc": []}})

    assert reader.vpc("cn-shanghai", "vpc-1") is None


def test_vswitches(server: ServiceServer, reader: VpcReader) -> None:
    vswitch = {
        "VSwitchId": "vsw-1",
        "ZoneId": "cn-shanghai-m",
        "CidrBlock": "172.16.0.0/24",
        "AvailableIpAddressCount": 252,
        "RouteTable": {"RouteTableId": "vtb-1", "RouteTableType": "System"},
    }
    bare = {"VSwitchId": "vsw-2", "ZoneId": "cn-shanghai-n", "CidrBlock": "172.16.1.0/24"}
    server.will_answer("DescribeVSwitches", {"TotalCount": 2, "VSwitches": {"VSwitch": [vswitch, bare]}})

    assert reader.vswitches("cn-shanghai", "vpc-1") == (
        VSwitchRecord("vsw-1", "cn-shanghai-m", "172.16.0.0/24", 252, "vtb-1"),
        VSwitchRecord("vsw-2", "cn-shanghai-n", "172.16.1.0/24", 0, ""),
    )


def test_route_tables(server: ServiceServer, reader: VpcReader) -> None:
    tables = [
        {"RouteTableId": "vtb-1", "RouteTableType": "System"},
        {"RouteTableId": "vtb-2", "RouteTableType": "Custom", "AssociateType": "Gateway"},
    ]
    server.will_answer("DescribeRouteTableList", {"TotalCount": 2, "RouterTableList": {"RouterTableListType": tables}})

    assert reader.route_tables("cn-shanghai", "vpc-1") == (
        RouteTableRecord("vtb-1", "System", "VSwitch"),
        RouteTableRecord("vtb-2", "Custom", "Gateway"),
    )


def test_custom_routes_of_all_pages_and_hops(server: ServiceServer, reader: VpcReader) -> None:
    def entry(destination: str, *hops: str, kind: str = "Custom") -> dict[str, object]:
        return {
            "DestinationCidrBlock": destination,
            "RouteEntryName": "to the office",
            "Type": kind,
            "NextHops": {"NextHop": [{"NextHopId": hop, "NextHopType": "VpnGateway"} for hop in hops]},
        }

    server.will_answer(
        "DescribeRouteEntryList",
        {"NextToken": "2", "RouteEntrys": {"RouteEntry": [entry("192.168.0.0/16", "vpn-1", "vpn-2")]}},
        {"RouteEntrys": {"RouteEntry": [entry("10.0.0.0/8", "vpn-1"), entry("172.16.0.0/24", "", kind="System")]}},
    )

    assert reader.custom_routes("cn-shanghai", "vtb-1") == (
        RouteRecord("192.168.0.0/16", "VpnGateway", "vpn-1", "to the office"),
        RouteRecord("192.168.0.0/16", "VpnGateway", "vpn-2", "to the office"),
        RouteRecord("10.0.0.0/8", "VpnGateway", "vpn-1", "to the office"),
    )
    assert server.asked["DescribeRouteEntryList"][0] == {
        "RegionId": "cn-shanghai",
        "RouteTableId": "vtb-1",
        "RouteEntryType": "Custom",
        "MaxResult": "100",
    }

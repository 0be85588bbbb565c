from __future__ import annotations

from collections.abc import Callable

import pytest

from acree_infra.cloud.premises import (
    ConnectionRecord,
    ExpressRouterRecord,
    PeeringRecord,
    PremisesReader,
    VbrRecord,
    VpnGatewayRecord,
)
from acree_infra.cloud.sdk.premises import SdkPremisesReader
from acree_infra.cloud.sdk.service import Service
from tests.infra.cloud.sdk.service_server import ServiceServer


@pytest.fixture
def reader(service: Callable[[str], Service]) -> PremisesReader:
    return SdkPremisesReader(service("VPC"), service("VPCPEER"), service("EXPRESSCONNECTROUTER"))


class TestVpnGateway:
    def test_in_two_zones(self, server: ServiceServer, reader: PremisesReader) -> None:
        gateway = {
            "VpnGatewayId": "vpn-1",
            "VpcId": "vpc-1",
            "VSwitchId": "vsw-a",
            "DisasterRecoveryVSwitchId": "vsw-b",
        }
        server.will_answer("DescribeVpnGateways", {"TotalCount": 1, "VpnGateways": {"VpnGateway": [gateway]}})

        assert reader.vpn_gateway("cn-hangzhou", "vpn-1") == VpnGatewayRecord("vpn-1", "vpc-1", ("vsw-a", "vsw-b"))

    def test_another_one_is_none(self, server: ServiceServer, reader: PremisesReader) -> None:
        gateway = {"VpnGatewayId": "vpn-2", "VpcId": "vpc-1", "VSwitchId": "vsw-a"}
        server.will_answer("DescribeVpnGateways", {"TotalCount": 1, "VpnGateways": {"VpnGateway": [gateway]}})

        assert reader.vpn_gateway("cn-hangzhou", "vpn-1") is None


class TestConnections:
    def test_two_tunnels_by_number_and_one_without_options(self, server: ServiceServer, reader: PremisesReader) -> None:
        dual = {
            "VpnConnectionId": "vco-1",
            "Name": "hq",
            "VpnGatewayId": "vpn-1",
            "TunnelOptionsSpecification": {
                "TunnelOptions": [
                    {"TunnelIndex": 2, "InternetIp": "203.0.113.2"},
                    {"TunnelIndex": 1, "InternetIp": "203.0.113.1"},
                ]
            },
        }
        single = {"VpnConnectionId": "vco-2", "InternetIp": "203.0.113.9"}
        fresh = {"VpnConnectionId": "vco-3", "Name": "new"}
        server.will_answer(
            "DescribeVpnConnections", {"TotalCount": 3, "VpnConnections": {"VpnConnection": [dual, single, fresh]}}
        )

        assert reader.connections("cn-hangzhou") == (
            ConnectionRecord("vco-1", "hq", "vpn-1", ((1, "203.0.113.1"), (2, "203.0.113.2"))),
            ConnectionRecord("vco-2", "", "", ((1, "203.0.113.9"),)),
            ConnectionRecord("vco-3", "new", "", ()),
        )


class TestVbr:
    def test_with_its_link(self, server: ServiceServer, reader: PremisesReader) -> None:
        vbr = {
            "VbrId": "vbr-1",
            "VlanId": 7,
            "LocalGatewayIp": "10.255.0.1",
            "PeerGatewayIp": "10.255.0.2",
            "PeeringSubnetMask": "255.255.255.252",
            "RouteTableId": "vtb-1",
        }
        server.will_answer(
            "DescribeVirtualBorderRouters",
            {"TotalCount": 1, "VirtualBorderRouterSet": {"VirtualBorderRouterType": [vbr]}},
        )

        assert reader.vbr("cn-hangzhou", "vbr-1") == VbrRecord(
            "vbr-1", 7, "10.255.0.1", "10.255.0.2", "255.255.255.252", "vtb-1"
        )

    def test_none_of_this_id(self, server: ServiceServer, reader: PremisesReader) -> None:
        server.will_answer("DescribeVirtualBorderRouters", {"TotalCount": 0, "VirtualBorderRouterSet": {}})

        assert reader.vbr("cn-hangzhou", "vbr-1") is None


class TestExpressRouter:
    def test_with_what_it_joins(self, server: ServiceServer, reader: PremisesReader) -> None:
        server.will_answer("DescribeExpressConnectRouter", {"EcrList": [{"EcrId": "ecr-1", "AlibabaSideAsn": 65100}]})
        server.will_answer(
            "DescribeExpressConnectRouterChildInstance",
            {"ChildInstanceList": [{"ChildInstanceId": "vbr-2"}, {"ChildInstanceId": "vbr-1"}]},
        )
        server.will_answer(
            "DescribeExpressConnectRouterAssociation",
            {"AssociationList": [{"VpcId": "vpc-1"}, {"TransitRouterId": "tr-1"}]},
        )

        assert reader.express_router("cn-hangzhou", "ecr-1") == ExpressRouterRecord(
            "ecr-1", 65100, ("vbr-1", "vbr-2"), ("vpc-1",), ("tr-1",)
        )

    def test_none_of_this_id(self, server: ServiceServer, reader: PremisesReader) -> None:
        server.will_answer("DescribeExpressConnectRouter", {"EcrList": []})

        assert reader.express_router("cn-hangzhou", "ecr-1") is None


class TestPeering:
    def test_both_ends(self, server: ServiceServer, reader: PremisesReader) -> None:
        peering = {
            "InstanceId": "pcc-1",
            "RegionId": "cn-shanghai",
            "Vpc": {"VpcId": "vpc-2"},
            "AcceptingRegionId": "cn-hangzhou",
            "AcceptingVpc": {"VpcId": "vpc-1"},
            "Status": "Activated",
        }
        server.will_answer("ListVpcPeerConnections", {"VpcPeerConnects": [peering]})

        assert reader.peering("cn-shanghai", "pcc-1") == PeeringRecord(
            "pcc-1", "cn-shanghai", "vpc-2", "cn-hangzhou", "vpc-1", "Activated"
        )

    def test_none_of_this_id(self, server: ServiceServer, reader: PremisesReader) -> None:
        server.will_answer("ListVpcPeerConnections", {"VpcPeerConnects": []})

        assert reader.peering("cn-shanghai", "pcc-1") is None

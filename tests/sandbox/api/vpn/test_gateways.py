"""VPN gateways: where they are, what they hold, what keeps them."""

from acree_sandbox.api.vpc.resources import HeldAddress
from tests.sandbox.api.vpn.networks import HQ, Vpn


def test_it_has_an_address_in_two_zones_and_two_public_ones(vpn: Vpn) -> None:
    found = vpn.ask("DescribeVpnGateway", VpnGatewayId=vpn.gateway)
    assert [found["VSwitchId"], found["DisasterRecoveryVSwitchId"]] == vpn.vswitches
    assert [found["InternetIp"], found["DisasterRecoveryInternetIp"]] == ["203.0.113.1", "203.0.113.2"]
    assert (found["Spec"], found["Status"], found["BusinessStatus"]) == ("10M", "active", "Normal")
    held = vpn.cloud.where(HeldAddress, "holder", vpn.gateway)
    assert {row.vswitch for row in held} == set(vpn.vswitches)


def test_public_addresses_differ(vpn: Vpn) -> None:
    second = vpn.ask("DescribeVpnGateway", VpnGatewayId=vpn.made_gateway())
    assert second["InternetIp"] == "203.0.113.3"
    attached = vpn.ask("DescribeVpnConnection", VpnConnectionId=vpn.attachment())
    tunnels = attached["TunnelOptionsSpecification"]["TunnelOptions"]
    assert [tunnel["InternetIp"] for tunnel in tunnels] == ["203.0.113.5", "203.0.113.6"]


def test_charge_types_are_spelled_as_the_provider_reads_them(vpn: Vpn) -> None:
    for sent, answered in (("POSTPAY", "PostpayByFlow"), ("PREPAY", "Prepay")):
        gateway = vpn.made_gateway(InstanceChargeType=sent)
        assert vpn.ask("DescribeVpnGateway", VpnGatewayId=gateway)["ChargeType"] == answered


def test_two_vswitches_are_in_two_zones(vpn: Vpn) -> None:
    same = vpn.vswitch("10.0.2.0/24", "j")
    where = {"VpcId": vpn.vpc, "Bandwidth": "10", "VSwitchId": vpn.vswitches[0], "DisasterRecoveryVSwitchId": same}
    vpn.refused("IllegalParam.DisasterRecoveryVSwitchId", "CreateVpnGateway", where)
    vpn.refused("InvalidVSwitchId.NotFound", "CreateVpnGateway", {**where, "DisasterRecoveryVSwitchId": "vsw-x"})
    vpn.refused("InvalidVpcID.NotFound", "CreateVpnGateway", {**where, "VpcId": "vpc-x"})


def test_what_is_not_done_is_refused_by_name(vpn: Vpn) -> None:
    where = {"VpcId": vpn.vpc, "Bandwidth": "10"}
    vpn.refused("UnsupportedParameter.NetworkType", "CreateVpnGateway", where, NetworkType="private")
    vpn.refused("IllegalParam.EnableIpsec", "CreateVpnGateway", where, EnableIpsec="false")
    vpn.refused("InvalidBandwidth", "CreateVpnGateway", where, Bandwidth="11")


def test_lists_have_filters(vpn: Vpn) -> None:
    def count(**more: str) -> object:
        return vpn.ask("DescribeVpnGateways", more)["TotalCount"]

    assert count() == count(VpcId=vpn.vpc) == count(Status="active") == count(VpnGatewayId=vpn.gateway) == 1
    assert count(VpcId="vpc-x") == count(Status="init") == count(RegionId="cn-shanghai") == 0
    assert count(BusinessStatus="FinancialLocked") == 0


def test_changes(vpn: Vpn) -> None:
    vpn.ask("ModifyVpnGatewayAttribute", VpnGatewayId=vpn.gateway, Name="g", Description="d", AutoPropagate="true")
    found = vpn.ask("DescribeVpnGateway", VpnGatewayId=vpn.gateway)
    assert (found["Name"], found["Description"], found["AutoPropagate"]) == ("g", "d", True)


def test_a_gateway_with_connections_or_routes_stays(vpn: Vpn) -> None:
    connection = vpn.connection()
    vpn.refused("DependencyViolation.VpnConnection", "DeleteVpnGateway", VpnGatewayId=vpn.gateway)
    vpn.ask("DeleteVpnConnection", VpnConnectionId=connection)
    hop = {"NextHopType": "VpnGateway", "NextHopId": vpn.gateway, "RouteTableId": vpn.own}
    vpn.ask("CreateRouteEntry", hop, DestinationCidrBlock=HQ)
    vpn.refused("DependencyViolation.RouteEntry", "DeleteVpnGateway", VpnGatewayId=vpn.gateway)
    vpn.ask("DeleteRouteEntry", RouteTableId=vpn.own, DestinationCidrBlock=HQ, NextHopId=vpn.gateway)
    vpn.ask("DeleteVpnGateway", VpnGatewayId=vpn.gateway)
    vpn.refused("InvalidVpnGatewayInstanceId.NotFound", "DescribeVpnGateway", VpnGatewayId=vpn.gateway)
    assert vpn.cloud.where(HeldAddress, "holder", vpn.gateway) == []


def test_a_vpc_route_goes_to_a_gateway_of_its_own_vpc(vpn: Vpn) -> None:
    other = vpn.ask("CreateVpc", CidrBlock="172.16.0.0/16")
    hop = {"NextHopType": "VpnGateway", "NextHopId": vpn.gateway, "DestinationCidrBlock": HQ}
    vpn.refused("InvalidVpnGatewayId.NotFound", "CreateRouteEntry", hop, RouteTableId=other["RouteTableId"])
    vpn.refused(
        "InvalidCidrBlock", "CreateRouteEntry", {**hop, "DestinationCidrBlock": "100.118.28.0/24"}, RouteTableId=vpn.own
    )


def test_zones(vpn: Vpn) -> None:
    found = vpn.ask("DescribeVpnGatewayAvailableZones", Spec="10M")["AvailableZoneIdList"]
    assert [zone["ZoneId"] for zone in found] == ["cn-hangzhou-j", "cn-hangzhou-k"]

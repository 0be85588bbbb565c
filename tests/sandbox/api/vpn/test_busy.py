"""Nothing is done with what is being configured; the provider tries again on these codes."""

import pytest

from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.vpn.networks import HQ, Vpn
from tests.sandbox.conftest import Clock


@pytest.fixture
def world() -> World:
    slow = ("vpn gateway", "vpn connection", "task")
    return World(paces={"*": Pace(seconds=0), **{kind: Pace(seconds=5) for kind in slow}})


def test_a_gateway_does_one_thing_at_a_time(vpn: Vpn, clock: Clock) -> None:
    sent = {**vpn.tunnels(), **vpn.subnets(), "VpnGatewayId": vpn.gateway}
    vpn.refused("VpnGateway.Configuring", "CreateVpnConnection", sent)
    assert vpn.ask("DescribeVpnGateway", VpnGatewayId=vpn.gateway)["Status"] == "provisioning"
    clock.pass_by(6)
    connection = vpn.connection()
    vpn.refused("VpnGateway.Configuring", "CreateVpnConnection", sent)
    assert vpn.ask("DescribeVpnConnection", VpnConnectionId=connection)["State"] == "configuring"
    route = {"VpnGatewayId": vpn.gateway, "RouteDest": HQ, "NextHop": connection, "Weight": "100", "PublishVpc": "true"}
    vpn.refused("VpnConnection.Configuring", "CreateVpnRouteEntry", route)
    vpn.refused("VpnConnection.Configuring", "DeleteVpnConnection", VpnConnectionId=connection)
    clock.pass_by(6)
    vpn.ask("CreateVpnRouteEntry", route)
    vpn.refused("VpnGateway.Configuring", "CreateVpnRouteEntry", {**route, "RouteDest": "192.168.11.0/24"})
    clock.pass_by(6)
    vpn.refused("DependencyViolation.VpnRouteEntry", "DeleteVpnConnection", VpnConnectionId=connection)
    vpn.ask("DeleteVpnRouteEntry", {name: its for name, its in route.items() if name != "PublishVpc"})
    clock.pass_by(6)
    vpn.ask("DeleteVpnConnection", VpnConnectionId=connection)
    assert vpn.ask("DescribeVpnConnection", VpnConnectionId=connection)["State"] == "deleting"
    clock.pass_by(6)
    vpn.refused("InvalidVpnConnectionInstanceId.NotFound", "DescribeVpnConnection", VpnConnectionId=connection)


def test_a_connection_of_a_router_takes_one_route_at_a_time(vpn: Vpn, clock: Clock) -> None:
    connection = vpn.attachment()
    route = {"VpnConnectionId": connection, "NextHop": connection, "Weight": "100"}
    vpn.ask("CreateVcoRouteEntry", {**route, "RouteDest": HQ})
    vpn.refused("VpnConnection.Configuring", "CreateVcoRouteEntry", {**route, "RouteDest": "192.168.11.0/24"})
    clock.pass_by(6)
    vpn.ask("DeleteVcoRouteEntry", {**route, "RouteDest": HQ})

"""What is refused while something else of the VPC is changing; on a clock that a test moves."""

import pytest

from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.vpc.networks import HANGZHOU, OSS, Network
from tests.sandbox.conftest import Clock

SECONDS = 5.0
PACES: dict[str, Pace] = {"*": Pace(seconds=0)}


@pytest.fixture
def world() -> World:
    """Everything settles at once until a test slows a kind down."""
    return World(paces=dict(PACES))


def slow(network: Network, *kinds: str) -> None:
    """Let what is of these kinds take its time from now on."""
    paces = network.cloud.world.paces
    assert isinstance(paces, dict)
    paces |= dict.fromkeys(kinds, Pace(seconds=SECONDS))


def test_a_route_waits_for_a_new_vswitch(network: Network, clock: Clock) -> None:
    slow(network, "vswitch")
    third = network.vswitch("10.0.2.0/24")
    assert third in network.no_route("IncorrectVSwitchStatus", OSS)
    clock.pass_by(SECONDS)
    network.route(OSS)


def test_a_route_waits_for_a_table_that_is_bound(network: Network, clock: Clock) -> None:
    slow(network, "vswitch")
    network.ask("AssociateRouteTable", RouteTableId=network.custom, VSwitchId=network.first)
    assert network.first in network.no_route("IncorrectVSwitchStatus", OSS, RouteTableId=network.custom)
    clock.pass_by(SECONDS)
    network.route(OSS, network.custom)


def test_a_route_waits_for_its_table(network: Network, clock: Clock) -> None:
    slow(network, "route table")
    table = network.table()
    assert table in network.no_route("IncorrectStatus.RouteTableStatus", OSS, RouteTableId=table)
    clock.pass_by(SECONDS)
    network.route(OSS, table)


def test_a_route_waits_for_its_vpc(network: Network, clock: Clock) -> None:
    slow(network, "vpc")
    made = network.ask("CreateVpc", RegionId=HANGZHOU)
    where = {"RouteTableId": made["RouteTableId"], "NextHopType": "BlackHole", "NextHopId": ""}
    assert made["VpcId"] in network.no_route("IncorrectVpcStatus", OSS, **where)
    clock.pass_by(SECONDS)
    network.ask("CreateRouteEntry", where, DestinationCidrBlock=OSS)


def test_vswitches_wait_for_routes(network: Network, clock: Clock) -> None:
    slow(network, "task")
    network.route(OSS)
    wanted = {"VpcId": network.vpc, "ZoneId": f"{HANGZHOU}-h", "CidrBlock": "10.0.2.0/24"}
    assert network.vpc in network.refused("TaskConflict", "CreateVSwitch", wanted)
    assert network.vpc in network.refused("TaskConflict", "DeleteVSwitch", VSwitchId=network.second)
    clock.pass_by(SECONDS)
    network.ask("CreateVSwitch", wanted)
    network.ask("DeleteVSwitch", VSwitchId=network.second)


def test_another_vpc_does_not_wait(network: Network) -> None:
    slow(network, "task", "vswitch")
    network.route(OSS)
    made = network.ask("CreateVpc", RegionId=HANGZHOU, CidrBlock="10.9.0.0/16")
    wanted = {"VpcId": made["VpcId"], "ZoneId": f"{HANGZHOU}-h", "CidrBlock": "10.9.0.0/24"}
    assert network.ask("CreateVSwitch", wanted)["VSwitchId"]


def test_a_route_is_deleted_while_a_vswitch_changes(network: Network) -> None:
    network.route(OSS)
    slow(network, "vswitch")
    network.vswitch("10.0.2.0/24")
    network.ask("DeleteRouteEntry", RouteTableId=network.own, DestinationCidrBlock=OSS)
    assert network.entries(RouteEntryType="Custom") == []


def test_tables_are_deleted_one_at_a_time_and_nothing_else_waits_for_that(network: Network, clock: Clock) -> None:
    other = network.table()
    slow(network, "task", "route table")
    network.ask("DeleteRouteTable", RouteTableId=other)
    message = network.refused("OperationConflict", "DeleteRouteTable", RouteTableId=network.custom)
    assert network.vpc in message
    network.ask("DeleteVSwitch", VSwitchId=network.second)
    network.route(OSS)
    clock.pass_by(SECONDS)
    network.ask("DeleteRouteTable", RouteTableId=network.custom)

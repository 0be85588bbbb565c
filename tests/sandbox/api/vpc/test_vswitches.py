import pytest

from acree_sandbox.api.vpc.resources import release_addresses, take_address
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.vpc.networks import SHANGHAI, Network


def refused(network: Network, code: str, block: str, zone: str = "cn-hangzhou-h") -> str:
    return network.refused(code, "CreateVSwitch", VpcId=network.vpc, ZoneId=zone, CidrBlock=block)


def test_a_vswitch_as_it_is_shown(network: Network) -> None:
    vswitch = network.vswitch("10.0.9.0/28", VSwitchName="s", Description="d", **{"Tag.1.Key": "k", "Tag.1.Value": "v"})
    found = network.ask("DescribeVSwitchAttributes", VSwitchId=vswitch)
    assert (found["VSwitchName"], found["Description"], found["Status"]) == ("s", "d", "Available")
    assert (found["VpcId"], found["ZoneId"], found["CidrBlock"]) == (network.vpc, "cn-hangzhou-h", "10.0.9.0/28")
    assert found["AvailableIpAddressCount"] == 12
    assert found["RouteTable"] == {"RouteTableId": network.own, "RouteTableType": "System"}
    assert found["Tags"] == {"Tag": [{"Key": "k", "Value": "v"}]}
    attribute = network.ask("DescribeVpcAttribute", VpcId=network.vpc)
    assert attribute["VSwitchIds"]["VSwitchId"] == [network.first, network.second, vswitch]


@pytest.mark.parametrize(
    ("code", "block", "words"),
    [
        ("InvalidCidrBlock", "10.0.9.0/30", "from 16 to 29"),
        ("InvalidCidrBlock", "10.0.0.0/15", "from 16 to 29"),
        ("InvalidCidrBlock", "172.16.0.0/24", "10.0.0.0/16"),
        ("InvalidCidrBlock.Overlapped", "10.0.0.128/25", "10.0.0.0/24"),
        ("InvalidCidrBlock.Malformed", "10.0.9.1/24", "10.0.9.1/24"),
        ("InvalidCidrBlock.Malformed", "fd00::/64", "fd00::/64"),
    ],
)
def test_ranges_that_are_refused(network: Network, code: str, block: str, words: str) -> None:
    assert words in refused(network, code, block)


@pytest.mark.parametrize("zone", ["cn-shanghai-a", "cn-hangzhou", "cn-hangzhou-", "cn-hangzhou-hh", "cn-hangzhou1-a"])
def test_the_zone_is_one_of_the_region(network: Network, zone: str) -> None:
    assert zone in refused(network, "InvalidZoneId.NotFound", "10.0.9.0/24", zone)


def test_zones_without_a_hyphen(network: Network) -> None:
    vpc = network.ask("CreateVpc", RegionId="ap-southeast-1", CidrBlock="10.0.0.0/16")["VpcId"]
    where = {"VpcId": vpc, "CidrBlock": "10.0.0.0/24"}
    network.ask("CreateVSwitch", where, ZoneId="ap-southeast-1a")
    network.refused("InvalidZoneId.NotFound", "CreateVSwitch", where, ZoneId="ap-southeast-10a")


def test_it_may_lie_inside_a_routes_destination_but_not_around_it(network: Network) -> None:
    network.route("10.0.4.0/23", table=network.custom)
    network.vswitch("10.0.4.0/24")
    network.route("10.0.8.0/25", table=network.custom)
    assert "10.0.8.0/25" in refused(network, "RouteConflict.AlreadyExist", "10.0.8.0/24")
    assert network.custom in refused(network, "RouteConflict.AlreadyExist", "10.0.8.0/25")


def test_what_is_sent_is_changed(network: Network) -> None:
    network.ask("ModifyVSwitchAttribute", VSwitchId=network.first, VSwitchName="n")
    network.ask("ModifyVSwitchAttribute", VSwitchId=network.first, Description="d")
    found = network.ask("DescribeVSwitchAttributes", VSwitchId=network.first)
    assert (found["VSwitchName"], found["Description"]) == ("n", "d")


def test_it_goes_when_nothing_holds_an_address_and_no_table_is_bound(network: Network, cloud: Cloud) -> None:
    _, vswitch, _ = network.kept()
    held = take_address(cloud, vswitch, "i-1", "ecs")
    assert held
    assert network.ask("DescribeVSwitchAttributes", VSwitchId=vswitch.id)["AvailableIpAddressCount"] == 251
    message = network.refused("DependencyViolation", "DeleteVSwitch", VSwitchId=vswitch.id)
    assert held.address in message
    assert "ecs i-1" in message
    release_addresses(cloud, "i-1")
    both = {"RouteTableId": network.custom, "VSwitchId": vswitch.id}
    network.ask("AssociateRouteTable", both)
    message = network.refused("DependencyViolation.RouteTable", "DeleteVSwitch", VSwitchId=vswitch.id)
    assert network.custom in message
    network.ask("UnassociateRouteTable", both)
    network.ask("DeleteVSwitch", VSwitchId=vswitch.id)
    network.refused("InvalidVSwitchId.NotFound", "DescribeVSwitchAttributes", VSwitchId=vswitch.id)


def test_it_is_found_in_its_region_only(network: Network) -> None:
    where = {"VSwitchId": network.first, "RegionId": SHANGHAI}
    for action in ("DescribeVSwitchAttributes", "ModifyVSwitchAttribute", "DeleteVSwitch"):
        assert "cn-hangzhou" in network.refused("InvalidVSwitchId.NotFound", action, where)


def test_filters_of_the_list(network: Network) -> None:
    other = network.ask("CreateVpc", RegionId=SHANGHAI, CidrBlock="10.0.0.0/16", ResourceGroupId="rg-2")["VpcId"]
    wanted = network.ask(
        "CreateVSwitch",
        {"Tag.1.Key": "k"},
        VpcId=other,
        ZoneId="cn-shanghai-m",
        CidrBlock="10.0.0.0/24",
        VSwitchName="far",
    )["VSwitchId"]
    table = network.ask("DescribeVSwitchAttributes", VSwitchId=wanted)["RouteTable"]["RouteTableId"]

    def ids(parameters: dict[str, str]) -> list[str]:
        return [row["VSwitchId"] for row in network.ask("DescribeVSwitches", parameters)["VSwitches"]["VSwitch"]]

    assert ids({}) == [network.first, network.second, wanted]
    for fitting in (
        {"RegionId": SHANGHAI},
        {"VpcId": other},
        {"VSwitchId": wanted},
        {"ZoneId": "cn-shanghai-m"},
        {"VSwitchName": "far"},
        {"RouteTableId": table},
        {"ResourceGroupId": "rg-2"},
        {"Tag.1.Key": "k"},
        {"PageSize": "2", "PageNumber": "2", "VSwitchOwnerId": "1234567890123456"},
    ):
        assert ids(fitting) == [wanted], fitting
    for empty in ({"IsDefault": "true"}, {"VSwitchOwnerId": "1"}, {"VpcId": network.vpc, "RegionId": SHANGHAI}):
        assert ids(empty) == []


class TestQuota:
    @pytest.fixture
    def world(self) -> World:
        return World(paces={"*": Pace(seconds=0)}, quotas={"vswitches": 2, "route-tables": 2})

    def test_as_many_as_the_world_says(self, network: Network) -> None:
        assert "vswitches is 2" in refused(network, "QuotaExceeded.VSwitch", "10.0.9.0/24")
        message = network.refused("QuotaExceeded.RouteTable", "CreateRouteTable", VpcId=network.vpc)
        assert "route-tables is 2 and 2 are in use" in message

from collections.abc import Callable
from typing import Any

import pytest

from acree_sandbox.api.vpc.resources import RouteTable, Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import add_vpc
from tests.sandbox.api.vpc.networks import HANGZHOU, SHANGHAI, Network, add_attachment
from tests.sandbox.conftest import Clock


def test_a_vpc_comes_with_a_router_and_its_own_table(network: Network) -> None:
    made = network.ask(
        "CreateVpc",
        {"Tag.1.Key": "team", "Tag.1.Value": "red"},
        RegionId=HANGZHOU,
        CidrBlock="192.168.0.0/16",
        VpcName="w",
        Description="d",
        ResourceGroupId="rg-1",
    )
    found = network.ask("DescribeVpcAttribute", RegionId=HANGZHOU, VpcId=made["VpcId"])
    assert made["ResourceGroupId"] == found["ResourceGroupId"] == "rg-1"
    assert found["VRouterId"] == made["VRouterId"]
    assert found["RouterTableIds"] == {"RouterTableIds": [made["RouteTableId"]]}
    assert (found["VpcName"], found["Description"], found["CidrBlock"]) == ("w", "d", "192.168.0.0/16")
    assert found["Tags"] == {"Tag": [{"Key": "team", "Value": "red"}]}
    assert (found["Status"], found["IsDefault"], found["OwnerId"]) == ("Available", False, 1234567890123456)
    (table,) = network.ask("DescribeRouteTableList", VpcId=made["VpcId"])["RouterTableList"]["RouterTableListType"]
    assert (table["RouteTableType"], table["ResourceGroupId"], table["RouterId"]) == (
        "System",
        "rg-1",
        made["VRouterId"],
    )


def test_without_a_range_it_is_the_services_choice(network: Network) -> None:
    made = network.ask("CreateVpc", RegionId=SHANGHAI)
    assert network.ask("DescribeVpcAttribute", VpcId=made["VpcId"])["CidrBlock"] == "172.16.0.0/12"


def test_a_vpc_is_made_somewhere(network: Network) -> None:
    assert '"RegionId"' in network.refused("MissingParameter.RegionId", "CreateVpc", CidrBlock="10.0.0.0/8")


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("10.0.0.0/29", "from 8 to 28"),
        ("8.0.0.0/7", "from 8 to 28"),
        ("100.64.0.0/16", "100.64.0.0/10"),
        ("100.0.0.0/8", "100.64.0.0/10"),
        ("127.0.0.0/16", "127.0.0.0/8"),
        ("169.254.0.0/16", "169.254.0.0/16"),
        ("230.0.0.0/16", "224.0.0.0/4"),
        ("0.0.0.0/8", "0.0.0.0/8"),
    ],
)
def test_ranges_that_no_vpc_has(network: Network, block: str, reason: str) -> None:
    message = network.refused("InvalidCidrBlock", "CreateVpc", RegionId=HANGZHOU, CidrBlock=block)
    assert block in message
    assert reason in message


def test_as_many_as_the_quota_allows(network: Network) -> None:
    for _ in range(9):
        network.ask("CreateVpc", RegionId=HANGZHOU, CidrBlock="10.0.0.0/16")
    message = network.refused("QuotaExceeded.Vpc", "CreateVpc", RegionId=HANGZHOU, CidrBlock="10.0.0.0/16")
    assert "vpcs is 10 and 10 are in use" in message
    network.ask("CreateVpc", RegionId=SHANGHAI, CidrBlock="10.0.0.0/16")


def test_the_same_token_makes_one_vpc(network: Network, cloud: Cloud) -> None:
    first, second = (
        network.ask("CreateVpc", RegionId=SHANGHAI, CidrBlock="10.0.0.0/8", ClientToken="t") for _ in range(2)
    )
    assert first == second
    assert len(cloud.where(Vpc, "region", SHANGHAI)) == 1


def test_a_dry_run_makes_nothing(network: Network) -> None:
    network.refused("DryRunOperation", "CreateVpc", RegionId=SHANGHAI, CidrBlock="10.0.0.0/8", DryRun="true")


def test_what_is_sent_is_changed(network: Network) -> None:
    network.ask("ModifyVpcAttribute", VpcId=network.vpc, VpcName="v2")
    network.ask("ModifyVpcAttribute", VpcId=network.vpc, Description="d2")
    found = network.ask("DescribeVpcAttribute", VpcId=network.vpc)
    assert (found["VpcName"], found["Description"]) == ("v2", "d2")
    network.ask("ModifyVpcAttribute", VpcId=network.vpc, Description="")
    assert network.ask("DescribeVpcAttribute", VpcId=network.vpc)["Description"] == ""


def test_the_primary_range_may_grow_around_its_vswitches(network: Network) -> None:
    network.ask("ModifyVpcAttribute", VpcId=network.vpc, CidrBlock="10.0.0.0/8")
    assert network.kept()[0].cidr == "10.0.0.0/8"
    message = network.refused(
        "OperationFailed.CidrInUse", "ModifyVpcAttribute", VpcId=network.vpc, CidrBlock="10.1.0.0/16"
    )
    assert network.first in message
    network.ask("AssociateVpcCidrBlock", VpcId=network.vpc, SecondaryCidrBlock="172.16.0.0/16")
    network.vswitch("172.16.0.0/24")
    message = network.refused(
        "InvalidCidrBlock.Overlapped", "ModifyVpcAttribute", VpcId=network.vpc, CidrBlock="172.16.0.0/12"
    )
    assert "172.16.0.0/16" in message
    network.ask("ModifyVpcAttribute", VpcId=network.vpc, CidrBlock="10.0.0.0/16")


def test_a_vpc_goes_when_nothing_is_in_it(network: Network, cloud: Cloud) -> None:
    def refused(code: str) -> str:
        return network.refused(code, "DeleteVpc", VpcId=network.vpc)

    entry = network.route("172.16.0.0/12")
    assert network.first in refused("DependencyViolation.VSwitch")
    network.ask("DeleteVSwitch", VSwitchId=network.first)
    network.ask("DeleteVSwitch", VSwitchId=network.second)
    assert "tr-attach-1" in refused("DependencyViolation.CenAttachment")
    cloud.remove(add_attachment(cloud, network.vpc))
    assert network.custom in refused("DependencyViolation.RouteTable")
    network.ask("DeleteRouteTable", RouteTableId=network.custom)
    assert "172.16.0.0/12" in refused("DependencyViolation.RouteEntry")
    network.ask("DeleteRouteEntry", RouteEntryId=entry)
    network.ask("DeleteVpc", VpcId=network.vpc, ForceDelete="false")
    assert cloud.all(Vpc) == []
    assert cloud.all(RouteTable) == []
    assert network.vpc in network.refused("InvalidVpcID.NotFound", "DescribeVpcAttribute", VpcId=network.vpc)
    network.refused("InvalidVpcID.NotFound", "DeleteVpc", VpcId=network.vpc)


def test_a_vpc_is_found_in_its_region_only(network: Network) -> None:
    message = network.refused("InvalidVpcID.NotFound", "DescribeVpcAttribute", VpcId=network.vpc, RegionId=SHANGHAI)
    assert "is in cn-hangzhou, not in cn-shanghai" in message
    for action in ("ModifyVpcAttribute", "DeleteVpc"):
        network.refused("InvalidVpcID.NotFound", action, VpcId=network.vpc, RegionId=SHANGHAI)


def test_filters_of_the_list(network: Network, cloud: Cloud) -> None:
    add_vpc(cloud, "vpc-sh", SHANGHAI, "10.1.0.0/16", {}, name="s", owner="77", tags={"k": "v"}, resource_group="rg-9")

    def ids(parameters: dict[str, str]) -> list[str]:
        return [row["VpcId"] for row in network.ask("DescribeVpcs", parameters)["Vpcs"]["Vpc"]]

    assert ids({}) == [network.vpc, "vpc-sh"]
    for fitting in (
        {"RegionId": SHANGHAI},
        {"VpcId": "vpc-sh"},
        {"VpcId": "vpc-none,vpc-sh,vpc-sh"},
        {"VpcName": "s"},
        {"VpcOwnerId": "77"},
        {"ResourceGroupId": "rg-9"},
        {"Tag.1.Key": "k"},
    ):
        assert ids(fitting) == ["vpc-sh"], fitting
    for empty in ({"IsDefault": "true"}, {"VpcId": "vpc-none"}, {"VpcId": "vpc-sh", "RegionId": HANGZHOU}):
        assert ids(empty) == []
    assert ids({"IsDefault": "false", "PageSize": "1", "PageNumber": "2"}) == ["vpc-sh"]


class TestWhileItIsMade:
    @pytest.fixture
    def world(self) -> World:
        return World(paces={"*": Pace(seconds=10)})

    def test_a_vpc_is_pending_first(self, call: Callable[..., dict[str, Any]], cloud: Cloud, clock: Clock) -> None:
        network = object.__new__(Network)
        network.cloud, network._call = cloud, call
        vpc = network.ask("CreateVpc", RegionId=HANGZHOU, CidrBlock="10.0.0.0/16")["VpcId"]
        assert network.ask("DescribeVpcAttribute", VpcId=vpc)["Status"] == "Pending"
        where = {"VpcId": vpc, "ZoneId": "cn-hangzhou-h", "CidrBlock": "10.0.0.0/24"}
        assert "Pending" in network.refused("IncorrectVpcStatus", "CreateVSwitch", where)
        network.refused("IncorrectVpcStatus", "CreateRouteTable", VpcId=vpc)
        network.refused("IncorrectVpcStatus", "DeleteVpc", VpcId=vpc)
        network.refused("IncorrectVpcStatus", "ModifyVpcAttribute", VpcId=vpc, VpcName="x")
        clock.pass_by(10)
        assert network.ask("DescribeVpcAttribute", VpcId=vpc)["Status"] == "Available"
        vswitch = network.ask("CreateVSwitch", where)["VSwitchId"]
        assert network.ask("DescribeVSwitchAttributes", VSwitchId=vswitch)["Status"] == "Pending"
        network.refused("IncorrectVSwitchStatus", "DeleteVSwitch", VSwitchId=vswitch)
        network.refused("IncorrectStatus.VSwitch", "ModifyVSwitchAttribute", VSwitchId=vswitch, VSwitchName="x")
        table = network.ask("CreateRouteTable", VpcId=vpc)["RouteTableId"]
        network.refused("IncorrectRouteTableStatus", "DeleteRouteTable", RouteTableId=table)
        both = {"RouteTableId": table, "VSwitchId": vswitch}
        network.refused("IncorrectStatus.RouteTable", "AssociateRouteTable", both)
        clock.pass_by(10)
        network.ask("AssociateRouteTable", both)
        assert network.ask("DescribeVSwitchAttributes", VSwitchId=vswitch)["Status"] == "Pending"
        network.refused("IncorrectVSwitchStatus", "UnassociateRouteTable", both)
        clock.pass_by(10)
        network.ask("UnassociateRouteTable", both)
        clock.pass_by(10)
        network.ask("DeleteRouteTable", RouteTableId=table)
        (listed,) = network.ask("DescribeRouteTableList", RouteTableId=table)["RouterTableList"]["RouterTableListType"]
        assert listed["Status"] == "Deleting"
        network.refused("IncorrectRouteTableStatus", "DeleteRouteTable", RouteTableId=table)
        clock.pass_by(10)
        found = network.ask("DescribeRouteTableList", RouteTableId=table)
        assert found["RouterTableList"]["RouterTableListType"] == []

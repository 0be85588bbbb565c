from acree_sandbox.api.vpc.resources import RouteTable
from tests.sandbox.api.vpc.networks import SHANGHAI, Network


def listed(network: Network, **more: str) -> list[dict[str, object]]:
    return list(network.ask("DescribeRouteTableList", more)["RouterTableList"]["RouterTableListType"])


def test_a_custom_table_as_it_is_shown(network: Network) -> None:
    table = network.table(RouteTableName="rt", Description="d", AssociateType="VSwitch", **{"Tag.1.Key": "k"})
    (found,) = listed(network, RouteTableId=table)
    assert (found["RouteTableName"], found["Description"], found["AssociateType"]) == ("rt", "d", "VSwitch")
    assert (found["RouteTableType"], found["Status"], found["VpcId"]) == ("Custom", "Available", network.vpc)
    assert found["RoutePropagationEnable"] is True
    assert found["VSwitchIds"] == {"VSwitchId": []}
    assert found["Tags"] == {"Tag": [{"Key": "k", "Value": ""}]}
    assert found["ResourceGroupId"] == "rg-default"


def test_tables_are_for_vswitches_only(network: Network) -> None:
    message = network.refused(
        "InvalidParameter.AssociateType", "CreateRouteTable", VpcId=network.vpc, AssociateType="Gateway"
    )
    assert "VSwitch" in message


def test_there_are_ten_at_most(network: Network) -> None:
    for _ in range(8):
        network.table()
    message = network.refused("QuotaExceeded.RouteTable", "CreateRouteTable", VpcId=network.vpc)
    assert "route-tables is 10 and 10 are in use" in message


def test_what_is_sent_is_changed(network: Network) -> None:
    for table in (network.custom, network.own):
        network.ask("ModifyRouteTableAttributes", RouteTableId=table, RouteTableName="n")
        network.ask("ModifyRouteTableAttributes", RouteTableId=table, Description="d", RoutePropagationEnable="false")
        (found,) = listed(network, RouteTableId=table)
        assert (found["RouteTableName"], found["Description"]) == ("n", "d")
        assert found["RoutePropagationEnable"] is False


def test_a_table_goes_when_nothing_uses_it(network: Network) -> None:
    both = {"RouteTableId": network.custom, "VSwitchId": network.first}
    entry = network.route("172.16.0.0/12", table=network.custom)
    network.ask("AssociateRouteTable", both)
    message = network.refused("DependencyViolation.VSwitch", "DeleteRouteTable", RouteTableId=network.custom)
    assert network.first in message
    network.ask("UnassociateRouteTable", both)
    message = network.refused("DependencyViolation.RouteEntry", "DeleteRouteTable", RouteTableId=network.custom)
    assert "172.16.0.0/12" in message
    network.ask("DeleteRouteEntry", RouteEntryId=entry)
    network.ask("DeleteRouteTable", RouteTableId=network.custom)
    assert network.cloud.get(RouteTable, network.custom) is None
    network.refused("InvalidRouteTableId.NotFound", "DeleteRouteTable", RouteTableId=network.custom)


def test_the_own_table_stays(network: Network) -> None:
    message = network.refused("OperationDenied.SystemRouteTable", "DeleteRouteTable", RouteTableId=network.own)
    assert network.vpc in message


def test_a_table_is_found_in_its_region_only(network: Network) -> None:
    where = {"RouteTableId": network.custom, "RegionId": SHANGHAI}
    for action in ("ModifyRouteTableAttributes", "DeleteRouteTable"):
        assert "cn-hangzhou" in network.refused("InvalidRouteTableId.NotFound", action, where)
    assert listed(network, **where) == []


def test_filters_of_the_list(network: Network) -> None:
    made = network.ask("CreateVpc", RegionId=SHANGHAI, CidrBlock="10.0.0.0/16", ResourceGroupId="rg-2")
    table = network.ask(
        "CreateRouteTable", {"Tag.1.Key": "k", "Tag.1.Value": "v"}, VpcId=made["VpcId"], RouteTableName="rt"
    )["RouteTableId"]
    own = made["RouteTableId"]

    def ids(**more: str) -> list[object]:
        return [row["RouteTableId"] for row in listed(network, **more)]

    assert ids() == [network.own, network.custom, own, table]
    assert ids(VpcId=made["VpcId"]) == ids(RegionId=SHANGHAI) == ids(RouterId=made["VRouterId"]) == [own, table]
    assert ids(ResourceGroupId="rg-2", RouteTableType="System") == [own]
    assert ids(RouteTableName="rt") == ids(RouteTableId=table) == ids(**{"Tag.1.Key": "k"}) == [table]
    assert ids(RouterType="VBR") == ids(RouteTableId="vtb-none") == ids(RouteTableId=table, VpcId=network.vpc) == []
    assert ids(RouterType="VRouter", PageSize="1", PageNumber="3") == [own]

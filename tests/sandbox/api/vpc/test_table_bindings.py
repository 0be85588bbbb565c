from acree_sandbox.api.vpc.resources import VSwitch
from acree_sandbox.api.vpc.tables import bound_table
from tests.sandbox.api.vpc.networks import HANGZHOU, Network


def bound(network: Network, vswitch: str) -> str:
    table = bound_table(network.cloud, network.cloud.need(VSwitch, vswitch, "none"))
    shown = network.ask("DescribeVSwitchAttributes", VSwitchId=vswitch)["RouteTable"]["RouteTableId"]
    assert table
    assert table.id == shown
    return table.id


def vswitches_of(network: Network, table: str) -> list[str]:
    (row,) = network.ask("DescribeRouteTableList", RouteTableId=table)["RouterTableList"]["RouterTableListType"]
    return list(row["VSwitchIds"]["VSwitchId"])


def test_a_table_is_bound_and_unbound(network: Network) -> None:
    both = {"RouteTableId": network.custom, "VSwitchId": network.first}
    assert bound(network, network.first) == network.own
    network.ask("AssociateRouteTable", both)
    assert bound(network, network.first) == network.custom
    assert bound(network, network.second) == network.own
    assert vswitches_of(network, network.custom) == [network.first]
    assert vswitches_of(network, network.own) == [network.second]
    network.ask("UnassociateRouteTable", both)
    assert bound(network, network.first) == network.own
    assert vswitches_of(network, network.custom) == []


def test_a_vswitch_has_one_custom_table(network: Network) -> None:
    both = {"RouteTableId": network.custom, "VSwitchId": network.first}
    network.ask("AssociateRouteTable", both)
    for table in (network.custom, network.table()):
        message = network.refused("OperationFailed.AlreadyAssociated", "AssociateRouteTable", both, RouteTableId=table)
        assert network.custom in message


def test_what_is_not_bound_cannot_be_unbound(network: Network) -> None:
    both = {"RouteTableId": network.custom, "VSwitchId": network.first}
    assert network.own in network.refused("OperationFailed.NotAssociated", "UnassociateRouteTable", both)
    network.refused("OperationFailed.NotAssociated", "UnassociateRouteTable", both, RouteTableId=network.own)


def test_the_own_table_is_not_bound_by_hand(network: Network) -> None:
    both = {"RouteTableId": network.own, "VSwitchId": network.first}
    assert network.vpc in network.refused("OperationDenied.SystemRouteTable", "AssociateRouteTable", both)


def test_both_are_of_one_vpc(network: Network) -> None:
    other = network.ask("CreateVpc", RegionId=HANGZHOU, CidrBlock="10.0.0.0/16")["VpcId"]
    table = network.ask("CreateRouteTable", VpcId=other)["RouteTableId"]
    both = {"RouteTableId": table, "VSwitchId": network.first}
    message = network.refused("InvalidParameter.VpcId", "AssociateRouteTable", both)
    assert network.vpc in message
    assert other in message


def test_both_exist(network: Network) -> None:
    both = {"RouteTableId": network.custom, "VSwitchId": network.first}
    for action in ("AssociateRouteTable", "UnassociateRouteTable"):
        network.refused("InvalidRouteTableId.NotFound", action, both, RouteTableId="vtb-none")
        network.refused("InvalidVSwitchId.NotFound", action, both, VSwitchId="vsw-none")

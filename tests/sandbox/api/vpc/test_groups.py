from tests.sandbox.api.vpc.networks import Network


def test_a_vpc_moves_with_what_is_in_it(network: Network) -> None:
    network.ask("MoveResourceGroup", ResourceType="VPC", ResourceId=network.vpc, NewResourceGroupId="rg-2")
    (vpc,) = network.ask("DescribeVpcs", ResourceGroupId="rg-2")["Vpcs"]["Vpc"]
    assert vpc["VpcId"] == network.vpc
    assert network.ask("DescribeVSwitchAttributes", VSwitchId=network.first)["ResourceGroupId"] == "rg-2"
    tables = network.ask("DescribeRouteTableList", ResourceGroupId="rg-2")["RouterTableList"]["RouterTableListType"]
    assert [row["RouteTableId"] for row in tables] == [network.own, network.custom]


def test_other_things_do_not_move(network: Network) -> None:
    where = {"ResourceId": network.first, "NewResourceGroupId": "rg-2"}
    assert "'Eip'" in network.refused("InvalidResourceType.NotFound", "MoveResourceGroup", where, ResourceType="Eip")
    network.refused("InvalidResourceId.NotFound", "MoveResourceGroup", where, ResourceType="vpc")


def test_tags_come_and_go(network: Network) -> None:
    for kind, identifier in (("VPC", network.vpc), ("VSWITCH", network.first), ("ROUTETABLE", network.custom)):
        where = {"ResourceType": kind, "ResourceId.1": identifier}
        network.ask("TagResources", where, **{"Tag.1.Key": "k", "Tag.1.Value": "v", "Tag.2.Key": "l"})
        found = network.ask("ListTagResources", where)["TagResources"]["TagResource"]
        assert [(tag["TagKey"], tag["TagValue"]) for tag in found] == [("k", "v"), ("l", "")]
        network.ask("UnTagResources", where, **{"TagKey.1": "l"})
        (left,) = network.ask("ListTagResources", where)["TagResources"]["TagResource"]
        assert (left["TagKey"], left["ResourceId"]) == ("k", identifier)
    (tagged,) = network.ask("DescribeVpcs", {"Tag.1.Key": "k", "Tag.1.Value": "v"})["Vpcs"]["Vpc"]
    assert tagged["Tags"] == {"Tag": [{"Key": "k", "Value": "v"}]}

from dataclasses import replace

import pytest

from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.core.cloud import Cloud
from tests.sandbox.api.vpc.networks import HANGZHOU, OSS, SHANGHAI, Network

ACTIONS = ("PublishVpcRouteEntries", "WithdrawVpcPublishedRouteEntries")
NO_TARGET = "ResourceNotAssociated.TargetInstance"


def target(table: str, *destinations: str) -> dict[str, str]:
    entries = {
        f"RouteEntries.{number}.{name}": value
        for number, destination in enumerate(destinations, 1)
        for name, value in (("RouteTableId", table), ("DestinationCidrBlock", destination))
    }
    return {"TargetType": "ECR", "TargetInstanceId": "ecr-1", **entries}


def test_nothing_is_published(network: Network) -> None:
    network.route(OSS)
    where = {"RouteTableId": network.own, "TargetType": "ECR"}
    assert network.ask("ListVpcPublishedRouteEntries", where) == {"RouteEntries": []}
    assert network.ask("ListVpcPublishedRouteEntries", where, DestinationCidrBlock=OSS) == {"RouteEntries": []}
    network.refused("InvalidRouteTable.NotFound", "ListVpcPublishedRouteEntries", where, RouteTableId="vtb-none")
    network.refused("MissingParameter.TargetType", "ListVpcPublishedRouteEntries", RouteTableId=network.own)


def test_what_is_never_published(network: Network, cloud: Cloud) -> None:
    network.route("172.16.0.0/12")
    network.route("192.168.0.0/16", table=network.custom, NextHopType="BlackHole", NextHopId="")
    network.route("100.118.0.0/16", NextHopType="BlackHole", NextHopId="")
    for table, destination, reason in (
        (network.own, "100.64.0.0/10", "service"),
        (network.own, "100.118.0.0/16", "100.64.0.0/10"),
        (network.own, "172.16.0.0/12", "Attachment"),
        (network.custom, "192.168.0.0/16", "custom table"),
        (network.custom, "10.0.0.0/24", "custom table"),
    ):
        message = network.refused("OperationDenied.RouteEntry", ACTIONS[0], target(table, destination))
        assert destination in message
        assert reason in message


@pytest.mark.parametrize("hop_type", ["VpcPeer", "Ecr", "RouterInterface", "GatewayLoadBalancerEndpoint"])
def test_routes_of_a_world_to_what_is_never_published(network: Network, cloud: Cloud, hop_type: str) -> None:
    known = network.entry(network.route(OSS))
    cloud.put(replace(known, id="rte-1", destination="192.168.0.0/16", hop_type=hop_type, hop="x-1"))
    message = network.refused("OperationDenied.RouteEntry", ACTIONS[0], target(network.own, "192.168.0.0/16"))
    assert hop_type in message


def test_for_all_others_there_is_no_target(network: Network, cloud: Cloud) -> None:
    cloud.put(Host(id="i-1", region=HANGZHOU, vpc=network.vpc))
    network.route("192.168.0.0/16", NextHopType="Instance", NextHopId="i-1")
    for action in ACTIONS:
        message = network.refused(NO_TARGET, action, target(network.own, "192.168.0.0/16", "10.0.0.0/24"))
        assert "ECR 'ecr-1'" in message


def test_routes_that_do_not_exist(network: Network) -> None:
    publish = ACTIONS[0]
    assert OSS in network.refused("InvalidRouteEntry.NotFound", publish, target(network.own, OSS))
    network.refused("InvalidRouteEntry.NotFound", publish, target(network.own, "10.0.0.0/24"), RegionId=SHANGHAI)
    network.refused("InvalidRouteTableId.NotFound", publish, target("vtb-none", OSS))


def test_a_call_takes_fifty(network: Network) -> None:
    many = target(network.own, *(f"172.16.{number}.0/24" for number in range(51)))
    assert "at most 50" in network.refused("InvalidParameter.RouteEntries", ACTIONS[0], many)
    for action in ACTIONS:
        network.refused("MissingParameter.RouteEntries", action, target(network.own))

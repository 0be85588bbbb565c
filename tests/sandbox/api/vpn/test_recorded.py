"""What the real provider was seen to send of VPN, in its order, and the shapes of the answers that satisfied it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.vpc.resources import RouteTable
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import add_vpc
from tests.sandbox.api.replay import Replay, recorded

LINES = recorded(Path(__file__).parent)
MORE_THAN_SEEN = ".Tags.Tag: wanted 0 items, found 1"
"""The recording server kept the tags of TagResources only, not those that a creation brings."""


@pytest.fixture
def world() -> World:
    def populate(cloud: Cloud) -> None:
        add_vpc(cloud, "vpc-1", "cn-hangzhou", "10.0.0.0/16", {"vsw-1": "h", "vsw-2": "i"}, system_table="vtb-1")
        cloud.put(RouteTable(id="vtb-1", region="cn-hangzhou", status="Available", vpc="vpc-1", type="System"))

    return World(paces={"*": Pace(seconds=0)}, populate=populate)


@pytest.fixture
def replay(call: Callable[..., dict[str, Any]]) -> Replay:
    return Replay(call, CBN, VPC)


def test_the_provider_would_be_satisfied(replay: Replay, cloud: Cloud) -> None:
    assert len(LINES) > 100
    before = {row.id for row in cloud.everything()}
    for number, line in enumerate(LINES):
        lacks = [text for text in replay.lacks(line) if MORE_THAN_SEEN not in text]
        assert lacks == [], f"call {number}"
    assert {row.id for row in cloud.everything()} == before


def test_values_the_provider_compares_come_back_as_they_were_sent(replay: Replay) -> None:
    same = ("LocalSubnet", "RemoteSubnet", "Name", "EnableTunnelsBgp", "EffectImmediately", "AttachType", "Spec")
    tunnel = ("Role", "TunnelIkeConfig", "TunnelIpsecConfig", "EnableDpd", "TunnelIndex")
    compared = 0
    for line in LINES:
        answer = replay.send(line)
        if line["action"] != "DescribeVpnConnection" or "Code" in answer:
            continue
        wanted = line["answer"]
        names = same if wanted["VpnGatewayId"] else (*same, "NetworkType")
        assert {name: answer[name] for name in names if name != "AttachType" or wanted["VpnGatewayId"]} == {
            name: wanted[name] for name in names if name != "AttachType" or wanted["VpnGatewayId"]
        }
        for one, other in zip(_tunnels(wanted), _tunnels(answer), strict=True):
            assert {name: other[name] for name in tunnel} == {name: one[name] for name in tunnel}
            compared += 1
    assert compared > 10


def _tunnels(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer.get("TunnelOptionsSpecification", {}).get("TunnelOptions", [])
    return found

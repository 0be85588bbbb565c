"""VPC peering: who may, in which status, and routes over it (2.2)."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from acree_sandbox.api.vpc.resources import RouteEntry
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.api.vpcpeer.service import VPCPEER
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.registry import Service
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import HANGZHOU, SHANGHAI
from tests.sandbox.api.replay import Replay, recorded
from tests.sandbox.conftest import Clock

OSS = "100.118.28.0/24"
Call = Callable[..., dict[str, Any]]


class Peers:
    """Short words for the calls."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def ask(
        self, action: str, service: Service = VPCPEER, sent: Mapping[str, str] | None = None, **more: str
    ) -> dict[str, Any]:
        return self._call(service, action, {**(sent or {}), **more})

    def refused(
        self,
        code: str,
        action: str,
        service: Service = VPCPEER,
        sent: Mapping[str, str] | None = None,
        **more: str,
    ) -> str:
        with pytest.raises(ApiError) as caught:
            self.ask(action, service, sent, **more)
        assert caught.value.code == code, caught.value
        return caught.value.message

    def made(self, far: str = "vpc-sh", region: str = SHANGHAI, **more: str) -> str:
        wanted = {"VpcId": "vpc-hz", "AcceptingVpcId": far, "AcceptingRegionId": region, "RegionId": HANGZHOU}
        return str(self.ask("CreateVpcPeerConnection", sent=wanted | more)["InstanceId"])

    def shown(self, name: str) -> dict[str, Any]:
        return self.ask("GetVpcPeerConnectionAttribute", InstanceId=name)

    def route(self, name: str, table: str = "vtb-hz", destination: str = OSS) -> dict[str, str]:
        return {
            "RouteTableId": table,
            "DestinationCidrBlock": destination,
            "NextHopType": "VpcPeer",
            "NextHopId": name,
        }


@pytest.fixture
def peers(call: Call) -> Peers:
    return Peers(call)


def test_two_vpcs_of_an_account_are_joined_by_themselves(peers: Peers) -> None:
    found = peers.shown(peers.made(Name="n", Bandwidth="100"))
    assert (found["Status"], found["Name"], found["Bandwidth"]) == ("Activated", "n", 100)
    assert (found["RegionId"], found["AcceptingRegionId"]) == (HANGZHOU, SHANGHAI)
    assert (found["Vpc"]["VpcId"], found["AcceptingVpc"]["VpcId"]) == ("vpc-hz", "vpc-sh")
    assert found["Vpc"]["Ipv4Cidrs"] == ["10.0.0.0/16"]


def test_within_a_region_there_is_no_bandwidth_to_set(peers: Peers) -> None:
    name = peers.made("vpc-near", HANGZHOU)
    assert peers.shown(name)["Bandwidth"] == -1
    peers.refused("IllegalParam.Bandwidth", "ModifyVpcPeerConnection", InstanceId=name, Bandwidth="5")
    peers.ask("ModifyVpcPeerConnection", InstanceId=name, Name="m", Description="d")
    assert (peers.shown(name)["Name"], peers.shown(name)["Description"]) == ("m", "d")


def test_another_account_accepts_or_rejects(peers: Peers) -> None:
    name = peers.made("vpc-theirs")
    assert peers.shown(name)["Status"] == "Accepting"
    peers.refused("IncorrectStatus.VpcPeer", "CreateRouteEntry", VPC, peers.route(name))
    peers.ask("AcceptVpcPeerConnection", InstanceId=name)
    assert (peers.shown(name)["Status"], peers.shown(name)["AcceptingOwnerUid"]) == ("Activated", 42)
    peers.ask("AcceptVpcPeerConnection", InstanceId=name)
    peers.refused("IncorrectStatus.VpcPeer", "RejectVpcPeerConnection", InstanceId=name)
    peers.ask("DeleteVpcPeerConnection", InstanceId=name)
    again = peers.made("vpc-theirs")
    peers.ask("RejectVpcPeerConnection", InstanceId=again)
    assert peers.shown(again)["Status"] == "Rejected"
    peers.refused("IncorrectStatus.VpcPeer", "AcceptVpcPeerConnection", InstanceId=again)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("ResourceNotFound.VpcId", {"VpcId": "vpc-x"}),
        ("ResourceNotFound.AcceptingVpcId", {"AcceptingRegionId": HANGZHOU}),
        ("IllegalParam.AcceptingVpcId", {"AcceptingVpcId": "vpc-hz", "AcceptingRegionId": HANGZHOU}),
    ],
)
def test_what_cannot_be_joined(peers: Peers, code: str, change: dict[str, str]) -> None:
    wanted = {"VpcId": "vpc-hz", "AcceptingVpcId": "vpc-sh", "AcceptingRegionId": SHANGHAI, "RegionId": HANGZHOU}
    peers.refused(code, "CreateVpcPeerConnection", sent=wanted | change)


def test_two_vpcs_are_joined_once(peers: Peers) -> None:
    name = peers.made()
    back = {"VpcId": "vpc-sh", "AcceptingVpcId": "vpc-hz", "AcceptingRegionId": HANGZHOU, "RegionId": SHANGHAI}
    assert name in peers.refused("ResourceAlreadyExist.VpcPeer", "CreateVpcPeerConnection", sent=back)


def test_routes_lead_over_it_from_both_sides(peers: Peers, cloud: Cloud) -> None:
    name = peers.made()
    peers.ask("CreateRouteEntry", VPC, peers.route(name, "vtb-sh"))
    peers.ask("CreateRouteEntry", VPC, peers.route(name, "vtb-hz", "172.16.0.0/16"))
    wide = peers.route(name, "vtb-sh", "100.64.0.0/11")
    peers.refused("InvalidCidrBlock", "CreateRouteEntry", VPC, wide)
    other = peers.made("vpc-near", HANGZHOU)
    peers.refused("InvalidVpcPeerId.NotFound", "CreateRouteEntry", VPC, peers.route(other, "vtb-sh", "10.9.0.0/16"))
    peers.refused("OperationDenied.RouteEntryExist", "DeleteVpcPeerConnection", InstanceId=name)
    peers.ask("DeleteVpcPeerConnection", InstanceId=name, Force="true")
    assert cloud.all(RouteEntry) == []
    peers.refused("ResourceNotFound.InstanceId", "GetVpcPeerConnectionAttribute", InstanceId=name)
    peers.refused("ResourceNotFound.InstanceId", "DeleteVpcPeerConnection", InstanceId=name)


def test_lists_show_both_regions(peers: Peers) -> None:
    name = peers.made(Name="n", **{"Tag.1.Key": "a", "Tag.1.Value": "b"})
    for asked in ({"RegionId": HANGZHOU}, {"RegionId": SHANGHAI}, {"VpcId.1": "vpc-sh"}, {"Name": "n"}):
        found = peers.ask("ListVpcPeerConnections", sent=asked)["VpcPeerConnects"]
        assert [row["InstanceId"] for row in found] == [name], asked
        assert found[0]["Tags"] == [{"Key": "a", "Value": "b"}]
    assert peers.ask("ListVpcPeerConnections", RegionId="cn-beijing")["VpcPeerConnects"] == []
    peers.ask("MoveResourceGroup", ResourceId=name, ResourceType="PeerConnection", NewResourceGroupId="rg-2")
    assert peers.shown(name)["ResourceGroupId"] == "rg-2"


class TestPace:
    """Nothing is done with a connection that is on its way."""

    @pytest.fixture
    def world(self, world: World) -> World:
        return World(paces={"*": Pace(seconds=5)}, populate=world.populate)

    def test_it_is_busy(self, peers: Peers, clock: Clock) -> None:
        name = peers.made()
        assert peers.shown(name)["Status"] == "Creating"
        peers.refused("IncorrectStatus.VpcPeer", "DeleteVpcPeerConnection", InstanceId=name)
        clock.pass_by(6)
        assert peers.shown(name)["Status"] == "Activated"
        peers.ask("DeleteVpcPeerConnection", InstanceId=name)
        assert peers.shown(name)["Status"] == "Deleting"


def test_the_provider_would_be_satisfied(call: Call) -> None:
    """The recording server waited for an acceptance where the service has none, and kept no prefixes."""
    replay = Replay(call, VPCPEER)
    replay.ids |= {"vpc-seen0001": "vpc-hz", "vpc-seen0008": "vpc-sh"}
    lines = recorded(Path(__file__).parent)
    assert len(lines) > 15
    for number, line in enumerate(lines[:-2]):
        lacks = [text for text in replay.lacks(line) if "Ipv4Cidrs: wanted 0 items" not in text]
        assert lacks == [], f"call {number}"
    assert [replay.send(line)["Code"] for line in lines[-2:]] == ["ResourceNotFound.InstanceId"] * 2

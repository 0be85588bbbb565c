from collections.abc import Callable
from typing import Any

import pytest

from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.api.vpc.resources import RouteEntry
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.vpc.networks import HANGZHOU, HOP, OSS, SHANGHAI, Network, add_attachment
from tests.sandbox.conftest import Clock


def test_a_route_as_it_is_kept(network: Network) -> None:
    entry = network.entry(network.route(OSS, RouteEntryName="n", Description="d"))
    assert (entry.name, entry.description, entry.destination) == ("n", "d", OSS)
    assert (entry.route_table, entry.vpc, entry.region) == (network.own, network.vpc, HANGZHOU)


def test_the_same_token_makes_one_route(network: Network, cloud: Cloud) -> None:
    assert network.route(OSS, ClientToken="t") == network.route(OSS, ClientToken="t")
    assert len(cloud.all(RouteEntry)) == 1


def test_a_dry_run_makes_nothing_but_finds_what_is_wrong(network: Network) -> None:
    network.no_route("DryRunOperation", OSS, DryRun="true")
    network.no_route("InvalidCidrBlock", "100.64.0.0/10", DryRun="true")


def test_a_next_hop_may_come_as_a_list_of_one(network: Network) -> None:
    where = {"RouteTableId": network.own, "DestinationCidrBlock": OSS}
    hop = {"NextHopList.1.NextHopType": "Attachment", "NextHopList.1.NextHopId": HOP, "NextHopList.1.Weight": "100"}
    made = network.ask("CreateRouteEntry", where, **hop)["RouteEntryId"]
    (shown,) = network.entries(RouteEntryId=made)[0]["NextHops"]["NextHop"]
    assert (shown["NextHopId"], shown["NextHopType"], shown["Weight"]) == (HOP, "Attachment", 100)
    same = {"NextHopList.1.NextHopType": "Attachment", "NextHopList.1.NextHopId": HOP}
    network.refused(
        "InvalidRouteEntry.NotFound", "DeleteRouteEntry", where, **(same | {"NextHopList.1.NextHopId": "x"})
    )
    wrong = same | {"NextHopList.1.NextHopType": "Instance"}
    network.refused("InvalidRouteEntry.NotFound", "DeleteRouteEntry", where, **wrong)
    network.ask("DeleteRouteEntry", where, **same)


def test_several_next_hops_are_refused_by_name(network: Network) -> None:
    where = {"RouteTableId": network.own, "DestinationCidrBlock": OSS}
    two = {f"NextHopList.{n}.NextHopId": f"ri-{n}" for n in (1, 2)}
    assert '"NextHopList" names 2' in network.refused(
        "UnsupportedParameter.NextHopList", "CreateRouteEntry", where, **two
    )
    one = {"NextHopList.1.NextHopId": HOP}
    for extra in ({"NextHopId": HOP}, {"NextHopType": "Attachment"}):
        network.refused("ParamExclusive.NextHopList", "CreateRouteEntry", where, **one, **extra)


class TestDeletion:
    def test_by_its_id(self, network: Network, cloud: Cloud) -> None:
        network.ask("DeleteRouteEntry", RouteEntryId=network.route(OSS))
        assert cloud.all(RouteEntry) == []

    def test_by_table_and_destination(self, network: Network, cloud: Cloud) -> None:
        network.route(OSS)
        kept = network.route(OSS, table=network.custom)
        network.ask("DeleteRouteEntry", RouteTableId=network.own, DestinationCidrBlock=OSS, NextHopId=HOP)
        assert [row.id for row in cloud.all(RouteEntry)] == [kept]

    def test_an_address_names_its_32(self, network: Network, cloud: Cloud) -> None:
        network.route("8.8.8.8")
        network.ask("DeleteRouteEntry", RouteTableId=network.own, DestinationCidrBlock="8.8.8.8")
        assert cloud.all(RouteEntry) == []

    def test_the_next_hop_must_be_that_of_the_route(self, network: Network) -> None:
        where = {"RouteTableId": network.own, "DestinationCidrBlock": OSS, "NextHopId": "tr-attach-2"}
        network.route(OSS)
        message = network.refused("InvalidRouteEntry.NotFound", "DeleteRouteEntry", where)
        assert HOP in message
        assert "tr-attach-2" in message

    def test_id_table_and_destination_must_agree(self, network: Network) -> None:
        entry = network.route(OSS)
        for other in ({"RouteTableId": network.custom}, {"DestinationCidrBlock": "10.8.0.0/16"}):
            message = network.refused("InvalidRouteEntry.NotFound", "DeleteRouteEntry", other, RouteEntryId=entry)
            assert entry in message

    def test_what_is_not_named_enough(self, network: Network) -> None:
        network.refused("MissingParameter.RouteTableId", "DeleteRouteEntry", DestinationCidrBlock=OSS)
        network.refused("MissingParameter.DestinationCidrBlock", "DeleteRouteEntry", RouteTableId=network.own)

    def test_system_routes_stay(self, network: Network) -> None:
        for destination in ("100.64.0.0/10", "10.0.0.0/24"):
            where = {"RouteTableId": network.own, "DestinationCidrBlock": destination}
            assert "no custom route" in network.refused("InvalidRouteEntry.NotFound", "DeleteRouteEntry", where)

    def test_in_its_region_only(self, network: Network) -> None:
        network.route(OSS)
        where = {"RouteTableId": network.own, "DestinationCidrBlock": OSS, "RegionId": SHANGHAI}
        network.refused("InvalidRouteTableId.NotFound", "DeleteRouteEntry", where)


class TestChange:
    def test_name_and_description(self, network: Network) -> None:
        entry = network.route(OSS, RouteEntryName="n")
        where = {"RouteTableId": network.own, "DestinationCidrBlock": OSS}
        network.ask("ModifyRouteEntry", where, Description="d")
        network.ask("ModifyRouteEntry", RouteEntryId=entry, RouteEntryName="n2")
        (shown,) = network.entries(RouteEntryId=entry)
        assert (shown["RouteEntryName"], shown["Description"]) == ("n2", "d")

    def test_next_hop(self, network: Network, cloud: Cloud) -> None:
        entry = network.route(OSS)
        add_attachment(cloud, network.vpc, "tr-attach-2")
        network.ask("ModifyRouteEntry", RouteEntryId=entry, NewNextHopId="tr-attach-2")
        assert network.entry(entry).hop == "tr-attach-2"
        cloud.put(Host(id="i-1", region=HANGZHOU, vpc=network.vpc))
        network.ask("ModifyRouteEntry", RouteEntryId=entry, NewNextHopId="i-1", NewNextHopType="Instance")
        assert (network.entry(entry).hop_type, network.entry(entry).hop) == ("Instance", "i-1")
        network.ask("ModifyRouteEntry", RouteEntryId=entry, NewNextHopType="BlackHole")
        assert (network.entry(entry).hop_type, network.entry(entry).hop) == ("BlackHole", "")

    def test_to_a_wrong_next_hop(self, network: Network) -> None:
        entry = {"RouteEntryId": network.route(OSS)}
        network.refused("InvalidAttachment.NotFound", "ModifyRouteEntry", entry, NewNextHopId="tr-attach-9")
        wrong = entry | {"NewNextHopType": "VpnGateway", "NewNextHopId": "vpn-1"}
        assert "behind a VpnGateway" in network.refused("InvalidCidrBlock", "ModifyRouteEntry", wrong)
        network.refused("InvalidRouteEntry.NotFound", "ModifyRouteEntry", RouteEntryId="rte-none")


class TestOneAtATime:
    """Changes of routes in one VPC do not overlap (G31)."""

    @pytest.fixture
    def world(self) -> World:
        paces = {"task": Pace(seconds=2), "route entry": Pace(seconds=5), "*": Pace(seconds=0)}
        return World(paces=paces)

    def test_a_second_change_comes_too_early(self, network: Network, clock: Clock) -> None:
        entry = network.route(OSS)
        message = network.no_route("TaskConflict", "172.16.0.0/12")
        assert network.vpc in message
        network.no_route("TaskConflict", "172.16.0.0/12", RouteTableId=network.custom)
        clock.pass_by(2)
        network.route("172.16.0.0/12", table=network.custom)
        clock.pass_by(5)
        network.ask("DeleteRouteEntry", RouteEntryId=entry)
        network.no_route("TaskConflict", "172.17.0.0/16")
        clock.pass_by(2)
        network.route("172.17.0.0/16")

    def test_another_vpc_is_another_matter(self, network: Network, call: Callable[..., dict[str, Any]]) -> None:
        network.route(OSS)
        other = network.ask("CreateVpc", RegionId=SHANGHAI, CidrBlock="10.0.0.0/16")["RouteTableId"]
        network.route(OSS, table=other, NextHopType="BlackHole", NextHopId="")

    def test_a_refused_change_is_no_task(self, network: Network) -> None:
        network.no_route("InvalidCidrBlock", "100.64.0.0/10")
        network.route(OSS)

    def test_statuses_follow_one_another(self, network: Network, clock: Clock, cloud: Cloud) -> None:
        entry = {"RouteEntryId": network.route(OSS)}

        def status() -> str:
            return str(network.entries(DestinationCidrBlock=OSS)[0]["Status"])

        assert status() == "Pending"
        clock.pass_by(2)
        for action in ("DeleteRouteEntry", "ModifyRouteEntry"):
            assert "Pending" in network.refused("IncorrectRouteEntryStatus", action, entry)
        clock.pass_by(3)
        assert status() == "Available"
        network.ask("ModifyRouteEntry", entry, RouteEntryName="n")
        assert status() == "Available"
        network.ask("ModifyRouteEntry", entry, NewNextHopType="BlackHole")
        assert status() == "Modifying"
        network.no_route("TaskConflict", "172.17.0.0/16")
        clock.pass_by(5)
        add_attachment(cloud, network.vpc, "tr-attach-2")
        network.route("172.17.0.0/16")
        again = {"NewNextHopType": "Attachment", "NewNextHopId": HOP}
        network.refused("TaskConflict", "ModifyRouteEntry", entry, **again)
        clock.pass_by(2)
        network.ask("DeleteRouteEntry", entry)
        assert status() == "Deleting"
        clock.pass_by(2)
        assert "Deleting" in network.no_route("IncorrectRouteEntryStatus", OSS)
        clock.pass_by(3)
        assert network.entries(DestinationCidrBlock=OSS) == []
        network.route(OSS)

"""G25: paths there and back."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import BGP, EXPRESS_CONNECT, EXPRESS_ROUTER, TRANSIT_VPN, Data
from tests.infra.rules.world import World, without_routes
from tests.infra.samples import HANGZHOU_OSS, vswitch


def test_every_path_of_the_worked_example_works() -> None:
    assert World().findings("G25") == []


def test_a_missing_way_back_is_refused_for_each_leg() -> None:
    world = World()
    world.alter = without_routes("172.16.0.0/16", "vpc")
    found = world.findings("G25")
    assert [f.message.split(" path to the ")[1].split()[0] for f in found] == ["auth", "oss", "registry"]
    for finding in found:
        assert finding.severity is Severity.REFUSE
        assert "client shanghai has no working path" in finding.message
        assert "no way back: vpc table vtb-bp1main of vpc-bp1demo in cn-hangzhou has no route" in finding.message
        assert finding.where == world.place("clients", 0)
        assert "give vpc table vtb-bp1main of vpc-bp1demo in cn-hangzhou a route" in finding.remedy
        assert "acree trace 172.16.0.1" in finding.remedy


def test_many_failing_paths_are_one_finding_with_their_number() -> None:
    world = World()
    world.alter = without_routes("100.118.28.0/24", "transit-router")
    finding = world.only("G25")
    assert "oss leg" in finding.message
    assert "(4 of 16 paths fail)" in finding.message


@pytest.mark.parametrize("prefix", ["100.103.9.188/32", "10.0.0.0/16", HANGZHOU_OSS[0]])
def test_a_missing_way_there_is_refused(prefix: str) -> None:
    world = World()
    world.alter = without_routes(prefix, "vpc")
    assert "has no working path" in world.only("G25").message


def test_an_existing_route_that_takes_a_part_of_a_range_is_found() -> None:
    world = World()
    world.client_vpc["route-tables"][0]["routes"] = [
        {"destination": "100.118.28.64/26", "hop-type": "VpnGateway", "hop": "vpn-abc"}
    ]
    finding = world.only("G25")
    assert "100.118.28.64" in finding.message
    assert "VpnGateway vpn-abc" in finding.message


def test_a_subnet_whose_table_is_left_out_is_g26s() -> None:
    world = World()
    world.client_vpc["vswitches"].append(vswitch("vsw-uf6o", "cn-shanghai-m", "172.16.9.0/24", "vtb-uf6other"))
    world.client_vpc["route-tables"].append({"id": "vtb-uf6other", "type": "Custom", "routes": []})
    world.client["route-tables"] = ["vtb-uf6main"]
    assert world.findings("G25") == []
    assert len(world.findings("G26")) == 1


def test_a_public_cidr_gets_its_own_way_back() -> None:
    world = World()
    world.client_vpc["cidrs"].append("47.96.0.0/16")
    assert world.findings("G25") == []


def test_a_public_cidr_without_its_own_way_back_is_refused() -> None:
    world = World()
    world.client_vpc["cidrs"].append("47.96.0.0/16")
    world.stack["routes"] = [
        {"region": "cn-hangzhou", "destination": "47.96.0.0/16", "omit": True, "reason": "not needed, they say"}
    ]
    finding = world.only("G25")
    assert "CIDR 47.96.0.0/16 of client shanghai lies outside the private ranges" in finding.message
    assert "vtb-bp1main" in finding.message
    assert "`routes`" in finding.remedy


def test_a_waiting_plan_has_no_paths_yet() -> None:
    world = World()
    world.unlink()
    assert world.findings("G25") == []


INSIDE = [{**tunnel, "inside": f"169.254.{n}.0/30"} for n, tunnel in enumerate(TRANSIT_VPN["tunnels"], 10)]
TUNNELS_BY_BGP: Data = {**TRANSIT_VPN, **BGP, "tunnels": INSIDE}
LINE_BY_BGP: Data = {**EXPRESS_CONNECT, **BGP}


class TestRanks:
    """A transit router chooses by the AS path between what it learns, and by nothing between static routes."""

    @pytest.mark.parametrize(
        ("first", "later"),
        [
            (EXPRESS_CONNECT, {**EXPRESS_CONNECT, "name": "spare"}),
            (EXPRESS_CONNECT, LINE_BY_BGP | {"name": "spare"}),
            (LINE_BY_BGP, TRANSIT_VPN),
            (TRANSIT_VPN, LINE_BY_BGP),
        ],
    )
    def test_a_rank_that_nothing_tells_is_warned_of(self, first: Data, later: Data) -> None:
        world = World()
        world.add_site(first, {**later, "rank": 1})
        finding = world.only("G25")
        assert finding.severity is Severity.WARN
        assert "static routes carry no preference" in finding.message
        assert finding.where == world.place("sites", 0, "via", 1)

    @pytest.mark.parametrize(
        ("first", "later"),
        [
            (LINE_BY_BGP, TUNNELS_BY_BGP),
            (LINE_BY_BGP, LINE_BY_BGP | {"name": "spare"}),
            (LINE_BY_BGP, EXPRESS_CONNECT | {"name": "spare"}),
            ({**EXPRESS_ROUTER, **BGP}, TUNNELS_BY_BGP),
        ],
    )
    def test_bgp_tells_it_and_of_lines_alone_bgp_comes_first(self, first: Data, later: Data) -> None:
        world = World()
        world.add_site(first, {**later, "rank": 1})
        assert world.findings("G25") == []

    def test_equal_ranks_share_and_need_no_preference(self) -> None:
        world = World()
        world.add_site(EXPRESS_CONNECT, {**EXPRESS_CONNECT, "name": "second"})
        assert world.findings("G25") == []

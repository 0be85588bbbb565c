"""G17: destinations that their table cannot take."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acree_infra.routing.nouns import Hop, HopKind, Origin, Route, Table, TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import BGP, EXPRESS_CONNECT, EXPRESS_ROUTER, TRANSIT_VPN, VPN_GATEWAY
from tests.infra.rules.world import World
from tests.infra.samples import vswitch


def foreign(destination: str, hop: str, hop_type: str = "Attachment") -> dict[str, str]:
    return {"destination": destination, "hop-type": hop_type, "hop": hop}


def test_the_worked_example_passes() -> None:
    assert World().findings("G17") == []


def test_a_destination_may_contain_a_vswitch() -> None:
    world = World()
    world.client_vpc["vswitches"].append(vswitch("vsw-uf6o", "cn-shanghai-m", "10.0.5.0/24", "vtb-uf6main"))
    assert world.findings("G17") == []


def test_a_destination_inside_a_vswitch_is_refused() -> None:
    world = World()
    world.client_vpc["vswitches"].append(vswitch("vsw-uf6o", "cn-shanghai-m", "100.103.0.0/16", "vtb-uf6main"))
    finding = world.only("G17")
    assert finding.severity is Severity.REFUSE
    assert "destination 100.103.9.188/32 (auth leg) lies inside vSwitch vsw-uf6o 100.103.0.0/16" in finding.message
    assert "vpc-uf6demo in cn-shanghai: its tables vtb-uf6main refuse it" in finding.message
    assert finding.where == world.place("clients", 0)


def test_a_way_back_equal_to_a_vswitch_is_refused_though_the_plan_dropped_its_row() -> None:
    world = World()
    world.service_vpc["vswitches"].append(vswitch("vsw-bp1l", "cn-hangzhou-j", "172.16.0.0/16", "vtb-bp1main"))
    finding = world.only("G17")
    assert "destination 172.16.0.0/16 (way back to shanghai) equals vSwitch vsw-bp1l" in finding.message
    assert finding.where == world.place("network", "service-vpc")


def test_a_client_of_the_same_region_routes_no_service_prefix() -> None:
    world = World()
    world.stack["clients"] = []
    facts = world.add_client("tools", "cn-hangzhou", "172.20.0.0/16")
    facts["vswitches"].append(vswitch("vsw-x", "cn-hangzhou-j", "100.103.0.0/16", "vtb-tools"))
    assert world.findings("G17") == []


def test_the_same_destination_twice_is_refused_with_both_hops() -> None:
    world = World()
    table = Table(TableKind.VPC, "cn-shanghai", "vpc-uf6demo", "vtb-uf6main")

    def twice(plan: Plan) -> Plan:
        found = next(r for r in plan.routes if r.table == table and str(r.destination) == "10.0.0.0/16")
        other = Route(table, found.destination, Hop(HopKind.ATTACHMENT, "att-other"), (), Origin.CREATED, "by hand")
        return replace(plan, routes=(*plan.routes, other))

    world.alter = twice
    finding = world.only("G17")
    assert "would hold 10.0.0.0/16 twice: to attachment att-shanghai" in finding.message
    assert "to attachment att-other (by hand)" in finding.message


def test_an_existing_route_with_another_hop_is_a_conflict() -> None:
    world = World()
    world.client_vpc["route-tables"][0]["routes"] = [foreign("100.118.28.0/24", "vpn-abc", "VpnGateway")]
    finding = world.only("G17")
    assert finding.severity is Severity.REFUSE
    assert "vpc table vtb-uf6main of vpc-uf6demo in cn-shanghai already sends 100.118.28.0/24" in finding.message
    assert "foreign VpnGateway vpn-abc" in finding.message
    assert "needs it to attachment att-shanghai" in finding.message
    assert finding.where == world.place("clients", 0)
    assert "`region: cn-shanghai`, `destination: 100.118.28.0/24`, `omit: true`" in finding.remedy


def test_an_existing_route_with_the_same_hop_is_silent() -> None:
    world = World()
    router = world.add_router("tr-uf6demo", "cn-shanghai")
    router["attachments"] = [
        {
            "id": "tr-attach-uf6",
            "kind": "vpc",
            "resource": "vpc-uf6demo",
            "vswitches": ["vsw-uf6m", "vsw-uf6n"],
            "association": "vtb-uf6demo",
            "propagations": ["vtb-uf6demo"],
        }
    ]
    world.client_vpc["route-tables"][0]["routes"] = [foreign("100.118.28.0/24", "tr-attach-uf6")]
    assert world.findings("G17") == []


def test_a_static_row_that_hides_a_learned_one_is_a_conflict() -> None:
    world = World()
    router = world.add_router("tr-uf6demo", "cn-shanghai")
    router["tables"][0]["routes"] = [foreign("100.118.31.0/24", "", "BlackHole")]
    finding = world.only("G17")
    assert "transit-router table vtb-uf6demo of tr-uf6demo" in finding.message
    assert "would learn it to peer-attachment peer-cn-shanghai" in finding.message
    assert "omit" not in finding.remedy


class TestTwoWays:
    def test_a_vpn_gateway_beside_a_transit_router_needs_the_same_row(self) -> None:
        world = World()
        world.add_site(TRANSIT_VPN, {**VPN_GATEWAY, "rank": 1})
        finding = world.only("G17")
        assert "vtb-bp1main of vpc-bp1demo in cn-hangzhou takes one row to 192.168.0.0/16" in finding.message
        assert "way tokyo-transit-vpn needs it to attachment att-service" in finding.message
        assert "way tokyo-vpn-gateway to vpn-gateway vpn-tokyo-vpn-gateway" in finding.message
        assert finding.where == world.place("sites", 0, "via", 1)

    def test_two_ways_on_the_router_meet_there(self) -> None:
        world = World()
        world.add_site(TRANSIT_VPN, {**EXPRESS_CONNECT, "rank": 1})
        assert world.findings("G17") == []

    @pytest.mark.parametrize("first", [0, 1])
    def test_a_static_row_never_gives_way_to_what_an_express_connect_router_tells(self, first: int) -> None:
        world = World()
        world.add_site({**TRANSIT_VPN, "rank": first}, {**EXPRESS_ROUTER, "to": "vpc", "rank": 1 - first})
        finding = world.only("G17")
        assert "takes one row to 192.168.0.0/16" in finding.message
        assert finding.message.endswith("a static row stays when its way is down")
        assert finding.where == world.place("sites", 0, "via", 1 - first)

    @pytest.mark.parametrize("first", [0, 1])
    def test_a_router_keeps_its_static_row_to_an_express_connect_router(self, first: int) -> None:
        world = World()
        world.add_site({**EXPRESS_CONNECT, "rank": first}, {**EXPRESS_ROUTER, "rank": 1 - first})
        finding = world.only("G17")
        assert "transit-router table" in finding.message
        assert "routes: bgp" in finding.remedy

    def test_it_learns_one_that_speaks_bgp(self) -> None:
        world = World()
        world.add_site(EXPRESS_CONNECT, {**EXPRESS_ROUTER, **BGP, "rank": 1})
        assert world.findings("G17") == []

    def test_silent_connections_of_two_regions_need_static_rows(self) -> None:
        world = World()
        world.stack["options"] = {"auto-advertise": False}
        world.add_client("beijing", "cn-beijing", "172.20.0.0/16")
        ways = [{**EXPRESS_CONNECT, "region": region} for region in ("cn-shanghai", "cn-beijing")]
        world.add_site({**ways[0], "name": "one"}, {**ways[1], "name": "two", "rank": 1})
        finding = world.only("G17")
        assert "to peer-attachment peer-cn-shanghai and way tokyo-two to peer-attachment peer-cn-beijing" in (
            finding.message
        )
        assert "auto-advertise" in finding.remedy

    def test_a_sites_cidr_in_a_vswitch_is_refused(self) -> None:
        world = World()
        world.add_site({**VPN_GATEWAY, "vpc": "vpc-uf6demo"}, cidrs=["172.16.0.0/25"])
        assert any("way back to tokyo" in f.message and "vpc-uf6demo" in f.message for f in world.findings("G17"))

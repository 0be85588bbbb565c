"""What rules of clients say of sites and of peered clients."""

from __future__ import annotations

import pytest

from acree_infra.routing.network import Network
from acree_infra.routing.plan_model import Plan
from acree_infra.rules import g25_way_back
from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import BGP, EVERY, EXPRESS_CONNECT, SMART_GATEWAY, TRANSIT_VPN, VPN_GATEWAY, Data
from tests.infra.rules.world import World

ORDINARY = tuple(way for way in EVERY if way is not SMART_GATEWAY)


@pytest.mark.parametrize("way", ORDINARY)
def test_each_kind_of_way_is_stopped_by_nothing(way: Data) -> None:
    world = World()
    world.add_site(way)
    assert world.stops() == []


def test_a_site_alone_is_stopped_by_nothing() -> None:
    world = World()
    world.stack["clients"] = []
    world.add_site(TRANSIT_VPN)
    assert world.stops() == []


def test_before_the_link_it_waits() -> None:
    world = World()
    world.unlink()
    world.stack["registry"]["link"] = "vsw-bp1j"
    world.add_site(TRANSIT_VPN)
    assert world.stops() == []


class TestOverlaps:
    @pytest.mark.parametrize("key", ["cidrs", "pod-cidrs", "other-cidrs"])
    @pytest.mark.parametrize("prefix", ["10.0.0.0/24", "100.103.9.188/32", "100.118.28.0/25"])
    def test_services_are_compared_with_every_range_of_a_site(self, key: str, prefix: str) -> None:
        world = World()
        site = world.add_site(VPN_GATEWAY)
        site[key] = [prefix]
        finding = world.findings("G9")[0]
        assert finding.severity is Severity.REFUSE
        assert f" {prefix} of site tokyo overlaps" in finding.message
        assert finding.where == world.place("sites", 0, key)
        assert finding.remedy.endswith("or remove the site from this stack")

    def test_two_sites_and_a_client_are_told_apart(self) -> None:
        world = World()
        world.add_site(VPN_GATEWAY, cidrs=["172.16.9.0/24"])
        assert "CIDR 172.16.9.0/24 of site tokyo overlaps 172.16.0.0/16 of client shanghai" in world.only("G16").message
        world.stack["sites"][0]["cidrs"] = ["192.168.0.0/16"]
        world.add_site(VPN_GATEWAY, name="osaka", cidrs=["192.168.9.0/24"])
        assert "of site osaka overlaps 192.168.0.0/16 of site tokyo" in world.only("G16").message

    def test_pods_and_builds_of_a_site(self) -> None:
        world = World()
        world.add_site(VPN_GATEWAY, **{"pod-cidrs": ["100.80.0.0/16"], "other-cidrs": ["100.104.7.0/24"]})
        assert "pod CIDR 100.80.0.0/16 of site tokyo lies in" in world.only("G45").message
        assert "100.104.7.0/24 (other-cidrs) of site tokyo overlaps" in world.only("G47").message


class TestReachability:
    def test_a_row_that_is_missing_is_named_for_the_site(self) -> None:
        world = World()
        world.add_site(TRANSIT_VPN)
        world.stack["routes"] = [
            {"region": "cn-hangzhou", "destination": "192.168.0.0/16", "omit": True, "reason": "made by hand"}
        ]
        found = [finding for finding in world.findings("G25") if "site tokyo" in finding.message]
        assert len(found) == 3
        assert "(CIDR 192.168.0.0/16)" in found[0].message
        assert found[0].where == world.place("sites", 0)

    def test_a_standby_is_tried_alone(self) -> None:
        world = World()
        world.add_site(TRANSIT_VPN, {**EXPRESS_CONNECT, "rank": 1})
        world.stack["clients"] = []
        assert not [finding for finding in world.findings("G25") if finding.severity.stops]
        world.stack["routes"] = [
            {"region": "cn-hangzhou", "destination": "192.168.0.0/16", "omit": True, "reason": "made by hand"}
        ]
        messages = "".join(finding.message for finding in world.findings("G25"))
        assert "way tokyo-transit-vpn of site tokyo does not carry" in messages


class TestForwarding:
    def test_the_resolvers_may_be_routed_for_a_site_that_asks_them(self) -> None:
        world = World()
        world.add_site(TRANSIT_VPN, dns="forward")
        assert world.findings("G10") == []

    def test_never_in_a_vpc(self) -> None:
        world = World()
        world.add_site(TRANSIT_VPN, dns="forward")
        world.stack["legs"] = {"auth": {"addresses": ["100.100.2.136"]}}
        world.auth["addresses"][0]["address"] = "100.100.2.136"
        assert world.only("G10").severity is Severity.REFUSE


class TestQuotas:
    CIDRS = tuple(f"192.168.{n}.0/24" for n in range(60))

    def test_a_vbr_beyond_the_older_number_warns_beyond_the_newer_is_refused(self) -> None:
        world = World()
        world.add_site(EXPRESS_CONNECT, cidrs=list(self.CIDRS))
        finding = world.only("G32")
        assert finding.severity is Severity.WARN
        assert "holds 0 of 200 custom routes, +60 by this stack" in finding.message
        assert "an older one 48 (K5)" in finding.message
        world.stack["options"] = {"quotas": {"vbr-routes": 59}}
        assert "1 too many" in world.only("G32").message
        assert world.only("G32").severity is Severity.REFUSE

    def test_by_bgp_nothing_is_counted_there_but_the_session(self) -> None:
        world = World()
        world.add_site({**EXPRESS_CONNECT, **BGP}, cidrs=list(self.CIDRS))
        assert world.findings("G32") == []
        world.stack["options"] = {"quotas": {"bgp-routes": 50}}
        assert "the device tells the cloud 60 routes by BGP, 50 are taken per peer" in world.only("G32").message

    def test_a_vpn_gateway_beyond_twenty_warns(self) -> None:
        world = World()
        world.stack["options"] = {"quotas": {"vpc-routes": 1000}}
        world.add_site(VPN_GATEWAY, cidrs=list(self.CIDRS))
        finding = world.only("G32")
        assert finding.severity is Severity.WARN
        assert "would get 60 routes, 20 fit" in finding.message


class TestPeering:
    def world(self) -> World:
        world = World()
        world.stack["network"]["cen"] = "none"
        world.client["via"] = "vpc-peering"
        return world

    def test_it_is_stopped_by_nothing(self) -> None:
        assert self.world().stops() == []

    def test_its_charge_between_regions_is_told(self) -> None:
        assert "1 inter-region VPC peering (by traffic)" in self.world().only("G50").message

    def test_a_missing_way_back_is_named(self) -> None:
        world = self.world()
        world.stack["routes"] = [
            {"region": "cn-hangzhou", "destination": "172.16.0.0/16", "omit": True, "reason": "made by hand"}
        ]
        assert "client shanghai has no working path" in world.findings("G25")[0].message


def test_the_cost_of_sites_is_told() -> None:
    world = World()
    world.add_site(VPN_GATEWAY, {**EXPRESS_CONNECT, "rank": 1})
    message = world.only("G50").message
    assert "1 site attachment (by the hour)" in message
    assert "1 VPN gateway (by bandwidth)" in message
    assert "1 leased line (port and line)" in message


def test_standbys_of_many_sites_are_tried_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many networks as a site has ways, whatever the number of sites."""
    built = []

    def counted(plan: Plan, down: list[str]) -> Network:
        built.append(down)
        return Network(plan, down)

    monkeypatch.setattr(g25_way_back, "Network", counted)
    world = World()
    for number in range(20):
        ways = ({**EXPRESS_CONNECT, **BGP}, {**TRANSIT_VPN, "rank": 1})
        world.add_site(*ways, name=f"site{number}", cidrs=[f"192.168.{number}.0/24"])
    assert world.stops() == []
    assert [len(down) for down in built] == [20, 20]

"""G36: exact selectors fit into a connection."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import TRANSIT_VPN, VPN_GATEWAY, Data
from tests.infra.rules.world import World


@pytest.mark.parametrize("way", [VPN_GATEWAY, TRANSIT_VPN])
def test_six_local_ones_do_not_and_open_ones_are_proposed(way: Data) -> None:
    world = World()
    world.add_site({**way, "selectors": "exact"})
    finding = world.only("G36")
    assert finding.severity is Severity.WARN
    assert "needs 6 local CIDRs as exact selectors, 5 fit" in finding.message
    assert "0.0.0.0/0 on both sides" in finding.message
    assert finding.where == world.place("sites", 0, "via", 0, "selectors")


def test_remote_ones_count_too() -> None:
    world = World()
    world.add_site({**VPN_GATEWAY, "selectors": "exact"}, cidrs=[f"192.168.{n}.0/24" for n in range(6)])
    assert ["6 local" in f.message or "6 remote" in f.message for f in world.findings("G36")] == [True, True]


def test_a_higher_limit_or_open_selectors_lift_it() -> None:
    world = World()
    site = world.add_site({**VPN_GATEWAY, "selectors": "exact"})
    world.stack["options"] = {"quotas": {"vpn-selectors": 6}}
    assert world.findings("G36") == []
    world.stack["options"] = {}
    site["via"][0]["selectors"] = "any"
    assert world.findings("G36") == []


def test_few_ranges_fit() -> None:
    world = World()
    world.move("cn-chengdu", "100.115.155.0/24", "100.99.110.0/24")
    world.add_site({**VPN_GATEWAY, "selectors": "exact"})
    assert world.findings("G36") == []

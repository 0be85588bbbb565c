"""G14: a site's CIDRs lie outside 100.64.0.0/10."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import EVERY, VPN_GATEWAY, Data
from tests.infra.rules.world import World


@pytest.mark.parametrize("cidr", ["100.64.0.0/10", "100.70.0.0/16", "100.0.0.0/8", "100.64.0.0/11"])
def test_equal_inside_and_around_are_refused(cidr: str) -> None:
    world = World()
    world.add_site(VPN_GATEWAY, cidrs=["192.168.0.0/16", cidr])
    finding = world.only("G14")
    assert finding.severity is Severity.REFUSE
    assert f"CIDR {cidr} of site tokyo overlaps 100.64.0.0/10" in finding.message
    assert finding.where == world.place("sites", 0, "cidrs", 1)


def test_everything_is_refused() -> None:
    world = World()
    world.add_site(VPN_GATEWAY, cidrs=["0.0.0.0/0"])
    assert "CIDR 0.0.0.0/0 of site tokyo is everything" in world.only("G14").message


@pytest.mark.parametrize("way", EVERY)
def test_ordinary_ranges_are_fine_on_every_way(way: Data) -> None:
    world = World()
    world.add_site(way, cidrs=["192.168.0.0/16", "100.128.0.0/16", "100.63.0.0/16"])
    assert world.findings("G14") == []

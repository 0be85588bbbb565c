"""G48: wide routes on devices."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import VPN_GATEWAY
from tests.infra.rules.world import World


@pytest.mark.parametrize(
    ("route", "words"),
    [
        ("100.0.0.0/8", "is wider than 100.64.0.0/10: it takes public addresses along"),
        ("100.64.0.0/10", "is wider than needed"),
        ("100.118.0.0/16", "is wider than needed"),
    ],
)
def test_a_wide_route_warns_and_the_exact_ones_are_proposed(route: str, words: str) -> None:
    world = World()
    world.add_site(VPN_GATEWAY, **{"device-routes": [route]})
    finding = world.only("G48")
    assert finding.severity is Severity.WARN
    assert f"the device of site tokyo sends {route} to the cloud, which {words}" in finding.message
    assert "100.103.9.188/32" in finding.remedy
    assert finding.where == world.place("sites", 0, "device-routes", 0)


@pytest.mark.parametrize("route", ["100.118.28.0/24", "100.103.9.188/32", "10.0.0.0/8", "100.70.0.0/16"])
def test_exact_ones_and_others_are_fine(route: str) -> None:
    world = World()
    world.add_site(VPN_GATEWAY, **{"device-routes": [route]})
    assert world.findings("G48") == []

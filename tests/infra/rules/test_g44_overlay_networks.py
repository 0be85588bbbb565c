"""G44: overlay networks drop answers from 100.64.0.0/10."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import VPN_GATEWAY
from tests.infra.rules.world import World


def test_it_is_said_once_for_all_sites() -> None:
    world = World()
    world.add_site(VPN_GATEWAY)
    world.add_site(VPN_GATEWAY, name="osaka", cidrs=["10.9.0.0/24"])
    finding = world.only("G44")
    assert finding.severity is Severity.WARN
    assert "hosts of osaka, tokyo that run Tailscale drop answers from 100.64.0.0/10" in finding.message


def test_a_reason_silences_it() -> None:
    world = World()
    world.add_site(VPN_GATEWAY)
    world.stack["rules"] = {"G44": {"severity": "off", "reason": "nobody runs it there"}}
    assert world.only("G44").severity is Severity.INFO


def test_stacks_without_sites_hear_nothing() -> None:
    assert World().findings("G44") == []

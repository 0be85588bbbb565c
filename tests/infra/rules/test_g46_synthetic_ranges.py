"""G46: other users of 100.64.0.0/10."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import VPN_GATEWAY
from tests.infra.rules.world import World


def test_a_range_there_warns_for_sites_and_clients() -> None:
    world = World()
    world.add_site(VPN_GATEWAY, **{"other-cidrs": ["100.80.0.0/16"]})
    world.client["other-cidrs"] = ["100.81.0.0/16", "198.18.0.0/15"]
    first, second = sorted(world.findings("G46"), key=lambda finding: finding.message)
    assert first.severity is second.severity is Severity.WARN
    assert first.message.startswith("100.80.0.0/16 of site tokyo lies in 100.64.0.0/10")
    assert second.message.startswith("100.81.0.0/16 of client shanghai lies in")
    assert first.where == world.place("sites", 0, "other-cidrs")


def test_a_site_that_says_nothing_is_asked() -> None:
    world = World()
    site = world.add_site(VPN_GATEWAY)
    del site["other-cidrs"]
    finding = world.only("G46")
    assert finding.severity is Severity.INFO
    assert "no other-cidrs declared for tokyo" in finding.message


def test_an_empty_list_is_an_answer() -> None:
    world = World()
    world.add_site(VPN_GATEWAY)
    assert world.findings("G46") == []

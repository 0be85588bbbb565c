"""G38: TCP 443 is open to every prefix."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import TRANSIT_VPN, VPN_GATEWAY
from tests.infra.rules.world import World


def test_it_is_said_once_with_the_number_of_prefixes() -> None:
    world = World()
    world.add_site(VPN_GATEWAY)
    world.add_site(TRANSIT_VPN, name="osaka", cidrs=["10.9.0.0/24"])
    finding = world.only("G38")
    assert finding.severity is Severity.WARN
    assert (
        "firewalls of osaka, tokyo must let TCP 443 out to 1 prefix (registry), 1 prefix (auth), 4 prefixes (oss)"
        in (finding.message)
    )
    assert "acree onprem" in finding.remedy


def test_stacks_without_sites_hear_nothing() -> None:
    assert World().findings("G38") == []


def test_nor_does_a_plan_that_waits() -> None:
    world = World()
    world.add_site(VPN_GATEWAY)
    world.unlink()
    assert world.findings("G38") == []

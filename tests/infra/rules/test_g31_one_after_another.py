"""G31: routes of one gateway are made one after another."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import BGP, EXPRESS_CONNECT, VPN_GATEWAY
from tests.infra.rules.world import World

CIDRS = ["192.168.0.0/24", "192.168.1.0/24", "192.168.2.0/24"]


def test_it_tells_how_many() -> None:
    world = World()
    world.add_site(VPN_GATEWAY, cidrs=CIDRS)
    finding = world.only("G31")
    assert finding.severity is Severity.INFO
    assert "3 of vpn-gateway vpn-tokyo-vpn-gateway" in finding.message
    assert "TaskConflict" in finding.message


def test_one_or_learned_ones_are_not_worth_a_word() -> None:
    world = World()
    world.add_site(VPN_GATEWAY)
    world.add_site({**EXPRESS_CONNECT, **BGP}, name="osaka", cidrs=["10.9.0.0/24", "10.9.1.0/24"])
    assert world.findings("G31") == []

"""G15: a customer gateway's address lies outside 100.64.0.0/10."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import EXPRESS_CONNECT, TRANSIT_VPN, VPN_GATEWAY, Data
from tests.infra.rules.world import World


@pytest.mark.parametrize("way", [VPN_GATEWAY, TRANSIT_VPN])
@pytest.mark.parametrize("address", ["100.64.0.1", "100.127.255.255"])
def test_inside_it_is_refused_at_its_tunnel(way: Data, address: str) -> None:
    world = World()
    world.add_site({**way, "tunnels": [{"device": "203.0.113.1"}, {"device": address}]})
    finding = world.only("G15")
    assert finding.severity is Severity.REFUSE
    assert f"tunnel 2 of way tokyo-{way['kind']} ends at {address}" in finding.message
    assert finding.where == world.place("sites", 0, "via", 0, "tunnels", 1, "device")


@pytest.mark.parametrize("address", ["100.63.255.255", "100.128.0.0"])
def test_beside_it_is_fine(address: str) -> None:
    world = World()
    world.add_site({**VPN_GATEWAY, "tunnels": [{"device": address}]})
    assert world.findings("G15") == []


def test_a_line_has_no_such_address() -> None:
    world = World()
    world.add_site(EXPRESS_CONNECT)
    assert world.findings("G15") == []

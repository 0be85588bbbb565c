"""G35: the first IPsec connection on a router stops traffic between data centers."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import EXPRESS_CONNECT, TRANSIT_VPN, VPN_GATEWAY
from tests.infra.rules.world import World


def test_it_warns_with_what_stands_beside_it() -> None:
    world = World()
    world.stack["network"]["cen"] = "cen-1"
    router = world.add_router("tr-hz", "cn-hangzhou")
    router["attachments"] = [{"id": "tr-attach-vbr", "kind": "vbr", "resource": "vbr-9"}]
    world.add_site(TRANSIT_VPN)
    finding = world.only("G35")
    assert finding.severity is Severity.WARN
    assert "tokyo-transit-vpn brings the first IPsec connection to the transit router of cn-hangzhou" in finding.message
    assert "priority 5000" in finding.message
    assert "beside it there are tr-attach-vbr" in finding.message
    assert finding.where == world.place("sites", 0, "via", 0)


def test_a_later_one_changes_nothing() -> None:
    world = World()
    world.stack["network"]["cen"] = "cen-1"
    router = world.add_router("tr-hz", "cn-hangzhou")
    router["attachments"] = [{"id": "tr-attach-vpn", "kind": "vpn", "resource": "vco-9"}]
    world.add_site(TRANSIT_VPN)
    assert world.findings("G35") == []


def test_other_ways_bring_no_policy() -> None:
    world = World()
    world.add_site(VPN_GATEWAY, {**EXPRESS_CONNECT, "rank": 1})
    assert world.findings("G35") == []

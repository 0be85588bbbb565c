"""G4: a Smart Access Gateway is asked about."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import ENTRIES, SMART_GATEWAY, VPN_GATEWAY
from tests.infra.rules.world import World


def world() -> World:
    made = World()
    made.add_site(SMART_GATEWAY)
    return made


def test_it_asks_and_says_what_is_not_known() -> None:
    made = world()
    finding = made.only("G4")
    assert finding.severity is Severity.ASK
    assert "AnyTunnel entries for 5 prefixes with access region ccn-cn-shanghai on tr-basic" in finding.message
    assert "(K11)" in finding.message
    assert "(N13)" in finding.message
    assert "this stack makes none of them" in finding.message
    assert finding.where == made.place("sites", 0, "via", 0)
    assert made.stops() == ["G4"]


def test_entries_of_the_stack_are_asked_about_too() -> None:
    made = World()
    made.add_site(ENTRIES)
    finding = made.only("G4")
    assert finding.severity is Severity.ASK
    assert finding.message.count("(K11)") == finding.message.count("(N13)") == 1
    assert finding.message.endswith("this stack makes them")
    assert "by hand" in finding.remedy
    assert made.stops() == ["G4"]


def test_a_reason_lifts_it() -> None:
    made = world()
    made.stack["rules"] = {"G4": {"severity": "warn", "reason": "entries made, a pull works"}}
    assert made.only("G4").severity is Severity.WARN
    assert made.stops() == []


def test_an_enterprise_router_takes_no_ccn() -> None:
    made = world()
    made.add_router("tr-basic", "cn-hangzhou")
    first, second = made.findings("G4")
    assert "tr-basic, which is Enterprise Edition" in first.message + second.message


def test_other_ways_are_not_asked_about() -> None:
    made = World()
    made.add_site(VPN_GATEWAY)
    assert made.findings("G4") == []

"""G5: editions that could not be read."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def test_known_and_new_routers_pass() -> None:
    world = World()
    world.add_router("tr-bp1demo", "cn-hangzhou")
    assert world.findings("G5") == []


def test_unread_edition_is_asked() -> None:
    world = World()
    world.add_router("tr-bp1demo", "cn-hangzhou", edition=None)
    finding = world.only("G5")
    assert finding.severity is Severity.ASK
    assert "edition of transit router tr-bp1demo in cn-hangzhou could not be read" in finding.message
    assert "acree resolve --stack dev" in finding.remedy
    assert "rules.G5" in finding.remedy


def test_declared_router_that_the_lock_does_not_hold_is_asked() -> None:
    world = World()
    world.stack["network"]["transit-routers"] = {"cn-shanghai": "tr-unseen"}
    finding = world.only("G5")
    assert "tr-unseen in cn-shanghai" in finding.message
    assert finding.where == world.place("network", "transit-routers", "cn-shanghai")


def test_confirmed_by_an_override_it_no_longer_stops() -> None:
    world = World()
    world.add_router("tr-bp1demo", "cn-hangzhou", edition=None)
    world.stack["rules"] = {"G5": {"severity": "info", "reason": "Enterprise, seen in the console"}}
    finding = world.only("G5")
    assert finding.severity is Severity.INFO
    assert finding.reason == "Enterprise, seen in the console"
    assert world.stops() == []

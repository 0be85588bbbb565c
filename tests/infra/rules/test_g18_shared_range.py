"""G18: ranges that two regions publish."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World

SHARED = "100.115.157.0/27"


def test_ranges_of_one_region_pass() -> None:
    assert World().findings("G18") == []


def test_one_of_the_two_regions_warns() -> None:
    world = World()
    world.move("cn-zhongwei", SHARED)
    finding = world.only("G18")
    assert finding.severity is Severity.WARN
    assert f"OSS range {SHARED} of cn-zhongwei overlaps {SHARED}, which ap-southeast-8 publishes" in finding.message
    assert finding.where == world.place("registry", "region")


def test_the_warning_can_be_lowered() -> None:
    world = World()
    world.move("ap-southeast-8", SHARED)
    world.stack["rules"] = {"G18": {"severity": "info", "reason": "nothing of ours is in cn-zhongwei"}}
    assert world.only("G18").severity is Severity.INFO


def test_a_client_in_the_other_region_is_refused_and_cannot_be_lowered() -> None:
    world = World()
    world.move("cn-zhongwei", SHARED)
    world.add_client("johor", "ap-southeast-8", "172.20.0.0/16")
    world.stack["rules"] = {"G18": {"severity": "info", "reason": "this must not help"}}
    finding = world.only("G18")
    assert finding.severity is Severity.REFUSE
    assert finding.reason == ""
    assert "johor in ap-southeast-8 would lose the object storage of the own region" in finding.message
    assert finding.where == world.place("clients", 1, "region")
    assert "legs.oss.ranges" in finding.remedy


def test_a_declared_range_of_the_clients_own_region_is_refused() -> None:
    world = World()
    world.declare_ranges("100.98.35.0/24")
    finding = world.only("G18")
    assert finding.severity is Severity.REFUSE
    assert "which cn-shanghai publishes too" in finding.message

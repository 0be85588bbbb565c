"""G20: closed regions."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def test_a_region_of_today_passes() -> None:
    assert World().findings("G20") == []


def test_a_closed_region_is_refused_with_its_ranges() -> None:
    world = World()
    world.move("ap-south-1")
    finding = world.only("G20")
    assert finding.severity is Severity.REFUSE
    assert "OSS ranges known for ap-south-1" in finding.message
    assert "100.118.211.0/24" in finding.message
    assert "closed" in finding.message
    assert finding.where == world.place("registry", "region")
    assert "legs.oss.ranges" in finding.remedy


def test_declared_ranges_lift_it() -> None:
    world = World()
    world.move("ap-south-1")
    world.declare_ranges("100.118.211.0/24")
    assert world.findings("G20") == []


def test_a_region_without_any_range_is_left_to_g7() -> None:
    world = World()
    world.move("me-central-1")
    assert world.findings("G20") == []

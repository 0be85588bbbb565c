"""G7: regions without published ranges."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def test_a_region_with_ranges_passes() -> None:
    assert World().findings("G7") == []


@pytest.mark.parametrize("region", ["ap-southeast-2", "me-central-1", "cn-north-2-gov-1"])
def test_a_region_without_ranges_is_refused(region: str) -> None:
    world = World()
    world.move(region)
    finding = world.only("G7")
    assert finding.severity is Severity.REFUSE
    assert f"no OSS range is published for {region}" in finding.message
    assert finding.where == world.place("registry", "region")
    assert "legs.oss.ranges" in finding.remedy


def test_declared_ranges_lift_it() -> None:
    world = World()
    world.move("me-central-1")
    world.declare_ranges("100.99.1.0/24")
    assert world.findings("G7") == []


def test_a_closed_region_is_left_to_g20() -> None:
    world = World()
    world.move("ap-south-1")
    assert world.findings("G7") == []

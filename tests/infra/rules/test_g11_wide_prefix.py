"""G11: wide prefixes in the service space."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


@pytest.mark.parametrize("prefix", ["100.118.0.0/16", "100.118.28.0/24", "100.118.28.1/32"])
def test_a_sixteenth_and_longer_pass(prefix: str) -> None:
    world = World()
    world.declare_ranges(prefix)
    assert world.findings("G11") == []


@pytest.mark.parametrize("prefix", ["100.118.0.0/15", "100.96.0.0/11", "100.64.0.0/10", "100.0.0.0/8", "0.0.0.0/0"])
def test_wider_ones_are_refused(prefix: str) -> None:
    world = World()
    world.declare_ranges(prefix)
    finding = world.only("G11")
    assert finding.severity is Severity.REFUSE
    assert f"{prefix} of the oss leg is wider than /16" in finding.message
    assert "100.64.0.0/10" in finding.message
    assert "InvalidCidrBlock" in finding.message
    assert finding.where == world.place("legs", "oss")
    assert "/16 or longer" in finding.remedy


def test_wide_ranges_elsewhere_pass() -> None:
    world = World()
    world.client_vpc["cidrs"] = ["172.16.0.0/12"]
    assert world.findings("G11") == []


def test_a_wide_way_back_is_refused() -> None:
    world = World()
    world.client_vpc["cidrs"].append("100.72.0.0/13")
    finding = world.only("G11")
    assert "100.72.0.0/13, a route of" in finding.message
    assert finding.where == world.place("clients", 0)

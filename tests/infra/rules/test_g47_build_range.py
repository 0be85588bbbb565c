"""G47: the range of builds in a VPC."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def test_other_ranges_pass() -> None:
    world = World()
    world.client["other-cidrs"] = ["100.105.0.0/16", "100.103.0.0/18"]
    assert world.findings("G47") == []


@pytest.mark.parametrize("key", ["pod-cidrs", "other-cidrs"])
@pytest.mark.parametrize("cidr", ["100.104.0.0/16", "100.104.7.0/24", "100.104.0.0/13"])
def test_an_overlap_warns_with_both_ranges(key: str, cidr: str) -> None:
    world = World()
    world.client[key] = [cidr]
    finding = world.only("G47")
    assert finding.severity is Severity.WARN
    assert f"{cidr} ({key}) of client shanghai overlaps 100.104.0.0/16" in finding.message
    assert finding.where == world.place("clients", 0, key)
    assert "rules.G47" in finding.remedy


def test_a_vpc_cidr_counts() -> None:
    world = World()
    world.client_vpc["cidrs"].append("100.104.8.0/21")
    assert "100.104.8.0/21 (cidrs)" in world.only("G47").message

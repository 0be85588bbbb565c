"""G51: several regions."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def test_one_other_region_passes() -> None:
    world = World()
    world.add_client("second", "cn-shanghai", "172.20.0.0/16")
    world.add_client("home", "cn-hangzhou", "172.21.0.0/16")
    assert world.findings("G51") == []


def test_two_other_regions_warn_with_replication() -> None:
    world = World()
    world.add_client("beijing", "cn-beijing", "172.20.0.0/16")
    finding = world.only("G51")
    assert finding.severity is Severity.WARN
    assert "clients in 2 regions (cn-beijing, cn-shanghai)" in finding.message
    assert "cn-hangzhou" in finding.message
    assert "replication" in finding.remedy
    assert finding.where == world.place("clients")


def test_switched_off_with_a_reason() -> None:
    world = World()
    world.add_client("beijing", "cn-beijing", "172.20.0.0/16")
    world.stack["rules"] = {"G51": {"severity": "off", "reason": "replication is planned"}}
    finding = world.only("G51")
    assert finding.severity is Severity.INFO
    assert finding.reason == "replication is planned"

"""G12: the contradiction about 100.x routes in VPC tables."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def test_said_once_with_the_number_of_routes() -> None:
    world = World()
    world.add_client("beijing", "cn-beijing", "172.20.0.0/16")
    finding = world.only("G12")
    assert finding.severity is Severity.WARN
    assert finding.message.startswith("10 routes into 100.64.0.0/10")
    assert "InvalidCidrBlock" in finding.message
    assert finding.where == world.place("clients")


def test_not_said_where_nothing_is_routed() -> None:
    world = World()
    world.stack["clients"] = []
    world.add_client("tools", "cn-hangzhou", "172.20.0.0/16")
    assert world.findings("G12") == []


def test_not_said_while_waiting() -> None:
    world = World()
    world.unlink()
    assert world.findings("G12") == []


def test_can_be_silenced_with_a_reason() -> None:
    world = World()
    world.stack["rules"] = {"G12": {"severity": "info", "reason": "deployed like this since March"}}
    finding = world.only("G12")
    assert (finding.severity, finding.reason) == (Severity.INFO, "deployed like this since March")

"""G8: the bucket's answer against the ranges."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def test_an_answer_inside_passes() -> None:
    assert World().findings("G8") == []


def test_no_answer_passes() -> None:
    world = World()
    world.oss["checked-addresses"] = []
    assert world.findings("G8") == []


def test_an_answer_outside_is_asked() -> None:
    world = World()
    world.oss["checked-addresses"] = ["100.118.28.44", "47.110.1.2"]
    finding = world.only("G8")
    assert finding.severity is Severity.ASK
    assert "cri-demo1234-registry.oss-cn-hangzhou-internal.aliyuncs.com was answered with 47.110.1.2" in finding.message
    assert "100.100.2.136" in finding.message
    assert "100.118.28.0/24" in finding.message
    assert "100.118.28.44" not in finding.message
    assert "options.resolvers" in finding.remedy


def test_confirmed_with_a_reason() -> None:
    world = World()
    world.oss["checked-addresses"] = ["47.110.1.2"]
    world.stack["rules"] = {"G8": {"severity": "warn", "reason": "resolved outside the cloud"}}
    assert world.only("G8").severity is Severity.WARN
    assert world.stops() == []

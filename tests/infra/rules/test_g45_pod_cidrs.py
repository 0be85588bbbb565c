"""G45: pod ranges."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def test_declared_pods_elsewhere_pass() -> None:
    assert World().findings("G45") == []


def test_pods_in_the_service_space_warn() -> None:
    world = World()
    world.client["pod-cidrs"] = ["10.244.0.0/16", "100.80.0.0/12"]
    finding = world.only("G45")
    assert finding.severity is Severity.WARN
    assert "pod CIDR 100.80.0.0/12 of client shanghai lies in 100.64.0.0/10" in finding.message
    assert finding.where == world.place("clients", 0, "pod-cidrs")
    assert "outside 100.64.0.0/10" in finding.remedy


def test_a_range_around_the_service_space_warns_too() -> None:
    world = World()
    world.client["pod-cidrs"] = ["100.0.0.0/8"]
    assert world.only("G45").severity is Severity.WARN


def test_undeclared_pods_are_asked_for_once() -> None:
    world = World()
    del world.client["pod-cidrs"]
    for number in range(8):
        world.add_client(f"c{number}", "cn-beijing", f"172.{20 + number}.0.0/16")
    finding = world.only("G45")
    assert finding.severity is Severity.INFO
    assert "and 5 more" in finding.message
    assert "G9" in finding.message
    assert finding.where == world.place("clients")


def test_an_empty_list_says_that_there_are_none() -> None:
    world = World()
    world.client["pod-cidrs"] = []
    assert world.findings("G45") == []

"""G24: addresses that vanished."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World
from tests.infra.samples import SEEN


def test_all_answered_passes() -> None:
    assert World().findings("G24") == []


def test_a_vanished_address_warns_with_what_is_answered_now() -> None:
    world = World()
    world.auth["addresses"].append({"address": "100.103.7.181", **SEEN, "missing-since": "2026-11-20T08:00:00Z"})
    finding = world.only("G24")
    assert finding.severity is Severity.WARN
    assert "no longer answers 100.103.7.181 (since 2026-11-20), but 100.103.9.188" in finding.message
    assert "7 days" in finding.message
    assert finding.remedy.startswith("add new before removing old")


def test_its_routes_are_still_planned() -> None:
    world = World()
    world.auth["addresses"].append({"address": "100.103.7.181", **SEEN, "missing-since": "2026-11-20T08:00:00Z"})
    destinations = {str(route.destination) for route in world.context().created}
    assert "100.103.7.181/32" in destinations


def test_the_grace_time_of_the_stack_is_told() -> None:
    world = World()
    world.stack["options"] = {"grace-days": 30}
    world.auth["addresses"][0]["missing-since"] = "2026-11-20T08:00:00Z"
    message = world.only("G24").message
    assert "but nothing" in message
    assert "30 days" in message


def test_nothing_to_say_before_the_host_is_known() -> None:
    world = World()
    world.unlink()
    assert world.findings("G24") == []

"""G23: every A record, each as /32."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network

from acree_infra.routing.nouns import LegId
from acree_infra.routing.plan_model import Plan
from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World, without_routes
from tests.infra.samples import SEEN


def test_all_addresses_routed_passes() -> None:
    world = World()
    world.auth["addresses"].append({"address": "100.103.7.181", **SEEN})
    assert world.findings("G23") == []


def test_an_address_left_out_by_an_override_is_refused() -> None:
    world = World()
    world.auth["addresses"].append({"address": "100.103.7.181", **SEEN})
    world.stack["routes"] = [
        {"region": region, "destination": "100.103.7.181/32", "omit": True, "reason": "thought unused"}
        for region in ("cn-hangzhou", "cn-shanghai")
    ]
    finding = world.only("G23")
    assert finding.severity is Severity.REFUSE
    assert "1 of 2 known A records of dockerauth-vpc.cn-hangzhou.aliyuncs.com" in finding.message
    assert "100.103.7.181" in finding.message
    assert finding.where == world.place("routes")
    assert "`routes`" in finding.remedy


def test_a_plan_without_the_row_is_refused() -> None:
    world = World()
    world.alter = without_routes("100.103.9.188/32")
    finding = world.only("G23")
    assert "without a /32 route in any table: 100.103.9.188" in finding.message
    assert finding.where == world.place("registry")


def test_a_wider_prefix_is_refused() -> None:
    world = World()

    def widen(plan: Plan) -> Plan:
        targets = tuple(
            replace(t, prefixes=(IPv4Network("100.103.9.0/24"),)) if t.leg is LegId.AUTH else t for t in plan.targets
        )
        return replace(plan, targets=targets)

    world.alter = widen
    assert "auth prefixes 100.103.9.0/24" in world.only("G23").message


def test_a_host_without_addresses_is_refused() -> None:
    world = World()
    world.auth["addresses"] = []
    finding = world.only("G23")
    assert "dockerauth-vpc.cn-hangzhou.aliyuncs.com has no A record" in finding.message
    assert "legs.auth.addresses" in finding.remedy


def test_a_client_of_the_same_region_needs_no_rows() -> None:
    world = World()
    world.stack["clients"] = []
    world.add_client("tools", "cn-hangzhou", "172.20.0.0/16")
    assert world.findings("G23") == []


def test_nothing_to_say_before_the_host_is_known() -> None:
    world = World()
    world.unlink()
    assert world.findings("G23") == []

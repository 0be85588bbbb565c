"""G1: Basic Edition transit routers."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def test_enterprise_routers_pass() -> None:
    world = World()
    world.add_router("tr-bp1demo", "cn-hangzhou")
    world.add_router("tr-uf6demo", "cn-shanghai")
    assert world.findings("G1") == []


@pytest.mark.parametrize(("router", "region"), [("tr-bp1demo", "cn-hangzhou"), ("tr-uf6demo", "cn-shanghai")])
def test_either_end_is_refused_with_router_region_and_upgrade_page(router: str, region: str) -> None:
    world = World()
    world.add_router(router, region, edition="Basic")
    world.stack["network"]["transit-routers"] = {region: router}
    finding = world.only("G1")
    assert finding.severity is Severity.REFUSE
    assert f"transit router {router} in {region} is Basic Edition" in finding.message
    assert "shanghai must reach the registry in cn-hangzhou" in finding.message
    assert finding.where == world.place("network", "transit-routers", region)
    assert "upgrade" in finding.remedy
    assert "regions-supported-by-the-forwarding-router" in finding.remedy


def test_message_names_the_client_behind_the_router() -> None:
    world = World()
    world.add_client("beijing", "cn-beijing", "172.20.0.0/16")
    world.add_router("tr-2zedemo", "cn-beijing", edition="Basic")
    assert "beijing must reach" in world.only("G1").message


def test_refused_while_the_plan_waits_for_the_link() -> None:
    world = World()
    world.unlink()
    world.stack["registry"]["link"] = "vsw-bp1j"
    world.add_router("tr-uf6demo", "cn-shanghai", edition="Basic")
    assert world.only("G1").severity is Severity.REFUSE


def test_a_basic_router_that_the_stack_replaces_is_nothing_to_it() -> None:
    world = World()
    world.unlink()
    world.add_router("tr-uf6demo", "cn-shanghai", edition="Basic")
    world.stack["network"]["transit-routers"] = {"cn-shanghai": "create"}
    assert world.findings("G1") == []


def test_inside_one_region_it_is_a_warning() -> None:
    world = World()
    world.stack["clients"] = []
    world.add_client("tools", "cn-hangzhou", "172.20.0.0/16")
    world.add_router("tr-bp1demo", "cn-hangzhou", edition="Basic")
    finding = world.only("G1")
    assert finding.severity is Severity.WARN
    assert "enough inside one region" in finding.message

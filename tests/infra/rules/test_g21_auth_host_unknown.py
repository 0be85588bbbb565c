"""G21: auth hosts outside the known families."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World

STRANGE = "login.example.com"


@pytest.mark.parametrize(
    "host",
    [
        "dockerauth-vpc.cn-hangzhou.aliyuncs.com",
        "dockerauth-ee-vpc.cn-hangzhou.aliyuncs.com",
        "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com",
    ],
)
def test_known_hosts_pass(host: str) -> None:
    world = World()
    world.auth["host"] = host
    assert world.findings("G21") == []


def test_a_custom_domain_of_the_registry_passes() -> None:
    world = World()
    world.auth["host"] = "images.example.com"
    world.stack["registry"]["domains"] = ["images.example.com"]
    assert world.findings("G21") == []


def test_a_strange_host_is_asked() -> None:
    world = World()
    world.auth.update({"host": STRANGE, "realm": f"https://{STRANGE}/auth"})
    finding = world.only("G21")
    assert finding.severity is Severity.ASK
    assert f"names auth host {STRANGE}" in finding.message
    assert "dockerauth*.cn-hangzhou.aliyuncs.com" in finding.message
    assert "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com" in finding.message
    assert finding.remedy == f"if it is right, declare `legs.auth.host: {STRANGE}`"


def test_declaring_that_very_host_confirms_it() -> None:
    world = World()
    world.auth["host"] = STRANGE
    world.stack["legs"] = {"auth": {"host": STRANGE}}
    assert world.findings("G21") == []


def test_declaring_another_host_does_not() -> None:
    world = World()
    world.auth["host"] = STRANGE
    world.stack["legs"] = {"auth": {"host": "other.example.com"}}
    assert world.only("G21").where == world.place("legs", "auth")


def test_a_known_family_of_another_region_is_left_to_g22() -> None:
    world = World()
    world.auth["host"] = "dockerauth-vpc.cn-beijing.aliyuncs.com"
    assert world.findings("G21") == []
    assert len(world.findings("G22")) == 1


def test_nothing_to_say_before_the_host_is_known() -> None:
    world = World()
    world.unlink()
    assert world.findings("G21") == []

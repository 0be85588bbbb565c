"""G41: private zones in the way."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World

HOST = "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"


def with_zone(name: str, *vpcs: str) -> World:
    world = World()
    world.lock["networks"]["private-zones"] = [{"id": "zone-77", "name": name, "vpcs": list(vpcs)}]
    return world


def test_no_zone_passes() -> None:
    assert World().findings("G41") == []


def test_an_issue_of_the_link_is_refused_with_the_zone_id() -> None:
    world = World()
    world.registry["linked-vpcs"][0]["issue"] = "PRIVATE_ZONE_CONFLICT_AT_8a1b2c"
    finding = world.only("G41")
    assert finding.severity is Severity.REFUSE
    assert "link in vpc-bp1demo reports PRIVATE_ZONE_CONFLICT_AT_8a1b2c" in finding.message
    assert "private zone 8a1b2c" in finding.message
    assert finding.where == world.place("network", "service-vpc")
    assert "unbind zone 8a1b2c from vpc-bp1demo" in finding.remedy
    assert "never the zone that the registry made" in finding.remedy


def test_an_issue_in_a_vpc_of_somebody_else_passes() -> None:
    world = World()
    world.registry["linked-vpcs"].append(
        {"vpc": "vpc-other", "vswitch": "vsw-o", "status": "RUNNING", "issue": "PRIVATE_ZONE_CONFLICT_AT_x"}
    )
    assert world.findings("G41") == []


@pytest.mark.parametrize("name", [HOST, "cn-hangzhou.cr.aliyuncs.com", "cr.aliyuncs.com"])
def test_a_zone_that_covers_the_name_at_a_client_is_refused(name: str) -> None:
    world = with_zone(name, "vpc-uf6demo")
    finding = world.only("G41")
    assert finding.severity is Severity.REFUSE
    assert (
        f"private zone zone-77 ({name}) is bound to vpc-uf6demo of client shanghai and covers {HOST}" in finding.message
    )
    assert finding.where == world.place("clients", 0, "vpc")
    assert "unbind zone-77" in finding.remedy


@pytest.mark.parametrize(("name", "vpc"), [("r.aliyuncs.com", "vpc-uf6demo"), ("cr.aliyuncs.com", "vpc-bp1demo")])
def test_another_zone_or_another_vpc_passes(name: str, vpc: str) -> None:
    assert with_zone(name, vpc).findings("G41") == []


@pytest.mark.parametrize("mode", ["none", "hosts"])
def test_without_a_zone_of_ours_there_is_no_conflict(mode: str) -> None:
    world = with_zone("cr.aliyuncs.com", "vpc-uf6demo")
    world.stack["dns"] = mode
    assert world.findings("G41") == []


def test_a_client_that_is_linked_itself_keeps_the_registrys_zone() -> None:
    world = with_zone(HOST, "vpc-uf6demo")
    world.registry["linked-vpcs"].append(
        {"vpc": "vpc-uf6demo", "vswitch": "vsw-uf6m", "address": "172.16.0.9", "status": "RUNNING"}
    )
    assert world.findings("G41") == []

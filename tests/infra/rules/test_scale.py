"""Large networks: findings stay few and short, and equal runs give equal findings."""

from __future__ import annotations

import pytest

from acree_infra.rules.all_rules import RULES
from acree_infra.rules.finding import Finding
from tests.infra.rules.world import World, without_routes

CLIENTS = 120
REGIONS = 12
LONGEST = 700


def fleet() -> World:
    """Many clients in many regions, each with its own /24."""
    world = World()
    world.stack["clients"] = []
    world.stack["options"] = {"quotas": {"vpc-routes": 1000}}
    for number in range(CLIENTS):
        region = f"cn-test{number % REGIONS}"
        facts = world.add_client(f"c{number}", region, f"172.16.{number}.0/24")
        for half, vswitch in enumerate(facts["vswitches"]):
            vswitch["cidr"] = f"172.16.{number}.{half * 128}/25"
    return world


def rules_of(findings: list[Finding]) -> dict[str, int]:
    """How often each rule speaks."""
    return {rule.id: n for rule in RULES.all() if (n := sum(f.rule == rule.id for f in findings))}


@pytest.fixture(scope="module")
def large() -> World:
    return fleet()


def test_a_sound_fleet_gets_only_what_holds_for_the_whole_stack(large: World) -> None:
    findings = large.findings()
    assert rules_of(findings) == {"G12": 1, "G45": 1, "G50": 1, "G51": 1}
    assert all(len(finding.message) < LONGEST for finding in findings)


def test_a_quota_that_does_not_fit_is_one_finding_for_its_table() -> None:
    world = fleet()
    world.stack["options"] = {"quotas": {"vpc-routes": CLIENTS - 1}}
    finding = world.only("G32")
    assert f"0 of {CLIENTS - 1} routes, +{CLIENTS} by this stack: 1 too many" in finding.message


def test_one_missing_row_for_all_is_one_finding_a_client() -> None:
    world = fleet()
    world.alter = without_routes("100.118.28.0/24", "transit-router")
    counts = rules_of(world.findings())
    assert counts["G25"] == CLIENTS
    assert counts["G27"] == 1


def test_a_range_that_all_pods_share_collides_once_a_client() -> None:
    world = fleet()
    for client in world.stack["clients"]:
        client["pod-cidrs"] = ["100.96.0.0/11"]
    counts = rules_of(world.findings())
    service_prefixes = 5
    assert counts["G9"] == CLIENTS * service_prefixes
    assert counts["G45"] == CLIENTS


def test_all_on_one_range_is_no_quadratic_flood() -> None:
    world = fleet()
    for vpc in world.lock["networks"]["vpcs"][1:]:
        vpc["cidrs"] = ["172.16.0.0/16"]
    assert len(world.findings("G16")) == CLIENTS - 1


def test_equal_worlds_get_equal_findings(large: World) -> None:
    assert large.findings() == fleet().findings()

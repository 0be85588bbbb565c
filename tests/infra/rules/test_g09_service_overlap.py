"""G9: service prefixes against what exists at the client."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def test_the_worked_example_passes() -> None:
    assert World().findings("G9") == []


@pytest.mark.parametrize(
    ("key", "cidr", "service", "leg"),
    [
        ("pod-cidrs", "100.96.0.0/11", "100.103.9.188/32", "auth"),
        ("pod-cidrs", "10.0.128.0/17", "10.0.0.0/16", "registry"),
        ("other-cidrs", "100.118.28.0/25", "100.118.28.0/24", "oss"),
        ("other-cidrs", "10.0.0.0/8", "10.0.0.0/16", "registry"),
        ("other-cidrs", "100.118.31.0/24", "100.118.31.0/24", "oss"),
    ],
)
def test_both_prefixes_and_both_places_are_named(key: str, cidr: str, service: str, leg: str) -> None:
    world = World()
    world.client[key] = [cidr]
    finding = next(f for f in world.findings("G9") if f" {service} of the {leg} leg" in f.message)
    assert finding.severity is Severity.REFUSE
    assert f"{cidr} of client shanghai overlaps {service} of the {leg} leg" in finding.message
    assert "unreachable" in finding.message
    assert finding.where == world.place("clients", 0, key)
    other = ("network", "service-vpc") if leg == "registry" else ("registry",)
    assert f"({world.place(*other)})" in finding.message
    assert "another range" in finding.remedy


def test_a_vpc_in_the_service_space_collides_with_each_prefix_it_holds() -> None:
    world = World()
    world.client_vpc["cidrs"] = ["172.16.0.0/16", "100.118.0.0/16"]
    found = world.findings("G9")
    assert [f.message.split(" overlaps ")[1].split()[0] for f in found] == ["100.118.28.0/24", "100.118.31.0/24"]
    assert all("VPC CIDR 100.118.0.0/16" in f.message for f in found)


def test_declared_ranges_are_named_with_their_line() -> None:
    world = World()
    world.declare_ranges("100.99.1.0/24")
    world.client["other-cidrs"] = ["100.99.0.0/16"]
    assert f"({world.place('legs', 'oss')})" in world.only("G9").message


def test_two_vpc_cidrs_are_left_to_g16() -> None:
    world = World()
    world.client_vpc["cidrs"] = ["10.0.0.0/16"]
    assert world.findings("G9") == []
    assert len(world.findings("G16")) == 1


def test_each_collision_is_reported_once() -> None:
    world = World()
    world.client["pod-cidrs"] = ["10.0.0.0/16"]
    assert len(world.findings("G9")) == 1


def test_before_the_link_the_whole_service_vpc_counts() -> None:
    world = World()
    world.unlink()
    world.client["pod-cidrs"] = ["10.0.0.0/12"]
    assert "overlaps 10.0.0.0/16 of the registry leg" in world.only("G9").message


def test_a_linked_client_never_routes_the_service_vpc() -> None:
    world = World()
    world.add_client("tools", "cn-hangzhou", "172.20.0.0/16", via="link")
    world.stack["clients"][1]["pod-cidrs"] = ["10.0.0.0/16"]
    assert world.findings("G9") == []
    world.stack["clients"][1]["pod-cidrs"] = ["100.118.28.0/24"]
    assert "client tools" in world.only("G9").message

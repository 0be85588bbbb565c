"""G30: zones of VPC attachments."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def test_two_zones_pass() -> None:
    assert World().findings("G30") == []


def test_one_zone_in_a_region_with_two_is_refused() -> None:
    world = World()
    world.client_vpc["vswitches"].pop()
    finding = world.only("G30")
    assert finding.severity is Severity.REFUSE
    assert "att-shanghai of vpc-uf6demo in cn-shanghai would stand in 1 of 2 zones" in finding.message
    assert "cn-shanghai-m" in finding.message
    assert "support cn-shanghai-m, cn-shanghai-n" in finding.message
    assert finding.where == world.place("clients", 0)
    assert "another supported zone" in finding.remedy


def test_one_zone_is_enough_where_the_region_has_one() -> None:
    world = World()
    world.client_vpc["vswitches"].pop()
    world.lock["networks"]["regions"][1]["zones"] = ["cn-shanghai-m"]
    assert world.findings("G30") == []


def test_unknown_zones_are_no_excuse() -> None:
    world = World()
    world.client_vpc["vswitches"].pop()
    world.lock["networks"]["regions"].pop()
    assert "zones that were not asked" in world.only("G30").message


def test_two_declared_vswitches_in_one_zone_are_refused() -> None:
    world = World()
    world.client_vpc["vswitches"][1]["zone"] = "cn-shanghai-m"
    world.client["vswitches"] = ["vsw-uf6m", "vsw-uf6n"]
    finding = world.only("G30")
    assert "1 of 2 zones" in finding.message
    assert finding.where == world.place("clients", 0, "vswitches")


def test_a_declared_vswitch_of_an_unsupported_zone_is_named() -> None:
    world = World()
    world.client_vpc["vswitches"][1]["zone"] = "cn-shanghai-z"
    world.client["vswitches"] = ["vsw-uf6m", "vsw-uf6n"]
    first = world.findings("G30")[1]
    assert "vSwitch vsw-uf6n of shanghai is in cn-shanghai-z" in first.message
    assert "supported: cn-shanghai-m, cn-shanghai-n" in first.message


def test_a_declared_vswitch_without_a_free_address_is_named() -> None:
    world = World()
    world.service_vpc["vswitches"][1]["free-addresses"] = 0
    world.stack["network"]["service-vpc"] = {"id": "vpc-bp1demo", "vswitches": ["vsw-bp1j", "vsw-bp1k"]}
    messages = [finding.message for finding in world.findings("G30")]
    assert any("vSwitch vsw-bp1k (10.0.1.0/24) of service has no free address" in message for message in messages)


def test_a_declared_vswitch_that_does_not_exist_is_named_with_those_that_do() -> None:
    world = World()
    world.client["vswitches"] = ["vsw-uf6m", "vsw-unseen"]
    messages = [finding.message for finding in world.findings("G30")]
    assert any("names vsw-unseen, which vpc-uf6demo does not have; it has vsw-uf6m, vsw-uf6n" in m for m in messages)


def test_an_existing_attachment_is_left_as_it_is() -> None:
    world = World()
    router = world.add_router("tr-uf6demo", "cn-shanghai")
    router["attachments"] = [
        {"id": "tr-attach-uf6", "kind": "vpc", "resource": "vpc-uf6demo", "vswitches": ["vsw-uf6m"]}
    ]
    world.client_vpc["vswitches"][0]["free-addresses"] = 0
    assert world.findings("G30") == []

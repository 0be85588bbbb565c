"""G16: VPC CIDRs that overlap."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import EXPRESS_CONNECT
from tests.infra.rules.world import World


def test_apart_passes() -> None:
    world = World()
    world.add_client("beijing", "cn-beijing", "172.17.0.0/16")
    assert world.findings("G16") == []


@pytest.mark.parametrize("cidr", ["10.0.0.0/16", "10.0.0.0/8", "10.0.200.0/24"])
def test_client_against_service(cidr: str) -> None:
    world = World()
    world.client_vpc["cidrs"] = [cidr]
    finding = world.only("G16")
    assert finding.severity is Severity.REFUSE
    assert (
        f"VPC CIDR {cidr} of client shanghai (vpc-uf6demo) overlaps 10.0.0.0/16 of the service VPC" in finding.message
    )
    assert f"(vpc-bp1demo, {world.place('network', 'service-vpc')})" in finding.message
    assert finding.where == world.place("clients", 0)
    assert "another CIDR" in finding.remedy


def test_a_secondary_cidr_counts() -> None:
    world = World()
    world.service_vpc["cidrs"].append("172.16.64.0/18")
    assert "overlaps 172.16.64.0/18 of the service VPC" in world.only("G16").message


def test_client_against_client() -> None:
    world = World()
    world.add_client("beijing", "cn-beijing", "172.16.128.0/17")
    finding = world.only("G16")
    assert "172.16.128.0/17 of client beijing" in finding.message
    assert "172.16.0.0/16 of client shanghai" in finding.message
    assert finding.where == world.place("clients", 1)
    assert world.place("clients", 0) in finding.message


def test_many_clients_with_one_range_are_named_once_each() -> None:
    world = World()
    for number in range(5):
        world.add_client(f"c{number}", "cn-beijing", "172.30.0.0/16")
    assert len(world.findings("G16")) == 4


def test_a_client_that_is_the_service_vpc_is_told_so() -> None:
    world = World()
    world.stack["clients"].append({"name": "own", "region": "cn-hangzhou", "vpc": "vpc-bp1demo"})
    finding = world.only("G16")
    assert "client own is vpc-bp1demo, which the service VPC" in finding.message
    assert "via: link" in finding.remedy


def test_two_clients_that_name_one_vpc_are_told_so() -> None:
    world = World()
    world.stack["clients"].append({"name": "again", "region": "cn-shanghai", "vpc": "vpc-uf6demo"})
    finding = world.only("G16")
    assert "is vpc-uf6demo, which client" in finding.message
    assert "via: link" not in finding.remedy


def test_linked_clients_may_overlap() -> None:
    world = World()
    world.add_client("tools", "cn-hangzhou", "10.0.0.0/16", via="link")
    assert world.findings("G16") == []


@pytest.mark.parametrize("cidr", ["10.0.0.0/16", "10.0.200.0/24"])
def test_a_cidr_left_out_is_offered_all_the_same(cidr: str) -> None:
    world = World()
    world.client_vpc["cidrs"].append(cidr)
    world.stack["clients"][0]["cidrs"] = ["172.16.0.0/16"]
    finding = world.only("G16")
    assert finding.severity is Severity.ASK
    assert f"{cidr} of client shanghai (vpc-uf6demo) is not in its `cidrs`" in finding.message
    assert "the service VPC (vpc-bp1demo) needs 10.0.0.0/16" in finding.message
    assert finding.where == world.place("clients", 0, "cidrs")
    assert "rules.G16" in finding.remedy


def test_a_cidr_left_out_that_is_another_clients() -> None:
    world = World()
    world.add_client("beijing", "cn-beijing", "172.17.0.0/16")
    world.client_vpc["cidrs"].append("172.17.4.0/24")
    world.stack["clients"][0]["cidrs"] = ["172.16.0.0/16"]
    assert "client beijing (vpc-beijing) needs 172.17.0.0/16" in world.only("G16").message


@pytest.mark.parametrize("cidr", ["10.0.0.0/8", "192.168.0.0/16"])
def test_a_wider_cidr_left_out_takes_nothing_away(cidr: str) -> None:
    """A longer prefix goes before it."""
    world = World()
    world.client_vpc["cidrs"].append(cidr)
    world.stack["clients"][0]["cidrs"] = ["172.16.0.0/16"]
    assert world.findings("G16") == []


@pytest.mark.parametrize("cidr", ["192.168.0.0/16", "192.168.4.0/24"])
def test_a_cidr_left_out_that_is_a_sites(cidr: str) -> None:
    world = World()
    world.add_site(EXPRESS_CONNECT)
    world.client_vpc["cidrs"].append(cidr)
    world.stack["clients"][0]["cidrs"] = ["172.16.0.0/16"]
    finding = world.only("G16")
    assert finding.severity is Severity.ASK
    assert f"{cidr} of client shanghai (vpc-uf6demo) is not in its `cidrs`" in finding.message
    assert "site tokyo needs 192.168.0.0/16" in finding.message
    assert finding.where == world.place("clients", 0, "cidrs")


def test_a_site_inside_of_a_wider_cidr_left_out_keeps_its_answers() -> None:
    world = World()
    world.add_site(EXPRESS_CONNECT, cidrs=["192.168.4.0/24"])
    world.client_vpc["cidrs"].append("192.168.0.0/16")
    world.stack["clients"][0]["cidrs"] = ["172.16.0.0/16"]
    assert world.findings("G16") == []


def test_a_cidr_left_out_may_be_confirmed() -> None:
    world = World()
    world.client_vpc["cidrs"].append("10.0.200.0/24")
    world.stack["clients"][0]["cidrs"] = ["172.16.0.0/16"]
    world.stack["rules"] = {"G16": {"severity": "warn", "reason": "no vSwitches overlap"}}
    assert world.only("G16").severity is Severity.WARN

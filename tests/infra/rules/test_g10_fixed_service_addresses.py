"""G10: DNS and metadata addresses."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World
from tests.infra.samples import SEEN


def test_ordinary_service_prefixes_pass() -> None:
    assert World().findings("G10") == []


def test_finance_addresses_nearby_pass() -> None:
    world = World()
    world.move("cn-shanghai-finance-1", "100.100.36.8/32", "100.100.36.24/32", "100.115.105.0/24")
    assert world.findings("G10") == []


@pytest.mark.parametrize(
    ("prefix", "addresses"),
    [
        ("100.100.2.136/32", ["100.100.2.136"]),
        ("100.100.2.0/24", ["100.100.2.136", "100.100.2.138"]),
        ("100.100.100.200/32", ["100.100.100.200"]),
        ("100.100.0.0/16", ["100.100.100.200", "100.100.2.136", "100.100.2.138"]),
    ],
)
def test_declared_ranges_that_cover_them_are_refused(prefix: str, addresses: list[str]) -> None:
    world = World()
    world.declare_ranges(prefix)
    found = world.findings("G10")
    assert [f.message.split(" covers ")[1].split(",")[0] for f in found] == sorted(addresses)
    for finding in found:
        assert finding.severity is Severity.REFUSE
        assert finding.message.startswith(f"{prefix} of the oss leg covers")
        assert finding.where == world.place("legs", "oss")
        assert "narrower" in finding.remedy


def test_an_auth_address_is_compared_too() -> None:
    world = World()
    world.auth["addresses"].append({"address": "100.100.2.138", **SEEN})
    finding = world.only("G10")
    assert "100.100.2.138/32 of the auth leg covers 100.100.2.138, the VPC's DNS server" in finding.message
    assert finding.where == world.place("registry")


def test_a_way_back_that_covers_them_is_refused_at_the_client() -> None:
    world = World()
    world.client_vpc["cidrs"].append("100.100.100.0/24")
    finding = world.only("G10")
    assert "100.100.100.0/24, a route of vpc table vtb-bp1main of vpc-bp1demo" in finding.message
    assert "metadata" in finding.message
    assert finding.where == world.place("clients", 0)


def test_a_waiting_plan_is_judged_by_its_ranges() -> None:
    world = World()
    world.unlink()
    world.declare_ranges("100.100.2.0/24")
    assert len(world.findings("G10")) == 2

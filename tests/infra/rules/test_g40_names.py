"""G40: names at the clients."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World

HOST = "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"


def test_private_zone_passes() -> None:
    assert World().findings("G40") == []


def test_none_warns_with_name_address_and_client() -> None:
    world = World()
    world.stack["dns"] = "none"
    finding = world.only("G40")
    assert finding.severity is Severity.WARN
    assert f"nothing makes {HOST} resolve to 10.0.0.20 for shanghai" in finding.message
    assert finding.where == world.place("dns")
    assert "rules.G40" in finding.remedy


def test_hosts_reminds_with_the_line_to_copy() -> None:
    world = World()
    world.stack["dns"] = "hosts"
    world.registry["hosts"].append("images.example.com")
    finding = world.only("G40")
    assert finding.severity is Severity.INFO
    assert f"`10.0.0.20 {HOST} images.example.com`" in finding.message


def test_linked_clients_have_the_registrys_own_record() -> None:
    world = World()
    world.stack["clients"] = []
    world.add_client("tools", "cn-hangzhou", "172.20.0.0/16", via="link")
    world.stack["dns"] = "none"
    assert world.findings("G40") == []


def test_a_wide_zone_hides_other_names() -> None:
    world = World()
    world.stack["dns"] = {"zone": "cn-hangzhou.cr.aliyuncs.com"}
    finding = world.only("G40")
    assert f"private zone cn-hangzhou.cr.aliyuncs.com is wider than {HOST}" in finding.message
    assert finding.where == world.place("dns", "zone")


def test_the_full_name_as_zone_passes() -> None:
    world = World()
    world.stack["dns"] = {"zone": HOST}
    assert world.findings("G40") == []


def test_a_zone_that_does_not_hold_the_name_is_told() -> None:
    world = World()
    world.stack["dns"] = {"zone": "example.com"}
    assert f"private zone example.com does not hold {HOST}" in world.only("G40").message


def test_a_declared_address_that_the_account_contradicts_warns() -> None:
    world = World()
    world.stack["legs"] = {"registry": {"address": "10.0.0.99", "hosts": [HOST]}}
    finding = world.only("G40")
    assert finding.severity is Severity.WARN
    assert "declares 10.0.0.99, but the instance's link in vpc-bp1demo has 10.0.0.20" in finding.message
    assert finding.where == world.place("legs", "registry", "address")


def test_a_declared_address_that_agrees_passes() -> None:
    world = World()
    world.stack["legs"] = {"registry": {"address": "10.0.0.20", "hosts": [HOST]}}
    assert world.findings("G40") == []

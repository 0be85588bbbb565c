"""G50: what is charged."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def test_items_are_counted_without_prices() -> None:
    world = World()
    world.add_client("beijing", "cn-beijing", "172.20.0.0/16")
    finding = world.only("G50")
    assert finding.severity is Severity.INFO
    assert "3 VPC attachments (by the hour)" in finding.message
    assert "2 inter-region connections (2 by data transfer)" in finding.message
    assert "5 of the attachments are new" in finding.message
    assert finding.where == world.place("network")


def test_packages_are_told_apart() -> None:
    world = World()
    world.add_client("beijing", "cn-beijing", "172.20.0.0/16")
    package = {"type": "package", "mbps": 10, "package": "cenbwp-demo"}
    world.stack["network"]["transit-routers"] = {"cn-beijing": {"bandwidth": package}}
    assert "(1 by data transfer, 1 by bandwidth package)" in world.only("G50").message


def test_links_are_counted() -> None:
    world = World()
    world.stack["clients"] = []
    world.add_client("tools", "cn-hangzhou", "172.20.0.0/16", via="link", **{"link-vswitch": "vsw-tools0"})
    message = world.only("G50").message
    assert "1 linked VPC" in message
    assert "inter-region" not in message


def test_nothing_charged_nothing_said() -> None:
    world = World()
    world.unlink()
    assert world.findings("G50") == []


def test_switched_off_it_leaves_one_note_with_the_reason() -> None:
    world = World()
    world.stack["rules"] = {"G50": {"severity": "off", "reason": "finance has seen it"}}
    finding = world.only("G50")
    assert finding.message == "1 finding of G50 (cost) switched off by this stack"
    assert finding.reason == "finance has seen it"

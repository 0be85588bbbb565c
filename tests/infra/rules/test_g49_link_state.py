"""G49: the registry's link."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World

HOST = "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"


def test_a_running_link_passes() -> None:
    assert World().findings("G49") == []


def test_no_link_is_refused() -> None:
    world = World()
    world.unlink()
    finding = world.only("G49")
    assert finding.severity is Severity.REFUSE
    assert "vpc-bp1demo of the service VPC is not linked to instance cri-demo1234" in finding.message
    assert finding.where == world.place("registry", "link")
    assert "name a vSwitch of vpc-bp1demo" in finding.remedy


def test_a_link_that_this_stack_makes_warns_with_the_three_steps() -> None:
    world = World()
    world.unlink()
    world.stack["registry"]["link"] = "vsw-bp1j"
    finding = world.only("G49")
    assert finding.severity is Severity.WARN
    assert "this stack links it" in finding.message
    assert finding.remedy == "run `pulumi up`, then `acree resolve --stack dev`, then `pulumi up` again"
    assert world.stops() == []


def test_a_link_that_is_still_made_is_refused_with_its_status() -> None:
    world = World()
    world.registry["linked-vpcs"][0].update({"status": "CREATING", "address": None})
    finding = world.only("G49")
    assert "is linked (CREATING) without an address" in finding.message
    assert "wait until the link is RUNNING" in finding.remedy


def test_a_status_other_than_running_is_refused_even_with_an_address() -> None:
    world = World()
    world.registry["linked-vpcs"][0]["status"] = "CREATING"
    assert "is linked, but CREATING, to instance" in world.only("G49").message


def test_a_declared_registry_needs_no_link() -> None:
    world = World()
    world.registry["linked-vpcs"] = []
    world.stack["legs"] = {"registry": {"address": "10.0.0.20", "hosts": [HOST]}}
    assert world.findings("G49") == []


def test_a_linked_client_needs_its_own_link() -> None:
    world = World()
    world.add_client("tools", "cn-hangzhou", "172.20.0.0/16", via="link")
    finding = world.only("G49")
    assert finding.severity is Severity.REFUSE
    assert "vpc-tools of client tools is not linked" in finding.message
    world.stack["clients"][1]["link-vswitch"] = "vsw-tools0"
    finding = world.only("G49")
    assert finding.severity is Severity.WARN
    assert finding.where == world.place("clients", 1, "link-vswitch")
    world.registry["linked-vpcs"].append(
        {"vpc": "vpc-tools", "vswitch": "vsw-tools0", "address": "172.20.0.9", "status": "RUNNING"}
    )
    assert world.findings("G49") == []


def test_a_link_cannot_join_another_region() -> None:
    world = World()
    world.client["via"] = "link"
    finding = world.only("G49")
    assert finding.severity is Severity.REFUSE
    assert "its VPC is in cn-shanghai and an instance links VPCs of its own region cn-hangzhou only" in finding.message
    assert finding.where == world.place("clients", 0, "via")


def test_an_unknown_auth_service_is_refused_once_the_address_is_there() -> None:
    world = World()
    world.lock["legs"]["auth"] = None
    finding = world.only("G49")
    assert finding.severity is Severity.REFUSE
    assert "has address 10.0.0.20, but its auth service is not known" in finding.message
    assert "legs.auth.addresses" in finding.remedy

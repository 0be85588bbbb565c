"""G43: settings that change hosts."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def test_the_default_bucket_and_name_pass() -> None:
    assert World().findings("G43") == []


def test_a_custom_bucket_is_asked() -> None:
    world = World()
    world.stack["registry"]["bucket"] = "team-layers"
    finding = world.only("G43")
    assert finding.severity is Severity.ASK
    assert "custom bucket team-layers of cri-demo1234" in finding.message
    assert "cri-demo1234-registry.oss-cn-hangzhou-internal.aliyuncs.com" in finding.message
    assert finding.where == world.place("registry", "bucket")
    assert "legs.oss.hosts" in finding.remedy


def test_a_routing_rule_is_asked_with_its_target() -> None:
    world = World()
    world.registry["storage-domain-rules"] = ["layers.example.com"]
    assert "domain routing rule to layers.example.com" in world.only("G43").message


def test_both_are_one_question() -> None:
    world = World()
    world.stack["registry"]["bucket"] = "team-layers"
    world.registry["storage-domain-rules"] = ["layers.example.com"]
    assert "custom bucket team-layers and domain routing rule" in world.only("G43").message


def test_a_declared_layer_host_answers_it() -> None:
    world = World()
    world.stack["registry"]["bucket"] = "team-layers"
    world.stack["legs"] = {"oss": {"hosts": ["team-layers.oss-cn-hangzhou-internal.aliyuncs.com"]}}
    assert world.findings("G43") == []


def test_a_custom_domain_is_asked_for_its_auth_host() -> None:
    world = World()
    world.stack["registry"]["domains"] = ["images.example.com"]
    finding = world.only("G43")
    assert "custom domain images.example.com may name another auth host" in finding.message
    assert "(dockerauth-vpc.cn-hangzhou.aliyuncs.com)" in finding.message
    assert finding.where == world.place("registry", "domains")
    world.stack["legs"] = {"auth": {"host": "dockerauth-vpc.cn-hangzhou.aliyuncs.com"}}
    assert world.findings("G43") == []


def test_a_custom_domain_that_was_learned_is_asked_too() -> None:
    world = World()
    world.registry["hosts"].append("images.example.com")
    world.lock["legs"]["auth"] = None
    assert "not known yet" in world.only("G43").message


def test_confirmed_with_a_reason() -> None:
    world = World()
    world.stack["registry"]["bucket"] = "team-layers"
    world.stack["rules"] = {"G43": {"severity": "warn", "reason": "the bucket lies in this region"}}
    assert world.only("G43").severity is Severity.WARN
    assert world.stops() == []

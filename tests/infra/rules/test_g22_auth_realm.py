"""G22: realms that would leak passwords."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World

BEIJING = "dockerauth-vpc.cn-beijing.aliyuncs.com"


def test_https_of_the_own_region_passes() -> None:
    assert World().findings("G22") == []


def test_plain_http_is_refused_with_the_key_that_lifts_it() -> None:
    world = World()
    world.auth["realm"] = "http://dockerauth-vpc.cn-hangzhou.aliyuncs.com/auth"
    finding = world.only("G22")
    assert finding.severity is Severity.REFUSE
    assert "http://dockerauth-vpc.cn-hangzhou.aliyuncs.com/auth is not https" in finding.message
    assert "legs.auth.allow-plain-http: true" in finding.remedy
    world.stack["legs"] = {"auth": {"allow-plain-http": True}}
    assert world.findings("G22") == []


def test_another_region_is_refused_with_the_key_that_lifts_it() -> None:
    world = World()
    world.auth.update({"host": BEIJING, "realm": f"https://{BEIJING}/auth"})
    finding = world.only("G22")
    assert f"https://{BEIJING}/auth is in cn-beijing, the registry in cn-hangzhou" in finding.message
    assert "legs.auth.allow-other-region: true" in finding.remedy
    world.stack["legs"] = {"auth": {"allow-other-region": True}}
    assert world.findings("G22") == []


def test_each_fault_needs_its_own_key() -> None:
    world = World()
    world.auth.update({"host": BEIJING, "realm": f"http://{BEIJING}/auth"})
    assert len(world.findings("G22")) == 2
    world.stack["legs"] = {"auth": {"allow-plain-http": True}}
    assert "cn-beijing" in world.only("G22").message


def test_a_declared_host_without_a_realm_passes() -> None:
    world = World()
    world.auth.update({"realm": "", "source": "declared"})
    assert world.findings("G22") == []


def test_nothing_to_say_before_the_realm_is_known() -> None:
    world = World()
    world.unlink()
    assert world.findings("G22") == []

"""G42: a fixed record of OSS goes stale."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import VPN_GATEWAY
from tests.infra.rules.world import World


def test_fixed_records_warn_at_the_site() -> None:
    world = World()
    world.add_site(VPN_GATEWAY, dns="hosts")
    finding = world.only("G42")
    assert finding.severity is Severity.WARN
    assert "site tokyo resolves cri-demo1234-registry.oss-cn-hangzhou-internal.aliyuncs.com by a fixed record" in (
        finding.message
    )
    assert finding.where == world.place("sites", 0, "dns")
    assert "dns: forward" in finding.remedy


def test_an_address_that_was_never_seen_is_told() -> None:
    world = World()
    world.oss["checked-addresses"] = []
    world.add_site(VPN_GATEWAY)
    assert "no address of cri-demo1234-registry.oss" in world.only("G42").message


@pytest.mark.parametrize("mode", ["forward", "none"])
def test_asking_the_cloud_lifts_it(mode: str) -> None:
    world = World()
    world.add_site(VPN_GATEWAY, dns=mode)
    assert world.findings("G42") == []

"""G37: inter-region bandwidth."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def existing_connection(**bandwidth: object) -> World:
    world = World()
    del world.stack["network"]["bandwidth"]
    for router, region, far in (("tr-bp1", "cn-hangzhou", "cn-shanghai"), ("tr-uf6", "cn-shanghai", "cn-hangzhou")):
        facts = world.add_router(router, region)
        facts["attachments"] = [
            {"id": "tr-attach-peer", "kind": "peer", "resource": "tr-x", "peer-region": far, **bandwidth}
        ]
    return world


def test_bandwidth_of_the_network_passes() -> None:
    assert World().findings("G37") == []


def test_bandwidth_of_the_region_passes() -> None:
    world = World()
    del world.stack["network"]["bandwidth"]
    world.stack["network"]["transit-routers"] = {"cn-shanghai": {"bandwidth": {"mbps": 20}}}
    assert world.findings("G37") == []


def test_no_bandwidth_is_refused_with_both_keys() -> None:
    world = World()
    del world.stack["network"]["bandwidth"]
    finding = world.only("G37")
    assert finding.severity is Severity.REFUSE
    assert "between cn-hangzhou and cn-shanghai" in finding.message
    assert "network.bandwidth" in finding.message
    assert "network.transit-routers.cn-shanghai.bandwidth" in finding.message
    assert finding.where == world.place("network")
    assert "data-transfer" in finding.remedy


def test_an_existing_connection_with_bandwidth_passes() -> None:
    assert existing_connection(bandwidth=50, **{"bandwidth-type": "BandwidthPackage"}).findings("G37") == []


def test_an_existing_connection_without_is_refused() -> None:
    world = existing_connection()
    finding = world.only("G37")
    assert "tr-attach-peer between cn-hangzhou and cn-shanghai exists without" in finding.message
    assert "its owner sets DataTransfer" in finding.remedy


def test_one_region_needs_none() -> None:
    world = World()
    del world.stack["network"]["bandwidth"]
    world.stack["clients"] = []
    world.add_client("tools", "cn-hangzhou", "172.20.0.0/16")
    assert world.findings("G37") == []

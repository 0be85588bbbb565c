"""G28: advertised or static."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


@pytest.mark.parametrize(
    "options", [{}, {"auto-advertise": False}, {"static-without-advertise": False}], ids=["both", "static", "learned"]
)
def test_one_of_the_two_is_enough(options: dict[str, bool]) -> None:
    world = World()
    world.stack["options"] = options
    assert world.findings("G28") == []
    assert world.stops() == []


def test_neither_is_refused() -> None:
    world = World()
    world.stack["options"] = {"auto-advertise": False, "static-without-advertise": False}
    finding = world.only("G28")
    assert finding.severity is Severity.REFUSE
    assert "peer-cn-shanghai between cn-hangzhou and cn-shanghai does not advertise" in finding.message
    assert "options.static-without-advertise is off" in finding.message
    assert finding.where == world.place("options", "static-without-advertise")
    assert "options.auto-advertise" in finding.remedy


def test_neither_is_refused_while_waiting_too() -> None:
    world = World()
    world.unlink()
    world.stack["options"] = {"auto-advertise": False, "static-without-advertise": False}
    assert "both off" in world.only("G28").message


def test_an_existing_connection_keeps_its_own_setting() -> None:
    world = World()
    for router, region, far in (("tr-bp1", "cn-hangzhou", "cn-shanghai"), ("tr-uf6", "cn-shanghai", "cn-hangzhou")):
        facts = world.add_router(router, region)
        facts["attachments"] = [
            {
                "id": "tr-attach-peer",
                "kind": "peer",
                "resource": "tr-x",
                "peer-region": far,
                "bandwidth": 10,
                "bandwidth-type": "DataTransfer",
                "association": facts["tables"][0]["id"],
                "propagations": [facts["tables"][0]["id"]],
            }
        ]
    world.stack["options"] = {"static-without-advertise": False}
    finding = world.only("G28")
    assert "peer-cn-shanghai (tr-attach-peer)" in finding.message
    assert "auto-advertise" not in finding.remedy


def test_nothing_is_advertised_inside_one_region() -> None:
    world = World()
    world.stack["clients"] = []
    world.add_client("tools", "cn-hangzhou", "172.20.0.0/16")
    world.stack["options"] = {"auto-advertise": False, "static-without-advertise": False}
    assert world.findings("G28") == []

"""G2: no Basic Edition transit router for IPsec connections."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import EXPRESS_CONNECT, EXPRESS_ROUTER, TRANSIT_VPN, VPN_GATEWAY, Data
from tests.infra.rules.world import World


def world(way: Data, edition: str = "Basic", region: str = "cn-hangzhou") -> World:
    made = World()
    made.stack["network"]["cen"] = "cen-1"
    made.add_router("tr-old", region, edition=edition, tables=[])
    made.add_site(way)
    return made


@pytest.mark.parametrize("way", [TRANSIT_VPN, EXPRESS_ROUTER])
def test_it_is_refused_with_the_router_and_the_way(way: Data) -> None:
    made = world(way)
    finding = made.only("G2")
    assert finding.severity is Severity.REFUSE
    assert f"way tokyo-{way['kind']} puts " in finding.message
    assert "transit router tr-old in cn-hangzhou, which is Basic Edition" in finding.message
    assert finding.where == made.place("sites", 0, "via", 0)
    assert "Enterprise Edition" in finding.remedy


def test_in_the_region_of_the_way() -> None:
    assert world({**TRANSIT_VPN, "region": "cn-shanghai"}).findings("G2") == []
    assert world({**TRANSIT_VPN, "region": "cn-shanghai"}, region="cn-shanghai").findings("G2") != []


def test_enterprise_edition_is_fine() -> None:
    assert world(TRANSIT_VPN, "Enterprise").findings("G2") == []


@pytest.mark.parametrize("way", [VPN_GATEWAY, EXPRESS_CONNECT, {**EXPRESS_ROUTER, "to": "vpc"}])
def test_other_ways_are_not_its_business(way: Data) -> None:
    assert world(way).findings("G2") == []


def test_before_the_link_it_is_judged_too() -> None:
    made = world(TRANSIT_VPN)
    made.unlink()
    assert made.only("G2").severity is Severity.REFUSE

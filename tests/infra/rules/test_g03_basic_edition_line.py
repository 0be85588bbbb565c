"""G3: a VBR on a Basic Edition router reaches services of its own region only."""

from __future__ import annotations

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import EXPRESS_CONNECT, TRANSIT_VPN, Data
from tests.infra.rules.world import World


def world(way: Data, *basic: str) -> World:
    made = World()
    made.stack["network"]["cen"] = "cen-1"
    made.stack["clients"] = []
    for region in basic:
        made.add_router(f"tr-{region}", region, edition="Basic", tables=[])
    made.add_site(way)
    return made


def test_in_the_own_region_it_warns() -> None:
    made = world(EXPRESS_CONNECT, "cn-hangzhou")
    finding = made.only("G3")
    assert finding.severity is Severity.WARN
    assert "way tokyo-express-connect is on transit router tr-cn-hangzhou" in finding.message
    assert "AnyTunnel" in finding.message
    assert finding.where == made.place("sites", 0, "via", 0)


def test_from_another_region_it_refuses() -> None:
    finding = world({**EXPRESS_CONNECT, "region": "cn-shanghai"}, "cn-shanghai").only("G3")
    assert finding.severity is Severity.REFUSE
    assert "leads from cn-shanghai to the registry in cn-hangzhou over transit router tr-cn-shanghai" in finding.message


def test_a_basic_router_at_the_registry_is_as_bad() -> None:
    finding = world({**EXPRESS_CONNECT, "region": "cn-shanghai"}, "cn-hangzhou").only("G3")
    assert finding.severity is Severity.REFUSE
    assert "tr-cn-hangzhou in cn-hangzhou" in finding.message


def test_enterprise_edition_and_other_ways_are_fine() -> None:
    assert world(EXPRESS_CONNECT).findings("G3") == []
    assert world(TRANSIT_VPN, "cn-hangzhou").findings("G3") == []

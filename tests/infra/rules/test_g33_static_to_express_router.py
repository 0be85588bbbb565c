"""G33: static routes to an Express Connect Router are not advertised."""

from __future__ import annotations

import pytest

from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import BGP, EXPRESS_CONNECT, EXPRESS_ROUTER, Data
from tests.infra.rules.world import World


def test_from_another_region_it_warns_and_names_both_routers() -> None:
    world = World()
    world.add_site({**EXPRESS_ROUTER, "region": "cn-shanghai"})
    finding = world.only("G33")
    assert finding.severity is Severity.WARN
    assert (
        "192.168.0.0/16 of site tokyo stand as static routes at the transit routers of cn-shanghai and cn-hangzhou"
        in (finding.message)
    )
    assert finding.where == world.place("sites", 0, "via", 0)


def test_a_row_that_is_left_out_is_refused_by_the_trace() -> None:
    world = World()
    world.add_site({**EXPRESS_ROUTER, "region": "cn-shanghai"})
    world.stack["routes"] = [
        {"region": "cn-hangzhou", "destination": "192.168.0.0/16", "omit": True, "reason": "made by hand"}
    ]
    assert "site tokyo has no working path" in "".join(finding.message for finding in world.findings("G25"))


@pytest.mark.parametrize(
    "way",
    [
        EXPRESS_ROUTER,
        {**EXPRESS_ROUTER, **BGP, "region": "cn-shanghai"},
        {**EXPRESS_ROUTER, "to": "vpc"},
        {**EXPRESS_CONNECT, "region": "cn-shanghai"},
    ],
)
def test_what_is_advertised_or_in_the_own_region_is_fine(way: Data) -> None:
    world = World()
    world.add_site(way)
    assert world.findings("G33") == []

from __future__ import annotations

from dataclasses import replace

import pytest

from acree_infra.reports.html_drawing import drawing_of
from acree_infra.reports.html_sites import ON_SITE, site_ways
from acree_infra.reports.html_tables import plan_tables
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.nouns import NO_PREMISES
from tests.infra.reports.cases import CASES, dev
from tests.infra.reports.pages import Reader, page_of

SITES = sorted(name for name in CASES if name.startswith("site-"))
MESH = {"vpc-bp1demo", "vpc-uf6demo", "acree-dev-cn-hangzhou", "acree-dev-cn-shanghai"}


def plan(name: str) -> Plan:
    return CASES[name]().plan


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("site-vpn-gateway", ("ipsec-tokyo-vpn-gateway", "vpn-tokyo-vpn-gateway", "VPN gateway", "vpc-bp1demo")),
        (
            "site-vpn-gateway-of-client",
            ("ipsec-tokyo-vpn-gateway", "vpn-tokyo-vpn-gateway", "VPN gateway", "vpc-uf6demo"),
        ),
        (
            "site-transit-vpn",
            ("ipsec-tokyo-transit-vpn", "ipsec-tokyo-transit-vpn", "IPsec connection", "acree-dev-cn-shanghai"),
        ),
        ("site-smart-access-gateway", ("sag-1", "tr-basic", "Basic router", "vpc-bp1demo")),
    ],
)
def test_a_way_goes_from_the_device_into_the_mesh(name: str, way: tuple[str, ...]) -> None:
    (found,) = site_ways([plan(name)], MESH)
    assert (found.hop, found.gateway, found.title, found.end) == way
    assert (found.site, found.cidrs, found.change) == ("tokyo", "192.168.0.0/16", "")


def test_every_way_of_a_site_is_drawn_and_the_device_once() -> None:
    drawing = drawing_of([plan("site-express-connect")], {})
    names = [box.name for box in drawing.boxes]
    assert names.count("tokyo") == 1
    assert {"vbr-tokyo-express-connect", "ipsec-tokyo-transit-vpn"} <= set(names)
    assert {"att-tokyo-express-connect", "att-tokyo-transit-vpn"} <= {line.name for line in drawing.lines}


@pytest.mark.parametrize("name", SITES)
def test_the_way_of_every_pull_of_a_site_is_in_the_drawing(name: str) -> None:
    drawing = drawing_of([plan(name)], plan_tables(plan(name)).anchors)
    data = Reader(page_of(f"plan-{name}")).data
    lines, boxes = {line.name for line in drawing.lines}, {box.name for box in drawing.boxes}
    (first,) = [pull for pull in data["pulls"] if pull["client"] == "tokyo" and pull["leg"] == "registry"]
    steps = [data["steps"][place] for place in first["there"]]
    assert steps[0]["over"] in lines
    assert {data["tables"][step["table"]]["owner"] for step in (steps[0], steps[-1])} <= boxes
    assert [frame.name for frame in drawing.frames].count(ON_SITE) == 1


def test_a_site_that_comes_or_goes_is_marked() -> None:
    without, having = dev().plan, plan("site-transit-vpn")
    for plans, change in (([without, having], "added"), ([having, without], "removed")):
        assert [way.change for way in site_ways(plans, MESH)] == [change]
        box = next(box for box in drawing_of(plans, {}).boxes if box.name == "tokyo")
        assert box.change == change


@pytest.mark.parametrize("kept", ["device", "ipsec", "nothing"])
def test_a_way_that_does_not_come_into_the_mesh_is_not_drawn(kept: str) -> None:
    whole = plan("site-vpn-gateway")
    passages = tuple(p for p in whole.premises.passages if p.kind in ("device", kept))
    cut = replace(whole, premises=replace(whole.premises, passages=() if kept == "nothing" else passages))
    assert site_ways([cut], MESH) == []
    assert "tokyo" not in {box.name for box in drawing_of([cut], {}).boxes}


def test_without_sites_there_is_nothing_of_them() -> None:
    assert dev().plan.premises == NO_PREMISES
    assert site_ways([dev().plan], MESH) == []
    assert ON_SITE not in page_of("plan-dev")


def test_a_peering_joins_two_vpcs() -> None:
    (line,) = [line for line in drawing_of([plan("vpc-peering")], {}).lines if line.name == "peering-shanghai"]
    assert (line.title, line.above) == ("peering-shanghai; VPC peering", "peering-shanghai")


def test_the_page_tells_what_sites_are_made_of() -> None:
    text = page_of("plan-site-express-connect")
    for title in ("Ways of sites, the preferred ones first", "Gateways, connections and lines", "Names at the sites"):
        assert f">{title}</h2>" in text

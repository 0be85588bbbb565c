"""The example stacks of this repository: planned, traced there and back, judged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from acree_infra.discovery.lock_file import load_lock
from acree_infra.routing.nouns import LegId
from acree_infra.routing.planner import make_plan
from acree_infra.routing.sites.standby import without_ways
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Finding
from acree_infra.topology.loader import load_stack
from tests.infra.routing.sites.places import assert_each_row_is_needed_for_its_legs, failing, reached, without

STACKS = Path(__file__).parents[3] / "stacks"
KINDS = (
    "vpn-gateway",
    "vpn-gateway-elsewhere",
    "transit-vpn",
    "express-connect",
    "express-connect-elsewhere",
    "express-connect-router",
    "express-connect-router-vpc",
    "two-ways",
    "smart-access-gateway",
    "smart-access-gateway-create",
    "vpc-peering",
)


def context(name: str) -> Context:
    stack = load_stack(STACKS / f"Pulumi.{name}.yaml")
    lock = load_lock(stack)
    return Context(stack, lock, make_plan(stack, lock))


def stops(name: str) -> list[Finding]:
    return [finding for finding in RULES.run(context(name)) if finding.severity.stops]


@pytest.mark.parametrize("name", KINDS)
def test_every_leg_is_reached_and_every_row_is_needed(name: str) -> None:
    plan = context(name).plan
    names = {node.name for node in plan.clients} | {site.name for site in plan.premises.sites}
    wanted = {(one, leg) for one in names for leg in LegId}
    assert wanted == reached(plan)
    assert failing(plan) == set()
    if name != "two-ways":  # what stands by is not needed yet
        assert_each_row_is_needed_for_its_legs(plan)


@pytest.mark.parametrize("name", KINDS)
def test_nothing_stands_in_the_way_but_what_must_be_asked(name: str) -> None:
    expected = ["G4"] if name == "smart-access-gateway" else []
    assert [finding.rule for finding in stops(name)] == expected


@pytest.mark.parametrize("name", [name for name in KINDS if name not in {"vpc-peering", "two-ways"}])
def test_each_site_stack_is_of_its_kind(name: str) -> None:
    (way,) = context(name).plan.premises.ways
    assert way.kind == re.sub("-(elsewhere|create|vpc)$", "", name)


def test_tunnels_take_over_every_leg_when_the_line_is_down_and_are_not_used_before() -> None:
    plan = context("two-ways").plan
    assert [(way.name, way.kind) for way in plan.premises.ways] == [
        ("hq-line", "express-connect"),
        ("hq-spare", "transit-vpn"),
    ]
    assert failing(plan, "hq-line") == failing(plan, "hq-spare") == set()
    assert failing(plan, "hq-line", "hq-spare") == {("hq", leg) for leg in LegId}
    used = {route.way for route in plan.routes if route.table.kind == "device" and route.way}
    assert used == {"hq-line"}
    for down in ("hq-line", "hq-spare"):
        assert_each_row_is_needed_for_its_legs(without_ways(plan, {down}))


def test_an_express_connect_router_at_the_vpc_announces_the_resolvers_too() -> None:
    (router,) = context("express-connect-router-vpc").plan.premises.express_routers
    assert {"100.100.2.136/32", "100.100.2.138/32", "10.0.0.0/16"} <= {str(prefix) for prefix in router.allowed}


def test_a_gateway_elsewhere_is_made_in_the_vpc_of_a_client_which_advertises_the_site() -> None:
    plan = context("vpn-gateway-elsewhere").plan
    (gateway,), (advertised,) = plan.premises.vpn_gateways, plan.premises.publications
    assert (gateway.id, gateway.vpc, gateway.region) == (None, "vpc-uf6demo", "cn-shanghai")
    assert gateway.vpc != plan.service.id
    assert (advertised.table.owner, str(advertised.destination)) == ("vpc-uf6demo", "192.168.10.0/24")
    back = {
        (str(r.table.kind), r.table.region): str(r.hop) for r in plan.routes if r.destination == advertised.destination
    }
    assert back == {
        ("device", "on-premises"): "local 192.168.10.0/24",
        ("vpn-gateway", "cn-shanghai"): "tunnel ipsec-hq-vpn-gateway",
        ("vpc", "cn-shanghai"): "vpn-gateway vpn-hq-vpn-gateway",
        ("transit-router", "cn-shanghai"): "attachment att-shanghai",
        ("transit-router", "cn-hangzhou"): "peer-attachment peer-cn-shanghai",
        ("vpc", "cn-hangzhou"): "attachment att-service",
    }


def test_without_the_advertisement_neither_router_knows_the_site() -> None:
    plan = context("vpn-gateway-elsewhere").plan
    (advertised,) = plan.premises.publications
    of_routers = [
        route
        for route in plan.routes
        if route.table.kind == "transit-router" and route.destination == advertised.destination
    ]
    assert len(of_routers) == 2
    assert failing(without(plan, *of_routers)) == {("hq", leg) for leg in LegId}


def test_the_peering_needs_no_transit_router() -> None:
    plan = context("vpc-peering").plan
    assert plan.transit_routers == ()
    assert len(plan.premises.peerings) == 2

"""The example stacks of this repository: planned, traced there and back, judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from acree_infra.discovery.lock_file import load_lock
from acree_infra.routing.nouns import LegId
from acree_infra.routing.planner import make_plan
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Finding
from acree_infra.topology.loader import load_stack
from tests.infra.routing.sites.places import assert_each_row_is_needed_for_its_legs, failing, reached

STACKS = Path(__file__).parents[3] / "stacks"
KINDS = (
    "vpn-gateway",
    "transit-vpn",
    "express-connect",
    "express-connect-router",
    "smart-access-gateway",
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
    assert_each_row_is_needed_for_its_legs(plan)


@pytest.mark.parametrize("name", KINDS)
def test_nothing_stands_in_the_way_but_what_must_be_asked(name: str) -> None:
    expected = ["G4"] if name == "smart-access-gateway" else []
    assert [finding.rule for finding in stops(name)] == expected


@pytest.mark.parametrize("name", [name for name in KINDS if name != "vpc-peering"])
def test_each_site_stack_is_of_its_kind(name: str) -> None:
    plan = context(name).plan
    assert [way.kind for way in plan.premises.ways] == [name]


def test_the_peering_needs_no_transit_router() -> None:
    plan = context("vpc-peering").plan
    assert plan.transit_routers == ()
    assert len(plan.premises.peerings) == 2

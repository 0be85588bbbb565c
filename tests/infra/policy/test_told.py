"""A program's routes in the place of the plan's own, judged by every rule."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network

import pytest

from acree_infra.policy.resource import PEER_ATTACHMENT, Resource
from acree_infra.policy.rows import rows
from acree_infra.policy.told import PlanPlaces, with_routes
from acree_infra.routing.nouns import ForeignRoute, Hop, HopKind, LegId, Origin, TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.context import Context
from tests.infra.policy.resources import HOME, resource, team, vpc_route
from tests.infra.rules.world import World


def plan_of(program: list[Resource], plan: Plan | None = None) -> Plan:
    like = plan or World().context().plan
    return with_routes(like, tuple(rows(program, PlanPlaces(like))))


def stops(program: list[Resource]) -> set[str]:
    like = World().context()
    context = Context(like.stack, like.lock, plan_of(program, like.plan))
    return {finding.rule for finding in RULES.run(context) if finding.severity.stops}


def created(plan: Plan) -> set[tuple[object, ...]]:
    return {(row.table, row.destination, row.hop, row.legs) for row in plan.routes if row.origin is Origin.CREATED}


def test_a_program_that_does_what_is_needed_has_the_routes_of_the_plan() -> None:
    plan = World().context().plan
    assert {row[:3] for row in created(plan_of(team()))} == {row[:3] for row in created(plan)}
    assert stops(team()) == set()


@pytest.mark.parametrize("name", [one.name for one in team() if "-" in one.name])
def test_each_route_that_is_left_out_is_missed(name: str) -> None:
    assert "G25" in stops(team(left_out=name))


def test_routes_get_the_legs_of_their_prefixes() -> None:
    legs = {row.destination: row.legs for row in plan_of(team()).routes if row.origin is Origin.CREATED}
    assert legs[IPv4Network("100.103.9.188/32")] == (LegId.AUTH,)
    assert legs[IPv4Network("172.16.0.0/16")] == ()


def test_a_default_route_is_somebody_elses() -> None:
    """It loses against the row for 100.64.0.0/10, and G11 is no objection to it."""
    plan = plan_of([*team(), vpc_route("nat", "0.0.0.0/0", "ngw-1", "NatGateway")])
    (row,) = plan.foreign_routes
    assert (row.destination, row.hop) == (IPv4Network("0.0.0.0/0"), Hop(HopKind.FOREIGN, "NatGateway ngw-1"))
    assert stops([*team(), vpc_route("nat", "0.0.0.0/0", "ngw-1", "NatGateway")]) == set()


def test_what_the_program_made_before_is_not_foreign_to_it() -> None:
    """After the first update a look at the account finds the program's own routes."""
    plan = World().context().plan
    mine = next(row for row in plan.routes if row.origin is Origin.CREATED)
    theirs = ForeignRoute(mine.table, IPv4Network("10.77.0.0/16"), mine.hop)
    there = replace(plan, foreign_routes=(ForeignRoute(mine.table, mine.destination, mine.hop), theirs))
    assert plan_of(team(), there).foreign_routes == (theirs,)


def test_a_table_that_the_stack_does_not_name() -> None:
    places = PlanPlaces(World().context().plan)
    table = places.table(TableKind.VPC, HOME, "vtb-other", None)
    assert (table.owner, table.id) == ("an owner outside the stack file", "vtb-other")
    made = places.table(TableKind.TRANSIT_ROUTER, "cn-beijing", "", resource("mine", "any:t"))
    assert (made.owner, made.id) == ("mine", "mine")


def test_attachments_that_exist_go_by_their_ids() -> None:
    plan = World().context().plan
    known = replace(plan, vpc_attachments=(replace(plan.vpc_attachments[0], id="tr-attach-9"),))
    assert PlanPlaces(known).attachment("tr-attach-9", None) == Hop(HopKind.ATTACHMENT, plan.vpc_attachments[0].name)
    assert PlanPlaces(known).attachment("tr-attach-8", None) is None


@pytest.mark.parametrize(("region", "found"), [("cn-shanghai", "peer-cn-shanghai"), ("cn-beijing", None)])
def test_a_connection_goes_by_the_two_regions(region: str, found: str | None) -> None:
    made = resource("between", PEER_ATTACHMENT, HOME, peerTransitRouterRegionId=region)
    hop = PlanPlaces(World().context().plan).attachment("", made)
    assert (hop.name if hop is not None else None) == found


def test_the_only_table_of_a_router_is_meant_while_its_id_is_not_known() -> None:
    plan = World().context().plan
    named = tuple(
        replace(link, table=replace(link.table, id=f"vtb-of-{link.table.region}")) for link in plan.associations
    )
    places = PlanPlaces(replace(plan, associations=named))
    assert places.table(TableKind.TRANSIT_ROUTER, HOME, "", None).id == "vtb-of-cn-hangzhou"
    assert places.table(TableKind.TRANSIT_ROUTER, HOME, "vtb-of-cn-hangzhou", None).owner == "acree-dev-cn-hangzhou"
    assert places.table(TableKind.TRANSIT_ROUTER, HOME, "vtb-new", None).id == "vtb-new"

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from acree_infra.program.agreement import disagreements
from acree_infra.program.names import Purposes, route_name
from acree_infra.program.routes import to_create
from acree_infra.program.steps import Action, Step
from acree_infra.routing.diff import diff_plans
from acree_infra.routing.nouns import Hop, HopKind, Origin
from acree_infra.routing.plan_model import Plan
from tests.infra.routing.pairs import plan_with, with_auth, with_client, with_ranges, worlds


def hops(plan: Plan) -> dict[str, Hop]:
    purposes = Purposes(plan)
    return {
        route_name(table, purposes.of(route.destination), route.destination): route.hop
        for table, routes in to_create(plan).items()
        for route in routes
    }


def engine(before: Plan | None, after: Plan) -> list[Step]:
    """What the engine does with the two programs: it knows names and inputs, nothing of tables."""
    old, new = hops(before) if before else {}, hops(after)
    actions = dict.fromkeys(old, Action.DELETE)
    for name, hop in new.items():
        actions[name] = Action.CREATE if name not in old else Action.SAME if old[name] == hop else Action.UPDATE
    return [Step("r", "VPCRouteEntry", name, action, is_route=True) for name, action in actions.items()]


def told(before: Plan | None, after: Plan, steps: list[Step], *, refreshed: bool = False) -> tuple[str, ...]:
    return disagreements(diff_plans(before, after), before, after, steps, refreshed=refreshed)


@settings(max_examples=40, deadline=None)
@given(worlds(), worlds())
def test_the_engine_that_does_what_the_plans_say_agrees(before: Plan, after: Plan) -> None:
    assert told(before, after, engine(before, after)) == ()


def test_a_prefix_that_comes_to_serve_another_leg_is_made_anew() -> None:
    before, after = plan_with(with_auth("100.103.9.188")), plan_with(with_auth(), with_ranges("100.103.9.188/32"))
    steps = engine(before, after)
    assert {Action.CREATE, Action.DELETE} <= {step.action for step in steps}
    assert told(before, after, steps) == ()


def test_from_nothing_everything_is_created() -> None:
    plan = plan_with()
    steps = engine(None, plan)
    assert len(steps) == sum(route.origin is Origin.CREATED for route in plan.routes)
    assert told(None, plan, steps) == ()


@pytest.mark.parametrize("action", [Action.CREATE, Action.DELETE, Action.UPDATE, Action.REPLACE])
def test_a_kept_route_that_the_engine_would_touch_is_named(action: Action) -> None:
    plan = plan_with()
    steps = engine(plan, plan)
    steps[3] = replace(steps[3], action=action)
    (line,) = told(plan, plan, steps)
    assert steps[3].name in line
    assert "kept by the route difference" in line


def test_a_route_that_only_one_of_the_two_knows_is_named() -> None:
    plan = plan_with()
    steps = engine(plan, plan)
    (line,) = told(plan, plan, steps[1:])
    assert line.startswith(steps[0].name)
    assert line.endswith("unknown by the engine")
    (line,) = told(plan, plan, [*steps, Step("r", "TransitRouterRouteEntry", "other", Action.CREATE, is_route=True)])
    assert line == "other: unknown by the route difference, created by the engine"


def test_what_is_no_route_does_not_count() -> None:
    plan = plan_with()
    more = Step("r", "TransitRouterVpcAttachment", "att-shanghai", Action.REPLACE)
    assert told(plan, plan, [*engine(plan, plan), more]) == ()


def test_another_hop_is_an_update_or_a_replacement() -> None:
    before = plan_with()
    place = next(n for n, row in enumerate(before.routes) if row.origin is Origin.CREATED)
    rows = list(before.routes)
    rows[place] = replace(rows[place], hop=Hop(HopKind.ATTACHMENT, "att-other"))
    after = replace(before, routes=tuple(rows))
    row = rows[place]
    name = route_name(row.table, Purposes(after).of(row.destination), row.destination)
    for action, agrees in ((Action.UPDATE, True), (Action.REPLACE, True), (Action.SAME, False)):
        steps = [replace(s, action=action) if s.name == name else s for s in engine(before, after)]
        assert (told(before, after, steps) == ()) is agrees


def test_after_a_refresh_what_was_deleted_by_hand_is_made_again() -> None:
    plan = plan_with()
    steps = engine(plan, plan)
    steps[0] = replace(steps[0], action=Action.CREATE)
    assert told(plan, plan, steps, refreshed=True) == ()
    assert told(plan, plan, steps)


def test_after_a_refresh_what_should_go_may_be_gone() -> None:
    before, after = plan_with(with_client("shenzhen")), plan_with()
    steps = [step for step in engine(before, after) if step.action is not Action.DELETE]
    assert told(before, after, steps, refreshed=True) == ()
    assert told(before, after, steps)


def test_after_a_refresh_a_route_of_the_plan_must_still_be_there() -> None:
    plan = plan_with()
    steps = engine(plan, plan)
    steps[0] = replace(steps[0], action=Action.DELETE)
    assert told(plan, plan, steps, refreshed=True)
    assert told(plan, plan, steps[1:], refreshed=True)


def test_fewer_ranges_delete_their_routes() -> None:
    before, after = plan_with(), plan_with(with_ranges("100.118.28.0/24"))
    steps = engine(before, after)
    assert any(step.action is Action.DELETE for step in steps)
    assert told(before, after, steps) == ()

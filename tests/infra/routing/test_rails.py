from __future__ import annotations

from dataclasses import replace

import pytest

from acree_infra.routing.diff import diff_plans
from acree_infra.routing.nouns import Hop, HopKind, Origin
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.rails import FROM_ROUTES, MOST_CHANGED, RAILS, Refusal, refusals
from tests.infra.routing.pairs import plan_with, with_client, with_ranges


def cut_to(plan: Plan, count: int) -> Plan:
    """The plan with this many rows that are not built in."""
    rows = [row for row in plan.routes if row.origin is not Origin.BUILT_IN]
    assert len(rows) >= count
    return replace(plan, routes=tuple(rows[:count]))


def without(plan: Plan, count: int) -> Plan:
    return replace(plan, routes=plan.routes[count:])


def elsewhere(plan: Plan, count: int) -> Plan:
    hop = Hop(HopKind.ATTACHMENT, "vpn")
    rows = [replace(row, hop=hop) if place < count else row for place, row in enumerate(plan.routes)]
    return replace(plan, routes=tuple(rows))


def met(before: Plan | None, after: Plan, **accepted: str) -> dict[str, Refusal]:
    reasons = {rail.replace("_", "-"): reason for rail, reason in accepted.items()}
    return {refusal.rail: refusal for refusal in refusals(diff_plans(before, after), reasons)}


@pytest.mark.parametrize(
    ("rows", "removed", "refused"),
    [(10, 3, False), (10, 4, True), (9, 9, False), (11, 3, False), (11, 4, True), (20, 6, False), (20, 7, True)],
)
def test_too_much_removed(rows: int, removed: int, refused: bool) -> None:
    plan = cut_to(plan_with(with_client("beijing")), rows)
    found = met(plan, without(plan, removed))
    assert ("too-much-change" in found) == refused


def test_the_message_has_number_limit_and_key() -> None:
    plan = cut_to(plan_with(with_client("beijing")), 10)
    refusal = met(plan, without(plan, 4))["too-much-change"]
    assert (refusal.number, refusal.limit, refusal.accepted) == (40, MOST_CHANGED, "")
    assert refusal.message == "4 of 10 routes are removed or changed: 40 %, expected at most 30 % from 10 routes on"
    assert refusal.key == "--accept too-much-change=REASON"


def test_a_changed_hop_counts_for_both_rails() -> None:
    plan = cut_to(plan_with(with_client("beijing")), FROM_ROUTES)
    assert set(met(plan, elsewhere(plan, 3))) == {"hop-change"}
    assert set(met(plan, elsewhere(plan, 4))) == {"hop-change", "too-much-change"}
    assert met(plan, elsewhere(plan, 3))["hop-change"].message.startswith("3 routes send elsewhere, expected 0")
    assert met(plan, elsewhere(plan, 1))["hop-change"].message.startswith("1 route sends elsewhere, expected 0")


def test_another_origin_counts_and_other_legs_do_not() -> None:
    plan = cut_to(plan_with(), FROM_ROUTES)
    other = {Origin.CREATED: Origin.LEARNED, Origin.LEARNED: Origin.CREATED}
    swapped = replace(plan, routes=tuple(replace(row, origin=other[row.origin]) for row in plan.routes))
    assert set(met(plan, swapped)) == {"too-much-change"}
    assert met(plan, replace(plan, routes=tuple(replace(row, legs=()) for row in plan.routes))) == {}


def test_additions_meet_no_rail() -> None:
    assert met(plan_with(with_ranges("100.118.28.0/24")), plan_with(with_client("osaka"))) == {}
    assert met(None, plan_with()) == {}


def test_a_reason_is_kept_with_the_rail_that_it_lifts() -> None:
    plan = cut_to(plan_with(with_client("beijing")), 10)
    found = met(plan, elsewhere(plan, 4), hop_change="move to CEN")
    assert {rail: refusal.accepted for rail, refusal in found.items()} == {
        "too-much-change": "",
        "hop-change": "move to CEN",
    }


def test_a_rail_is_named_as_it_is_registered() -> None:
    plan = cut_to(plan_with(with_client("beijing")), 10)
    assert set(met(plan, elsewhere(plan, 10))) == set(RAILS)

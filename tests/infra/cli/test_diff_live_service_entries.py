"""AnyTunnel entries beside the account: those that the stack makes are read, nothing else of a Basic Edition router."""

from __future__ import annotations

from typing import Any

import pytest

from acree_infra.cli.diff_live import read_world
from acree_infra.cloud.entries import Entry
from acree_infra.routing.diff import Change, Diff, diff_plans
from acree_infra.routing.nouns import TableKind
from acree_infra.routing.observed import Observation, observe
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.nouns import ROUTES
from tests.infra.cli.live_account import Change as Edit
from tests.infra.cli.live_account import LiveAccount, of_router
from tests.infra.routing.sites.places import files, site
from tests.infra.routing.variations import plan_of
from tests.infra.rules.ways import ENTRIES, SMART_GATEWAY

AUTH = "100.103.9.188/32"
OWN = of_router(ROUTES)


def planned(way: dict[str, Any] = ENTRIES) -> Plan:
    return plan_of(*files(site(way)))


def looked_at(plan: Plan, *edits: Edit) -> Observation:
    account = LiveAccount(plan)
    for edit in edits:
        edit(account)
    return observe(plan, read_world(plan, account.clouds, account))


def compared(plan: Plan, *edits: Edit) -> Diff:
    seen = looked_at(plan, *edits)
    return diff_plans(seen.before, seen.after)


def changes(diff: Diff) -> set[tuple[Change, TableKind, str]]:
    return {
        (r.change, r.route.table.kind, str(r.route.destination)) for r in diff.routes if r.change is not Change.KEPT
    }


def test_what_was_made_is_no_change() -> None:
    plan = planned()
    assert compared(plan).empty
    states = looked_at(plan).statuses
    assert {state for (table, _), state in states.items() if table.kind is TableKind.BASIC_ROUTER} == {"Active"}


def test_the_entries_of_its_cen_and_area_are_asked() -> None:
    account = LiveAccount(planned())
    read_world(account.plan, account.clouds, account)
    assert account.asked == ["cn-hangzhou cen-hq ccn-cn-shanghai"]


def test_one_that_was_deleted_by_hand_is_to_be_made() -> None:
    diff = compared(planned(), lambda account: account.remove(OWN, AUTH))
    assert changes(diff) == {(Change.ADDED, TableKind.BASIC_ROUTER, AUTH)}


@pytest.mark.parametrize("state", ["Failed", "Deleting"])
def test_one_that_nothing_is_reached_by_is_to_be_made_and_its_state_is_told(state: str) -> None:
    plan = planned()
    seen = looked_at(plan, lambda account: account.change(OWN, AUTH, status=state))
    assert changes(diff_plans(seen.before, seen.after)) == {(Change.ADDED, TableKind.BASIC_ROUTER, AUTH)}
    assert state in seen.statuses.values()


def test_one_of_the_stack_that_the_plan_has_left_is_removed() -> None:
    left = Entry("100.99.0.0/24", "vpc-bp1demo", "Active", "Static", "VPC", "acree-dev-oss")
    diff = compared(planned(), lambda account: account.entries[OWN].append(left))
    assert changes(diff) == {(Change.REMOVED, TableKind.BASIC_ROUTER, "100.99.0.0/24")}


def test_one_of_somebody_else_stays() -> None:
    other = Entry("100.99.0.0/24", "vpc-bp1demo", "Active", "Static", "VPC", "by hand")
    assert compared(planned(), lambda account: account.entries[OWN].append(other)).empty


def test_one_that_somebody_made_as_the_plan_wants_it_counts() -> None:
    assert compared(planned(), lambda account: account.change(OWN, AUTH, name="by hand")).empty


def test_what_the_vpc_learned_from_the_cen_is_no_other_hop() -> None:
    plan = planned()
    rows = [row for row in looked_at(plan).before.routes if str(row.destination) == "192.168.0.0/16"]
    assert {str(row.hop) for row in rows if row.table.kind is TableKind.VPC} == {"attachment tr-basic"}


def test_by_hand_nothing_is_asked_and_all_counts_as_planned() -> None:
    plan = planned(SMART_GATEWAY)
    account = LiveAccount(plan)
    seen = observe(plan, read_world(plan, account.clouds, account))
    assert account.asked == []
    assert diff_plans(seen.before, seen.after).empty

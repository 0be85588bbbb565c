from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network

import pytest

from acree_infra.routing.diff import diff_plans, empty_plan
from acree_infra.routing.nouns import Hop, HopKind, Origin, TableKind
from acree_infra.routing.overlaps import overlaps
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.rails import FROM_ROUTES, MOST_CHANGED, RAILS, Case, Refusal, loads, refusals
from acree_infra.routing.reachability import path_changes
from acree_infra.topology.options import Quotas
from tests.infra.routing.pairs import plan_with, with_auth, with_client, with_foreign, with_ranges
from tests.infra.samples import HANGZHOU_OSS


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
    """The rails that rows alone meet."""
    reasons = {rail.replace("_", "-"): reason for rail, reason in accepted.items()}
    case = Case(diff_plans(before, after), before or empty_plan(after), after)
    return {refusal.rail: refusal for refusal in refusals(case, reasons)}


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


Prefixes = tuple[IPv4Network, ...]


def whole(
    before: Plan | None, after: Plan, quotas: Quotas | None = None, protected: Prefixes = ()
) -> dict[str, Refusal]:
    """Every rail that a difference meets."""
    return {refusal.rail: refusal for refusal in refusals(case_of(before, after, quotas, protected), {})}


def case_of(before: Plan | None, after: Plan, quotas: Quotas | None = None, protected: Prefixes = ()) -> Case:
    start, paths = before or empty_plan(after), path_changes(before, after)
    diff, met = diff_plans(before, after), overlaps(start, after)
    return Case(diff, start, after, paths, met, quotas or Quotas(), protected)


def rows_without(plan: Plan, owner: str, destination: str) -> Plan:
    rows = tuple(r for r in plan.routes if (r.table.owner, str(r.destination)) != (owner, destination))
    assert len(rows) < len(plan.routes)
    return replace(plan, routes=rows)


class TestProtectedPrefix:
    @pytest.mark.parametrize(
        ("protected", "number"),
        [("100.115.0.0/24", 3), ("100.115.0.0/16", 3), ("100.115.0.128/25", 3), ("100.116.0.0/16", 0)],
    )
    def test_a_route_within_or_around_it(self, protected: str, number: int) -> None:
        after = plan_with(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24"))
        found = whole(plan_with(), after, protected=(IPv4Network(protected),))
        assert (found["protected-prefix"].number if number else len(found)) == number

    def test_the_message_names_a_few(self) -> None:
        after = plan_with(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24", "100.115.1.0/24"))
        message = whole(plan_with(), after, protected=(IPv4Network("100.115.0.0/16"),))["protected-prefix"].message
        assert message.startswith("6 routes of protected prefixes would change, expected 0: 100.115.0.0/24 in ")
        assert message.endswith("; and 3 more")

    def test_what_stays_is_no_matter(self) -> None:
        assert whole(plan_with(), plan_with(), protected=(IPv4Network("0.0.0.0/0"),)) == {}


class TestForeignRoute:
    def test_one_that_takes_a_part_of_a_new_row(self) -> None:
        theirs = with_foreign("100.115.0.0/25")
        before = plan_with(theirs)
        after = plan_with(theirs, with_ranges(*HANGZHOU_OSS, "100.115.0.0/24"))
        refusal = whole(before, after)["foreign-route"]
        assert (refusal.number, refusal.limit) == (1, 0)
        assert "100.115.0.0/25 → foreign NatGateway ngw-1 in vpc table" in refusal.message
        assert "takes a part of 100.115.0.0/24 → attachment att-shanghai" in refusal.message

    def test_one_with_the_prefix_of_a_new_row(self) -> None:
        theirs = with_foreign("100.115.0.0/24")
        after = plan_with(theirs, with_ranges(*HANGZHOU_OSS, "100.115.0.0/24"))
        assert "has the same prefix as" in whole(plan_with(theirs), after)["foreign-route"].message

    def test_one_that_was_there_already_is_not_this_changes_doing(self) -> None:
        theirs = with_foreign("100.118.28.0/25")
        assert "foreign-route" not in whole(plan_with(theirs), plan_with(theirs, with_client("osaka")))

    def test_one_that_loses(self) -> None:
        theirs = with_foreign("0.0.0.0/0")
        assert whole(plan_with(), plan_with(theirs)) == {}


class TestQuota:
    @pytest.mark.parametrize(("limit", "refused"), [(6, True), (7, False), (8, False)])
    def test_a_vpc_table_that_becomes_too_full(self, limit: int, refused: bool) -> None:
        before, after = plan_with(), plan_with(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24"))
        found = whole(before, after, quotas=Quotas(vpc_routes=limit))
        assert ("quota" in found) == refused
        if refused:
            assert (found["quota"].number, found["quota"].limit) == (7, limit)
            assert found["quota"].message.endswith("of vpc-uf6demo in cn-shanghai would hold 7 of 6, +1")

    def test_one_that_is_too_full_and_stays_so(self) -> None:
        before = plan_with(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24"))
        assert "quota" not in whole(before, before, quotas=Quotas(vpc_routes=1))
        assert "quota" not in whole(before, plan_with(), quotas=Quotas(vpc_routes=1))

    def test_routes_of_others_count_and_those_that_are_used_count_once(self) -> None:
        theirs = with_foreign("192.168.0.0/24")
        (load,) = loads(case_of(plan_with(), plan_with(theirs)))
        assert (load.was, load.now, load.limit) == (6, 7, 200)
        assert str(load) == "7 of 200 routes, +1"

    def test_routers_are_judged_only_where_a_limit_is_known(self) -> None:
        before, after = plan_with(), plan_with(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24"))
        kinds = {load.table.kind: str(load) for load in loads(case_of(before, after))}
        assert kinds[TableKind.TRANSIT_ROUTER] == "8 routes, +1"
        found = whole(before, after, quotas=Quotas(transit_router_routes=7))
        assert found["quota"].number == 8


class TestReach:
    def test_a_way_back_that_is_missing(self) -> None:
        before = plan_with()
        found = whole(before, rows_without(before, "vpc-bp1demo", "172.16.0.0/16"))
        assert found["way-back"].message == (
            "no way back for 3 legs, expected 0: auth of shanghai; oss of shanghai; registry of shanghai"
        )
        assert "lost-leg" not in found

    def test_a_new_client_without_a_way_back(self) -> None:
        after = rows_without(plan_with(with_client("osaka")), "vpc-bp1demo", "172.19.0.0/16")
        assert whole(plan_with(), after)["way-back"].number == 3

    def test_a_leg_that_is_lost(self) -> None:
        before = plan_with()
        found = whole(before, rows_without(before, "vpc-uf6demo", "100.103.9.188/32"))
        assert set(found) == {"lost-leg"}
        assert found["lost-leg"].message == "1 leg would be lost, all or in part, expected 0: auth of shanghai"

    def test_a_client_that_leaves_loses_nothing(self) -> None:
        assert "lost-leg" not in whole(plan_with(with_client("osaka")), plan_with())

    def test_an_address_that_left_the_leg_is_not_lost(self) -> None:
        assert "lost-leg" not in whole(plan_with(with_auth("100.103.7.181")), plan_with())


def test_each_rail_can_be_lifted_by_its_name() -> None:
    before = plan_with(with_foreign("100.115.0.0/25"), with_client("beijing"))
    after = plan_with(with_foreign("100.115.0.0/25"), with_ranges("100.115.0.0/24"))
    after = elsewhere(rows_without(after, "vpc-bp1demo", "172.16.0.0/16"), 30)
    case = case_of(before, after, quotas=Quotas(vpc_routes=1), protected=(IPv4Network("0.0.0.0/0"),))
    found = refusals(case, dict.fromkeys(RAILS, "it is meant"))
    assert {refusal.accepted for refusal in found} == {"it is meant"}
    assert [refusal.rail for refusal in found] == [rail for rail in RAILS if rail in {r.rail for r in found}]
    assert {refusal.key for refusal in found} <= {f"--accept {rail}=REASON" for rail in RAILS}

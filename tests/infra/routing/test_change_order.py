from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from acree_infra.routing.change_order import Action, actions
from acree_infra.routing.diff import Change, diff_plans
from acree_infra.routing.nouns import Hop, HopKind, Origin
from acree_infra.routing.plan_model import Plan
from tests.infra.routing.pairs import plan_with, with_auth, with_client, with_ranges, worlds


def steps(before: Plan | None, after: Plan) -> list[Action]:
    return list(actions(diff_plans(before, after)))


@settings(max_examples=60, deadline=None)
@given(worlds(), worlds())
def test_no_row_goes_before_all_new_ones_stand(before: Plan, after: Plan) -> None:
    verbs = [step.verb for step in steps(before, after) if step.subject.startswith("route ")]
    assert verbs == sorted(verbs, key=["add", "replace", "remove"].index)


@settings(max_examples=60, deadline=None)
@given(worlds(), worlds())
def test_each_created_row_that_changes_has_one_step(before: Plan, after: Plan) -> None:
    old = {(r.table, r.destination): r.hop for r in before.routes if r.origin is Origin.CREATED}
    new = {(r.table, r.destination): r.hop for r in after.routes if r.origin is Origin.CREATED}
    found = [step.verb for step in steps(before, after) if step.subject.startswith("route ")]
    assert found.count("add") == len(new.keys() - old.keys())
    assert found.count("remove") == len(old.keys() - new.keys())
    assert found.count("replace") == sum(old[key] != new[key] for key in old.keys() & new.keys())


def test_a_moved_address_is_added_before_the_old_one_goes() -> None:
    found = steps(plan_with(), plan_with(with_auth("100.103.7.181")))
    assert [(step.verb, "100.103.7.181/32" in step.subject) for step in found] == [
        ("add", True),
        ("add", True),
        ("remove", False),
        ("remove", False),
    ]
    assert not any(step.breaks for step in found)


def test_what_carries_a_new_client_comes_first_and_goes_last() -> None:
    there, back = plan_with(), plan_with(with_client("osaka"))
    kinds = [step.subject.split()[0] for step in steps(there, back) if step.verb == "add"]
    first_route = kinds.index("route")
    assert kinds[:3] == ["transit", "vpc", "peer"]
    assert {"association", "propagation"} <= set(kinds[:first_route])
    assert set(kinds[first_route:]) == {"route"}
    removed = [step.subject.split()[0] for step in steps(back, there) if step.verb == "remove"]
    assert removed[-1] == "transit"
    assert removed[: removed.count("route")] == ["route"] * removed.count("route")


def test_a_changed_hop_breaks_the_legs_of_its_row() -> None:
    plan = plan_with()
    away = Hop(HopKind.ATTACHMENT, "vpn")
    rows = tuple(replace(row, hop=away) if str(row.destination) == "100.103.9.188/32" else row for row in plan.routes)
    found = steps(plan, replace(plan, routes=rows))
    assert [step.verb for step in found] == ["replace", "replace"]
    assert all(step.breaks == "auth by this row: it is gone until the new one stands" for step in found)


def test_a_row_of_no_leg_carries_traffic_all_the_same() -> None:
    plan = plan_with()
    idle = replace(plan, routes=tuple(replace(row, legs=()) for row in plan.routes))
    away = replace(idle, routes=tuple(replace(row, hop=Hop(HopKind.FOREIGN, "x")) for row in idle.routes))
    assert {step.breaks for step in steps(idle, away)} == {"traffic by this row: it is gone until the new one stands"}


def test_an_attachment_that_reads_another_table_breaks() -> None:
    plan = plan_with()
    first = plan.associations[0]
    moved = replace(first, table=replace(first.table, id="vtb-other"))
    found = steps(plan, replace(plan, associations=(moved, *plan.associations[1:])))
    assert [(step.verb, step.subject) for step in found] == [
        ("change", f"association {first.attachment} in {first.table.region}")
    ]
    assert "reads no table until the new association stands" in found[0].breaks


def test_what_exists_already_is_nobodys_step() -> None:
    plan = plan_with()
    existing = replace(plan, vpc_attachments=tuple(replace(a, id="tr-attach-1") for a in plan.vpc_attachments))
    other = replace(plan, vpc_attachments=tuple(replace(a, id="tr-attach-2") for a in plan.vpc_attachments))
    diff = diff_plans(existing, other)
    assert any(part.change is Change.CHANGED for part in diff.parts)
    assert actions(diff) == ()


def test_a_learned_row_is_nobodys_step() -> None:
    plan = plan_with()
    rows = tuple(row for row in plan.routes if row.origin is not Origin.LEARNED)
    assert steps(plan, replace(plan, routes=rows)) == []


def test_records_change_after_the_rows_that_they_need() -> None:
    found = steps(None, plan_with(with_ranges("100.118.28.0/24")))
    subjects = [step.subject.split()[0] for step in found]
    assert subjects[-1] == "record"
    assert {step.verb for step in found} == {"add"}

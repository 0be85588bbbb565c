from __future__ import annotations

from dataclasses import fields, replace
from ipaddress import IPv4Network

import pytest
from hypothesis import given, settings

from acree_infra.routing.diff import PARTS, Change, Diff, RouteChange, diff_plans, empty_plan
from acree_infra.routing.nouns import Hop, HopKind, LegId, Origin, Route
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.nouns import Premises
from tests.infra.routing.pairs import plan_with, with_auth, with_client, with_foreign, with_ranges, worlds
from tests.infra.samples import HANGZHOU_OSS


def row_with_hop(plan: Plan, hop: Hop) -> Plan:
    """The plan whose first created row sends elsewhere."""
    place = next(n for n, row in enumerate(plan.routes) if row.origin is Origin.CREATED)
    rows = list(plan.routes)
    rows[place] = replace(rows[place], hop=hop)
    return replace(plan, routes=tuple(rows))


def applied(diff: Diff, plan: Plan) -> tuple[set[Route], dict[str, set[object]]]:
    """Rows and parts of a plan after a difference was made to it."""
    rows = set(plan.routes)
    parts = {part: set(items(plan)) for part, (items, _) in PARTS.items()}
    for row in diff.routes:
        rows.discard(row.before)
        rows |= {row.after} if row.after is not None else set()
    for part in diff.parts:
        parts[part.part].discard(part.before)
        parts[part.part] |= {part.after} if part.after is not None else set()
    return rows, parts


def contents(plan: Plan) -> tuple[set[Route], dict[str, set[object]]]:
    return set(plan.routes), {part: set(items(plan)) for part, (items, _) in PARTS.items()}


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_a_plan_differs_from_itself_in_nothing(plan: Plan) -> None:
    diff = diff_plans(plan, plan)
    assert diff.empty
    assert [row.after for row in diff.routes] == list(plan.routes)
    assert diff.before == diff.after == plan.digest


@settings(max_examples=60, deadline=None)
@given(worlds(), worlds())
def test_a_difference_leads_from_one_plan_to_the_other(before: Plan, after: Plan) -> None:
    assert applied(diff_plans(before, after), before) == contents(after)


@settings(max_examples=60, deadline=None)
@given(worlds(), worlds())
def test_the_way_back_is_the_same_difference_mirrored(before: Plan, after: Plan) -> None:
    there, back = diff_plans(before, after), diff_plans(after, before)
    mirror = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}
    assert [mirror.get(row.change, row.change) for row in there.routes] == [row.change for row in back.routes]
    assert [(row.before, row.after) for row in there.routes] == [(row.after, row.before) for row in back.routes]
    assert [mirror.get(x.change, x.change) for x in there.parts] == [x.change for x in back.parts]
    assert there.empty == back.empty


@settings(max_examples=40, deadline=None)
@given(worlds(), worlds())
def test_each_row_of_both_plans_stands_in_it_once_and_sorted(before: Plan, after: Plan) -> None:
    diff = diff_plans(before, after)
    keys = [(row.route.table, row.route.destination) for row in diff.routes]
    assert len(set(keys)) == len(keys)
    assert {row.before for row in diff.routes} - {None} == set(before.routes)
    order = [(t.kind, t.region, t.owner, t.id, int(prefix.network_address), prefix.prefixlen) for t, prefix in keys]
    assert order == sorted(order)
    assert sum(diff.count(change) for change in Change) == len(diff.routes)


def test_every_field_of_a_plan_is_compared() -> None:
    named: dict[str, tuple[str, ...]] = {"settings": ("region", "cen", "registry_address", "waiting")}
    named |= {"site_attachments": ("attachments",), "site_records": ("records",), "standby_routes": ("standby",)}
    compared = {name for part in PARTS for name in named.get(part, (part,))}
    held = {field.name for field in (*fields(Plan), *fields(Premises))} - {"premises"}
    assert compared | {"stack", "routes"} == held
    assert len(PARTS) == len(fields(Plan)) - 3 - 3 + len(fields(Premises))


def test_a_new_range_adds_a_row_to_each_table_on_the_way() -> None:
    diff = diff_plans(plan_with(), plan_with(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24")))
    added = [row for row in diff.routes if row.change is Change.ADDED]
    assert {row.route.destination for row in added} == {IPv4Network("100.115.0.0/24")}
    assert [row.route.table.region for row in added] == ["cn-hangzhou", "cn-shanghai", "cn-shanghai"]
    assert {row.legs for row in added} == {(LegId.OSS,)}
    assert diff.count(Change.REMOVED) == diff.count(Change.HOP_CHANGED) == 0
    assert [(x.part, x.key, x.fields) for x in diff.parts if x.change is Change.CHANGED] == [
        ("targets", "oss", ("prefixes",))
    ]


def test_a_moved_auth_address_is_one_added_and_one_removed() -> None:
    diff = diff_plans(plan_with(), plan_with(with_auth("100.103.7.181")))
    assert diff.count(Change.ADDED) == diff.count(Change.REMOVED) == 3
    assert {row.legs for row in diff.routes if row.change is Change.REMOVED} == {(LegId.AUTH,)}


def test_a_changed_hop_is_its_own_class() -> None:
    plan = plan_with()
    diff = diff_plans(plan, row_with_hop(plan, Hop(HopKind.ATTACHMENT, "vpn")))
    changed = [row for row in diff.routes if row.change is not Change.KEPT]
    assert [row.change for row in changed] == [Change.HOP_CHANGED]
    assert changed[0].before is not None
    assert (changed[0].before.hop.name, changed[0].route.hop.name) == ("att-service", "vpn")
    assert not diff.empty


def test_another_reason_is_no_change_and_other_legs_are_one() -> None:
    plan = plan_with()
    reworded = replace(plan, routes=tuple(replace(row, reason="why not") for row in plan.routes))
    assert diff_plans(plan, reworded).empty
    used = replace(plan, routes=tuple(replace(row, legs=()) for row in plan.routes))
    assert diff_plans(plan, used).count(Change.CHANGED) == sum(bool(row.legs) for row in plan.routes)


def test_a_new_client_brings_its_attachment_and_its_table_links() -> None:
    diff = diff_plans(plan_with(), plan_with(with_client("osaka")))
    added = {(x.part, x.key) for x in diff.parts if x.change is Change.ADDED}
    assert {
        ("clients", "osaka"),
        ("vpc_attachments", "att-osaka"),
        ("associations", "att-osaka in ap-northeast-1"),
    } <= (added)
    assert {x.key for x in diff.parts if x.part == "records"} == {
        f"{host} in zone {host}" for host in ("acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com",)
    }


def test_an_attachment_that_reads_another_table_is_changed() -> None:
    plan = plan_with()
    first = plan.associations[0]
    moved = replace(first, table=replace(first.table, id="vtb-other"))
    diff = diff_plans(plan, replace(plan, associations=(moved, *plan.associations[1:])))
    changed = [x for x in diff.parts if x.change is not Change.KEPT]
    assert [(x.part, x.change, x.fields, x.before, x.after) for x in changed] == [
        ("associations", Change.CHANGED, ("table",), first, moved)
    ]


def test_a_foreign_route_is_seen() -> None:
    diff = diff_plans(plan_with(), plan_with(with_foreign("100.118.28.0/25")))
    assert [(x.part, x.change) for x in diff.parts if x.change is not Change.KEPT] == [("foreign_routes", Change.ADDED)]


def test_where_there_was_no_stack_everything_is_added() -> None:
    plan = plan_with()
    diff = diff_plans(None, plan)
    assert diff.before == ""
    assert {row.change for row in diff.routes} == {Change.ADDED}
    assert applied(diff, empty_plan(plan)) == contents(plan)
    kept = [(x.part, x.key) for x in diff.parts if x.change is Change.KEPT]
    assert kept == [("settings", "region")]


def test_a_change_of_no_row_cannot_be() -> None:
    with pytest.raises(ValueError, match="needs the row"):
        _ = RouteChange(Change.KEPT, None, None).route

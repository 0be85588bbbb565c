from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from acree_infra.routing.diff import Change, diff_plans
from acree_infra.routing.identity import aligned
from acree_infra.routing.nouns import SYSTEM_TABLE, Table, TableKind, TransitRouterNode
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.reachability import path_changes
from tests.infra.routing.pairs import plan_with, with_client, worlds

REGION = "cn-shanghai"


def looked_up(plan: Plan, region: str, router: str, table: str) -> Plan:
    """The plan once somebody has looked up the router of a region and its system table."""
    old = next(node for node in plan.transit_routers if node.region == region)

    def known(place: Table) -> Table:
        if (place.kind, place.region, place.id) != (TableKind.TRANSIT_ROUTER, region, SYSTEM_TABLE):
            return place
        return replace(place, owner=router, id=table)

    return replace(
        plan,
        transit_routers=tuple(
            replace(node, name=router, id=router) if node is old else node for node in plan.transit_routers
        ),
        routes=tuple(replace(row, table=known(row.table)) for row in plan.routes),
        foreign_routes=tuple(replace(row, table=known(row.table)) for row in plan.foreign_routes),
        associations=tuple(replace(link, table=known(link.table)) for link in plan.associations),
        propagations=tuple(replace(link, table=known(link.table)) for link in plan.propagations),
    )


def moved(plan: Plan, attachment: str, table: str) -> Plan:
    """The plan with an attachment that reads another table of its router."""
    links = tuple(
        replace(link, table=replace(link.table, id=table)) if link.attachment == attachment else link
        for link in plan.associations
    )
    return replace(plan, associations=links)


@settings(max_examples=30, deadline=None)
@given(worlds())
def test_a_router_that_gets_its_real_id_changes_no_row(plan: Plan) -> None:
    after = looked_up(plan, REGION, "tr-uf6", "vtb-uf6")
    for before, now in ((plan, after), (after, plan)):
        diff = diff_plans(before, now)
        assert {row.change for row in diff.routes} <= {Change.KEPT}
        changed = {(part.part, part.key) for part in diff.parts if part.change is not Change.KEPT}
        assert changed == {("transit_routers", REGION)}
        assert path_changes(before, now) == ()


def test_nothing_is_renamed_where_all_names_are_equal() -> None:
    plan = plan_with()
    assert aligned(plan, plan) is plan
    gone = replace(plan, transit_routers=())
    assert aligned(plan, gone) is plan


def test_another_router_in_the_same_region_is_another_one() -> None:
    plan = plan_with()
    one, other = looked_up(plan, REGION, "tr-1", "vtb-1"), looked_up(plan, REGION, "tr-2", "vtb-2")
    diff = diff_plans(one, other)
    rows = [row for row in diff.routes if row.route.table.owner in {"tr-1", "tr-2"}]
    assert {row.change for row in rows} == {Change.ADDED, Change.REMOVED}


def test_a_real_change_is_still_seen_beside_a_new_id() -> None:
    before = plan_with(with_client("osaka"))
    after = looked_up(plan_with(), REGION, "tr-uf6", "vtb-uf6")
    plain = diff_plans(before, plan_with())
    found = diff_plans(before, after)
    for change in Change:
        assert found.count(change) == plain.count(change)


def test_of_two_tables_the_system_table_is_the_one_that_the_same_attachments_read() -> None:
    before = plan_with()
    after = moved(looked_up(before, REGION, "tr-uf6", "vtb-uf6"), f"peer-{REGION}", "vtb-own")
    own = Table(TableKind.TRANSIT_ROUTER, REGION, "tr-uf6", "vtb-own")
    after = replace(after, routes=(*after.routes, replace(after.routes[0], table=own)))
    tables = {link.attachment: link.table.id for link in aligned(before, after).associations}
    assert tables["att-shanghai"] == "vtb-uf6"


def test_two_tables_never_become_one() -> None:
    before = moved(plan_with(), f"peer-{REGION}", "vtb-uf6")
    names = {table.id for table in _tables(before)}
    assert names == {SYSTEM_TABLE, "vtb-uf6"}
    after = looked_up(plan_with(), REGION, "tr-uf6", "vtb-uf6")
    assert {table.id for table in _tables(aligned(before, after))} == names


def test_a_system_table_that_no_attachment_of_both_uses_keeps_its_name() -> None:
    before = plan_with()
    after = looked_up(before, REGION, "tr-uf6", "vtb-uf6")
    spare = Table(TableKind.TRANSIT_ROUTER, REGION, "tr-uf6", "vtb-spare")
    after = replace(
        after, associations=(), propagations=(), routes=(*after.routes, replace(after.routes[0], table=spare))
    )
    assert {table.id for table in _tables(aligned(before, after))} == {SYSTEM_TABLE}


def test_only_the_region_of_the_router_is_renamed() -> None:
    before = plan_with()
    after = looked_up(before, REGION, "tr-uf6", "vtb-uf6")
    renamed = aligned(before, after)
    home = [row for row in before.routes if row.table.region == before.region]
    assert [row for row in renamed.routes if row.table.region == before.region] == home
    assert TransitRouterNode("tr-uf6", REGION, "tr-uf6", "Enterprise") in after.transit_routers


def _tables(plan: Plan) -> set[Table]:
    return {link.table for link in plan.associations if link.table.region == REGION}

from __future__ import annotations

import pytest

from acree_infra.reports.html_tables import diff_tables, plan_tables
from tests.infra.reports.cases import CASES, dev
from tests.infra.reports.reviews import REVIEWS, auth_moved, client_gone, hops_changed, live, new_range


def test_tables_come_in_the_order_of_the_packet() -> None:
    tables = plan_tables(dev().plan)
    assert [(table.title, table.region, table.owner, table.table) for table in tables.tables] == [
        ("VPC shanghai", "cn-shanghai", "vpc-uf6demo", "vtb-uf6main"),
        ("Transit router cn-shanghai", "cn-shanghai", "acree-dev-cn-shanghai", "system"),
        ("Transit router cn-hangzhou", "cn-hangzhou", "acree-dev-cn-hangzhou", "system"),
        ("VPC service", "cn-hangzhou", "vpc-bp1demo", "vtb-bp1main"),
    ]
    assert tables.tables[0].counted == "6 created, 3 built-in"
    assert tables.anchors["vpc-uf6demo"] == "t0"


@pytest.mark.parametrize("name", CASES)
def test_each_row_of_a_plan_is_on_the_page_once(name: str) -> None:
    plan = CASES[name]().plan
    tables = plan_tables(plan)
    rows = [row for table in tables.tables for row in table.rows]
    assert [row.place for row in rows] == list(range(len(plan.routes)))
    told = {(row.place, row.destination, row.hop, row.word, row.reason) for row in rows}
    assert told == {
        (tables.rows[r.table, r.destination], str(r.destination), str(r.hop), str(r.origin), r.reason)
        for r in plan.routes
    }
    assert not any(row.kept for row in rows)


@pytest.mark.parametrize("name", REVIEWS)
def test_each_row_of_a_difference_is_on_the_page_once(name: str) -> None:
    review = REVIEWS[name]()
    tables = diff_tables(review)
    rows = [row for table in tables.tables for row in table.rows]
    assert [row.place for row in rows] == list(range(len(review.diff.routes)))
    assert sum(row.kept for row in rows) == sum(change.change == "kept" for change in review.diff.routes)


def test_a_changed_hop_says_what_it_was() -> None:
    rows = [row for table in diff_tables(hops_changed()).tables for row in table.rows if not row.kept]
    assert {(row.mark, row.word, row.hop, row.was) for row in rows} == {
        ("!", "hop changed", "foreign vpn", "was attachment att-shanghai")
    }


def test_a_row_says_where_it_was_learned() -> None:
    rows = [row for table in diff_tables(auth_moved()).tables for row in table.rows if row.word == "added"]
    assert rows
    assert all("legs.auth.addresses by challenge+dns" in row.source for row in rows)


def test_a_table_says_how_full_it_will_be() -> None:
    counted = {table.owner: table.counted for table in diff_tables(new_range()).tables}
    assert counted["vpc-uf6demo"].startswith("1 added, 9 kept; ")
    assert counted["vpc-bp1demo"] == "4 kept"


def test_a_row_says_its_state_where_the_account_was_asked() -> None:
    told = {row.source for table in diff_tables(live()).tables for row in table.rows}
    assert any(text.endswith("in the account: Available") for text in told)
    assert any(text.endswith("in the account: Rejected") for text in told)
    assert not any("in the account" in row.source for table in diff_tables(new_range()).tables for row in table.rows)


def test_tables_of_what_is_gone_keep_their_names() -> None:
    tables = diff_tables(client_gone())
    assert [table.title for table in tables.tables if table.owner == "vpc-osaka"] == ["VPC osaka"]
    assert tables.tables[-1].title == "VPC service"

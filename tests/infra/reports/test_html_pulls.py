from __future__ import annotations

import json

import pytest

from acree_infra.reports.html_pulls import AFTER, BEFORE, Pull, PullData, pulls_of, ways_of
from acree_infra.reports.html_tables import diff_tables, plan_tables
from acree_infra.routing.nouns import HopKind
from acree_infra.routing.trace import Verdict, paths
from tests.infra.reports.cases import CASES, dev, foreign, unlinked
from tests.infra.reports.pages import Reader, page_of
from tests.infra.reports.reviews import auth_moved, hops_changed, nothing


def compared(before: object, after: object) -> list[Pull]:
    return pulls_of([(BEFORE, before), (AFTER, after)])  # type: ignore[list-item]  # plans of a review


@pytest.mark.parametrize("name", sorted(CASES.keys() - {"unlinked"}))
def test_every_traced_path_is_in_one_pull(name: str) -> None:
    plan = CASES[name]().plan
    pulls = pulls_of([(AFTER, plan)])
    for path in paths(plan):
        home = path.trace.back[-1:] if path.trace.back and path.trace.back[-1].hop.kind is HopKind.LOCAL else ()
        back = path.trace.back[: len(path.trace.back) - len(home)]
        found = [
            pull
            for pull in pulls
            if (pull.key.client, pull.key.leg, pull.key.prefix) == (path.client.name, path.leg, path.prefix)
            and (pull.key.there, pull.key.back, pull.key.verdict) == (path.trace.forward, back, path.trace.verdict)
        ]
        assert len(found) == 1
        place = found[0].sources.index(f"{path.subnet.id} {path.trace.source}")
        assert found[0].homes[place] == (home[0] if home else None)


def test_vswitches_that_go_the_same_way_are_one_pull() -> None:
    pulls = pulls_of([(AFTER, dev().plan)])
    assert [(pull.key.leg, str(pull.key.prefix)) for pull in pulls] == [
        ("registry", "10.0.0.0/16"),
        ("auth", "100.103.9.188/32"),
        ("oss", "100.98.170.0/24"),
        ("oss", "100.114.102.0/24"),
        ("oss", "100.118.28.0/24"),
        ("oss", "100.118.31.0/24"),
    ]
    assert pulls[0].sources == ["vsw-uf6m 172.16.0.1", "vsw-uf6n 172.16.1.1"]
    assert [step.hop.name for step in pulls[0].homes if step] == ["vsw-uf6m", "vsw-uf6n"]


def test_a_plan_that_waits_has_none() -> None:
    assert pulls_of([(AFTER, unlinked().plan)]) == []


def test_half_of_a_range_that_is_dropped_is_a_pull_of_its_own() -> None:
    pulls = [pull for pull in pulls_of([(AFTER, foreign().plan)]) if str(pull.key.prefix) == "100.118.28.0/24"]
    assert {pull.key.verdict for pull in pulls} == {Verdict.DELIVERED, Verdict.DROPPED}
    assert all(bool(pull.reason) == (pull.key.verdict is Verdict.DROPPED) for pull in pulls)


class TestTwoPlans:
    def test_what_stays_is_told_once(self) -> None:
        review = nothing()
        assert {tuple(pull.sides) for pull in compared(review.before.plan, review.after.plan)} == {(BEFORE, AFTER)}

    def test_what_changes_stands_side_by_side(self) -> None:
        review = hops_changed()
        pulls = compared(review.before.plan, review.after.plan)
        assert [(pull.key.verdict, pull.sides) for pull in pulls[:2]] == [
            (Verdict.DELIVERED, [BEFORE]),
            (Verdict.DROPPED, [AFTER]),
        ]
        assert pulls[0].key.prefix == pulls[1].key.prefix

    def test_a_leg_elsewhere_is_another_pull(self) -> None:
        review = auth_moved()
        auth = [pull for pull in compared(review.before.plan, review.after.plan) if pull.key.leg == "auth"]
        assert [(str(pull.key.prefix), pull.sides) for pull in auth] == [
            ("100.103.7.181/32", [AFTER]),
            ("100.103.9.188/32", [BEFORE]),
        ]


class TestData:
    def test_steps_lead_to_tables_and_rows_of_the_page(self) -> None:
        plan = dev().plan
        tables = plan_tables(plan)
        data = json.loads(json.dumps(PullData("vpc-bp1demo", tables.rows, tables.titles).of(pulls_of([(AFTER, plan)]))))
        first = data["pulls"][0]
        steps = [data["steps"][place] for place in first["there"]]
        assert [data["tables"][step["table"]]["owner"] for step in steps] == [
            "vpc-uf6demo",
            "acree-dev-cn-shanghai",
            "acree-dev-cn-hangzhou",
            "vpc-bp1demo",
        ]
        assert [step["over"] for step in steps] == ["att-shanghai", "peer-cn-shanghai", "att-service", ""]
        rows = {row.place: row for table in tables.tables for row in table.rows}
        assert [rows[step["row"]].destination for step in steps] == [step["prefix"] for step in steps]
        assert len(first["homes"]) == len(first["sources"])
        assert data["service"] == "vpc-bp1demo"

    def test_a_row_of_others_is_none_of_the_page(self) -> None:
        data = Reader(page_of("plan-foreign")).data
        strange = [step for step in data["steps"] if step["hop"].startswith("foreign ")]
        assert strange
        assert {step["row"] for step in strange} == {-1}

    def test_both_sides_of_a_changed_row_are_one_row(self) -> None:
        review = hops_changed()
        tables = diff_tables(review)
        data = Reader(page_of("diff-hops-changed")).data
        rows = {step["row"]: step["hop"] for step in data["steps"] if step["hop"] == "foreign vpn"}
        assert set(rows) <= set(tables.rows.values())
        before = [step for step in data["steps"] if step["row"] in rows and step["hop"] != "foreign vpn"]
        assert {step["hop"] for step in before} == {"attachment att-shanghai"}


class TestWithoutScripts:
    def test_prefixes_that_go_the_same_way_are_one_line(self) -> None:
        plan = dev().plan
        ways = ways_of(pulls_of([(AFTER, plan)]), plan_tables(plan).titles)
        assert [way.leg for way in ways] == ["registry", "auth", "oss"]
        oss = ways[2]
        assert oss.prefixes == "100.98.170.0/24, 100.114.102.0/24, 100.118.28.0/24, 100.118.31.0/24"
        assert oss.there[0] == "VPC shanghai, vtb-uf6main → attachment att-shanghai"
        assert oss.back[-1] == "VPC shanghai, vtb-uf6main → local vsw-uf6m"
        assert (oss.verdict, oss.reason, oss.sides) == ("delivered", "", "after")

    def test_the_page_has_all_of_it_in_a_part_for_them(self) -> None:
        text = page_of("diff-hops-changed")
        part = text[text.index("<noscript>") : text.index("</noscript>")]
        assert part.count('<th scope="row">shanghai</th>') == 6
        assert "dropped after: vpc table vtb-uf6main" in part

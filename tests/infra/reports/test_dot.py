from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.reports.diff_report import DiffReport
from acree_infra.reports.dot import diff_dot, plan_dot, quoted
from acree_infra.reports.plan_report import PlanReport
from acree_infra.reports.plan_text import View
from acree_infra.reports.style import Style
from tests.infra.reports.cases import CASES
from tests.infra.reports.conftest import Golden
from tests.infra.reports.reviews import REVIEWS

STRING = r'"(?:[^"\\\n]|\\.)*"'
ATTRIBUTES = rf"\[\w+={STRING}(?:, \w+={STRING})*\]"
STATEMENT = re.compile(
    "|".join(
        (
            r"digraph routes \{",
            rf"  (graph|node|edge) {ATTRIBUTES}",
            r"  subgraph cluster_\d+ \{",
            rf"    label={STRING}",
            rf"( {{2}}| {{4}})n\d+ {ATTRIBUTES}",
            rf"  n\d+ -> n\d+ {ATTRIBUTES}",
            r" {0,2}\}",
        )
    )
)


def every() -> dict[str, str]:
    plans = {f"plan-{n}": plan_dot(PlanReport(c().plan, c().findings, View())) for n, c in CASES.items()}
    return plans | {f"diff-{name}": diff_dot(DiffReport(made(), Style())) for name, made in REVIEWS.items()}


EVERY = every()


@pytest.mark.parametrize("name", EVERY)
def test_each_line_is_a_statement_and_braces_close(name: str) -> None:
    text = EVERY[name]
    assert [line for line in text.splitlines() if not STATEMENT.fullmatch(line)] == []
    outside = re.sub(STRING, "", text)
    assert outside.count("{") == outside.count("}")


@pytest.mark.parametrize("name", EVERY)
def test_arrows_join_nodes_that_are_declared(name: str) -> None:
    text = EVERY[name]
    declared = set(re.findall(r"^ +(n\d+) \[", text, re.MULTILINE))
    arrows = re.findall(r"^  (n\d+) -> (n\d+) ", text, re.MULTILINE)
    assert {end for arrow in arrows for end in arrow} == declared


@pytest.mark.parametrize("name", ["plan-dev", "plan-same-region", "diff-new-range", "diff-hops-changed"])
def test_it_is_what_was_kept(name: str, golden: Golden) -> None:
    golden(f"../formats/{name}.dot", EVERY[name])


def test_a_difference_is_told_by_more_than_colour() -> None:
    assert re.search(r'-> n\d+ \[label="[^"]*: removed", color="#b91c1c", style="dashed"\]', EVERY["diff-client-gone"])
    assert re.search(r'-> n\d+ \[label="[^"]*: added", color="#15803d", penwidth="2"\]', EVERY["diff-new-client"])
    assert 'style="dotted"' in EVERY["plan-dev"]


@given(st.text())
def test_any_text_is_one_string(text: str) -> None:
    assert re.fullmatch(STRING, quoted(text))


def test_lines_and_quotes_of_a_string() -> None:
    assert quoted('a "b"\nc\\d') == r'"a \"b\"\nc\\d"'

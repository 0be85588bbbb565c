from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.reports.diff_report import DiffReport
from acree_infra.reports.mermaid import diff_mermaid, escaped, plan_mermaid
from acree_infra.reports.plan_report import PlanReport
from acree_infra.reports.plan_text import View
from acree_infra.reports.style import Style
from tests.infra.reports.cases import CASES
from tests.infra.reports.conftest import Golden
from tests.infra.reports.reviews import REVIEWS

LINES = (
    r"---",
    r'title: "[^"\n]+"',
    r"flowchart LR",
    r'  subgraph region\d+\["[^"]+"\]',
    r'( {2}| {4})n\d+(\["[^"]+"\]|\{\{"[^"]+"\}\}|\(\["[^"]+"\]\)|\[/"[^"]+"/\])',
    r"  end",
    r'  n\d+ (-->|==>|-\.->)\|"[^"]+"\| n\d+',
    r"  linkStyle \d+(,\d+)* stroke:#[0-9a-f]{6}",
    r"  classDef (added|removed) stroke:#[0-9a-f]{6},stroke-width:3px",
    r"  class n\d+(,n\d+)* (added|removed)",
)
LINE = re.compile("|".join(f"(?:{line})" for line in LINES))


def every() -> dict[str, str]:
    plans = {f"plan-{n}": plan_mermaid(PlanReport(c().plan, c().findings, View())) for n, c in CASES.items()}
    return plans | {f"diff-{name}": diff_mermaid(DiffReport(made(), Style())) for name, made in REVIEWS.items()}


EVERY = every()


@pytest.mark.parametrize("name", EVERY)
def test_each_line_is_of_the_language(name: str) -> None:
    wrong = [line for line in EVERY[name].splitlines() if not LINE.fullmatch(line)]
    assert wrong == []


@pytest.mark.parametrize("name", EVERY)
def test_nodes_are_declared_before_arrows_and_every_arrow_has_a_colour(name: str) -> None:
    text = EVERY[name]
    declared = set(re.findall(r"^ +(n\d+)[\[({]", text, re.MULTILINE))
    arrows = re.findall(r"^  (n\d+) \S+\|.*\| (n\d+)$", text, re.MULTILINE)
    assert {end for arrow in arrows for end in arrow} == declared
    styled = [int(place) for line in re.findall(r"linkStyle (\S+)", text) for place in line.split(",")]
    assert sorted(styled) == list(range(len(arrows)))
    assert text.count("subgraph") == text.count("\n  end")


@pytest.mark.parametrize("name", ["plan-dev", "plan-same-region", "diff-new-range", "diff-hops-changed"])
def test_it_is_what_was_kept(name: str, golden: Golden) -> None:
    golden(f"../formats/{name}.mmd", EVERY[name])


def test_a_difference_is_told_by_more_than_colour() -> None:
    text = EVERY["diff-client-gone"]
    assert "-.->" in text
    assert ": removed" in text
    assert "==>" in EVERY["diff-new-client"]


@given(st.text())
def test_no_text_ends_its_quotes_or_becomes_markup(text: str) -> None:
    shown = escaped(text)
    assert not set(shown) & set('"<>&`\\\n')
    assert re.sub(r"#(\d+);", lambda found: chr(int(found[1])), shown) == "".join(
        char for char in (text if text.isprintable() else " ".join(text.split())) if char.isprintable()
    )

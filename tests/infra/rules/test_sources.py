from __future__ import annotations

import re

import pytest

from acree_infra.rules.all_rules import RULES
from acree_infra.rules.sources import SOURCES, sources_of
from tests.docs.test_reference import ROOT

ROW = re.compile(r"^\| ([SKN][^|]*?) \| ([^|]*?) \|", re.MULTILINE)


def documented() -> dict[str, str]:
    """The facts of the document: a row may speak of several."""
    text = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for names, told in ROW.findall(text):
        first, _, last = names.partition("-")
        ids = [f"S{n}" for n in range(int(first[1:]), int(last[1:]) + 1)] if last else names.split(", ")
        found |= dict.fromkeys(ids, told)
    return found


@pytest.mark.parametrize("rule", RULES.all(), ids=lambda rule: rule.id)
def test_every_fact_that_a_rule_names_is_told(rule: object) -> None:
    purpose = getattr(rule, "purpose", "")
    assert set(sources_of(purpose)) == set(re.findall(r"\b[SKN][1-9]\d?\b", purpose))


def test_they_are_those_of_the_document() -> None:
    known = documented()
    assert {name: known[name] for name in SOURCES} == dict(SOURCES)


def test_they_come_in_the_order_of_the_text_and_once() -> None:
    assert list(sources_of("by N14 and K1 (N14), not G9, S999 or XS8")) == ["N14", "K1"]
    assert sources_of("nothing") == {}

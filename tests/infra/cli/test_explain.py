from __future__ import annotations

import pytest

from acree_infra.rules.all_rules import RULES
from acree_infra.rules.sources import SOURCES, sources_of
from tests.infra.cli.conftest import Acree


def test_all_rules_are_listed(acree: Acree) -> None:
    result = acree("explain")
    lines = result.out.splitlines()
    assert result.code == 0
    assert [line.split()[0] for line in lines] == [rule.id for rule in RULES.all()]
    assert all(rule.name in line for rule, line in zip(RULES.all(), lines, strict=True))


@pytest.mark.parametrize("word", ["G9", "g9", "service-overlap", "Service-Overlap"])
def test_a_rule_is_found_by_id_and_name(acree: Acree, word: str) -> None:
    told, _, sources = acree("explain", word).out.partition("\nSources:\n")
    assert told == RULES.explain("G9")
    assert sources == f"  S11  {SOURCES['S11']}\n"


def test_a_rule_without_sources_has_no_heading_for_them(acree: Acree) -> None:
    assert not sources_of(RULES.explain("G38"))
    assert acree("explain", "G38").out == RULES.explain("G38")


@pytest.mark.parametrize(
    ("word", "right"), [("G99", "did you mean 'G9'?"), ("pod-cidr", "did you mean 'pod-cidrs'?"), ("gx", "known: ")]
)
def test_an_unknown_rule_names_the_nearest(acree: Acree, word: str, right: str) -> None:
    result = acree("explain", word)
    assert (result.code, result.out) == (2, "")
    assert f"there is no rule {word!r}" in result.err
    assert right in result.err

"""The plan of the worked example and its variations, whole, as a person and as a program reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from acree_infra.reports.document import plan_document
from acree_infra.reports.output import as_json
from tests.infra.reports.cases import CASES, dev

Golden = Callable[[str, str], None]


KEPT = [
    *("dev", "three-regions", "same-region", "auto-advertise-off"),
    *(name for name in CASES if name.startswith(("site-", "vpc-"))),
]


@pytest.mark.parametrize("name", KEPT)
def test_the_text_is_what_was_kept(name: str, golden: Golden) -> None:
    golden(f"{name}.txt", CASES[name]().text())


def test_the_document_is_what_was_kept(golden: Golden) -> None:
    case = dev()
    golden("dev.json", as_json(plan_document(case.plan, case.findings)))


def test_two_runs_give_the_same_bytes() -> None:
    first, second = dev(), dev()
    assert first.text() == second.text()
    assert as_json(plan_document(first.plan, first.findings)) == as_json(plan_document(second.plan, second.findings))

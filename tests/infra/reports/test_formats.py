from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest

from acree_infra.reports.diff_report import DiffReport
from acree_infra.reports.formats import DIFF, LINT, PLAN, Formats, writer, written
from acree_infra.reports.lint_report import LintReport
from acree_infra.reports.plan_report import PlanReport
from acree_infra.reports.plan_text import View
from acree_infra.reports.style import Style
from tests.infra.reports.cases import Case, dev, foreign, unlinked
from tests.infra.reports.reviews import new_range

KINDS: dict[str, tuple[Formats, type]] = {
    "plan": (PLAN, PlanReport),
    "diff": (DIFF, DiffReport),
    "lint": (LINT, LintReport),
}
EVERY = [(kind, name) for kind, (formats, _) in KINDS.items() for name in formats]


def lint_report(case: Case, traced: int = 20, delivered: int = 20) -> LintReport:
    return LintReport(case.plan, case.findings, traced, delivered, Style())


def report_of(kind: str) -> object:
    case = dev()
    made: dict[str, Callable[[], object]] = {
        "plan": lambda: PlanReport(case.plan, case.findings, View()),
        "diff": lambda: DiffReport(new_range(), Style()),
        "lint": lambda: lint_report(case),
    }
    return made[kind]()


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_each_writer_takes_its_report_and_gives_text(kind: str, name: str) -> None:
    formats, wanted = KINDS[kind]
    hints = inspect.signature(writer(formats[name]), eval_str=True)
    assert [parameter.annotation for parameter in hints.parameters.values()] == [wanted]
    assert hints.return_annotation is str


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_each_format_is_a_text_that_two_runs_write_alike(kind: str, name: str) -> None:
    formats, _ = KINDS[kind]
    text = written(formats, name, report_of(kind))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert text == written(formats, name, report_of(kind))


@pytest.mark.parametrize("formats", [PLAN, DIFF, LINT])
def test_text_is_the_default(formats: Formats) -> None:
    assert next(iter(formats)) == "text"


def test_an_unknown_format_is_the_callers_fault() -> None:
    with pytest.raises(KeyError):
        written(PLAN, "pdf", report_of("plan"))


def test_lint_says_how_the_paths_fare_or_why_there_are_none() -> None:
    assert lint_report(foreign(), 24, 20).headline == "20 of 24 paths are delivered, there and back"
    assert lint_report(unlinked(), 0, 0).headline == "the service VPC is not linked to the registry yet"


def test_the_plain_formats_differ_in_what_they_keep() -> None:
    review = new_range()
    whole, brief = (written(DIFF, "text", DiffReport(review, Style(), kept=kept)) for kept in (True, False))
    assert "172.16.0.0/16" in whole
    assert "172.16.0.0/16" not in brief
    assert written(DIFF, "json", DiffReport(review, Style(), kept=False)).count('"kept"') > 20

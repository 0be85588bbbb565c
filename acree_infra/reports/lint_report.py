"""What every format of `acree lint` is written from, and its plain formats."""

from __future__ import annotations

from dataclasses import dataclass

from acree_infra.reports.document import lint_document
from acree_infra.reports.findings_text import findings_lines
from acree_infra.reports.output import as_json, as_text
from acree_infra.reports.style import Style
from acree_infra.routing.plan_model import Plan
from acree_infra.rules.finding import Finding


@dataclass(frozen=True, slots=True)
class LintReport:
    """What the rules say of a stack.

    Attributes:
        plan: the plan that they judged.
        findings: the heaviest first.
        traced: how many paths were followed there and back.
        delivered: how many of them arrive.
        style: how the text stands on the terminal.
    """

    plan: Plan
    findings: tuple[Finding, ...]
    traced: int
    delivered: int
    style: Style

    @property
    def headline(self) -> str:
        """How the paths fare, or why there are none yet."""
        return self.plan.waiting or f"{self.delivered} of {self.traced} paths are delivered, there and back"


def lint_text(report: LintReport) -> str:
    """For a person at a terminal."""
    head = f"{report.plan.stack}: {report.headline}"
    return as_text([head, *findings_lines(report.findings, report.style)])


def lint_json(report: LintReport) -> str:
    """For a program: `acree schema --kind lint`."""
    return as_json(lint_document(report.plan, report.findings, report.traced, report.delivered))

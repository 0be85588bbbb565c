"""What every format of `acree plan` is written from, and its plain formats."""

from __future__ import annotations

from dataclasses import dataclass

from acree_infra.reports.document import plan_document
from acree_infra.reports.output import as_json, as_text
from acree_infra.reports.plan_text import View, plan_lines
from acree_infra.routing.plan_model import Plan
from acree_infra.rules.finding import Finding


@dataclass(frozen=True, slots=True)
class PlanReport:
    """A plan with what the rules say of it.

    Attributes:
        plan: the whole plan.
        findings: in the order of the rules' register.
        view: how much of it the text shows, and how.
    """

    plan: Plan
    findings: tuple[Finding, ...]
    view: View


def plan_text(report: PlanReport) -> str:
    """For a person at a terminal."""
    return as_text(plan_lines(report.plan, report.findings, report.view))


def plan_json(report: PlanReport) -> str:
    """For a program: `acree schema --kind plan`."""
    return as_json(plan_document(report.plan, report.findings))

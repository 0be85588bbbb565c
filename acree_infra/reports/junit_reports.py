"""JUnit XML of the rules and of the rails, for a pipeline that shows test results beside a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from acree_infra.junit import Case, Suite, junit_text
from acree_infra.reports.diff_report import DiffReport
from acree_infra.reports.lint_report import LintReport
from acree_infra.routing.rails import RAILS, Refusal
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.finding import Finding

_TRACE = "see which: acree trace --all"


def lint_junit(report: LintReport) -> str:
    """A case for each finding, and one for each rule that finds nothing; findings that do not stop pass and say so."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    cases = [case for rule in RULES.all() for case in _of_rule(f"{rule.id} {rule.name}", by_rule.get(rule.id, []))]
    return junit_text(f"acree lint {report.plan.stack}", [Suite("rules", tuple(cases)), _paths(report)])


def _of_rule(name: str, findings: list[Finding]) -> Iterator[Case]:
    if not findings:
        yield Case("lint.rules", name)
    places = Counter[str]()
    for finding in findings:
        places[finding.where] += 1
        again = f" ({places[finding.where]})" if places[finding.where] > 1 else ""
        shown = f"{name} {finding.where}{again}"
        said = f"{finding.where}: {finding.message}"
        if finding.severity.stops:
            failure = str(finding.severity), said
            yield Case("lint.rules", shown, failure=failure, remedy=finding.remedy)
        else:
            lowered = f"; lowered by this stack: {finding.reason}" if finding.reason else ""
            yield Case("lint.rules", shown, output=f"{finding.severity}: {said}; {finding.remedy}{lowered}")


def _paths(report: LintReport) -> Suite:
    name = "every path there and back"
    if report.plan.waiting:
        return Suite("paths", (Case("lint.paths", name, skipped=report.plan.waiting),))
    if report.delivered == report.traced:
        return Suite("paths", (Case("lint.paths", name, output=report.headline),))
    return Suite("paths", (Case("lint.paths", name, failure=("dropped", report.headline), remedy=_TRACE),))


def diff_junit(report: DiffReport) -> str:
    """A case for each rail; one that a person has lifted passes, with the reason in its output."""
    review = report.review
    met = {refusal.rail: refusal for refusal in review.refusals}
    names = dict.fromkeys((*RAILS, *met))
    cases = tuple(_rail(name, met.get(name)) for name in names)
    return junit_text(f"acree diff {review.diff.stack}", [Suite(f"rails against {review.before.name}", cases)])


def _rail(name: str, refusal: Refusal | None) -> Case:
    group = "diff.rails"
    if refusal is None:
        return Case(group, name)
    if refusal.accepted:
        return Case(group, name, output=f"{refusal.message}; accepted: {refusal.accepted}")
    return Case(group, name, failure=("refused", refusal.message), remedy=f"{refusal.key}, if it is meant")

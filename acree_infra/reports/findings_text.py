"""Findings for a person: the heaviest first, each with its place and its way out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from acree_infra.reports.style import Style, plain
from acree_infra.rules.finding import Finding, Severity

COLOURS = {Severity.REFUSE: "red", Severity.ASK: "red", Severity.WARN: "yellow", Severity.INFO: "blue"}
_INDENT = 9


def findings_lines(findings: Iterable[Finding], style: Style) -> Iterator[str]:
    """The lines of findings; a last line counts them."""
    listed = list(findings)
    if listed:
        yield ""
        yield style.paint("Findings", "bold")
    for finding in listed:
        head = style.paint(f"{finding.severity:<6}", COLOURS[finding.severity], "bold")
        yield f"  {head} {finding.rule} {finding.name}  {plain(finding.where)}"
        yield from style.wrapped(finding.message, _INDENT)
        if finding.remedy:
            yield from style.wrapped(f"to do: {finding.remedy}", _INDENT)
        if finding.reason:
            yield from style.wrapped(f"lowered by this stack: {finding.reason}", _INDENT)
    yield ""
    yield summary(listed)


def summary(findings: Iterable[Finding]) -> str:
    """One line: how many of each severity, and whether they stop the plan."""
    counts = Counter(finding.severity for finding in findings)
    parts = ", ".join(f"{counts[severity]} {severity}" for severity in Severity if counts[severity])
    stopped = any(severity.stops for severity in counts)
    return f"{parts or 'no findings'}: {'refused' if stopped else 'nothing stands in the way'}"

"""A finding as a paragraph: what the engine shows, by the program and by the policy pack alike."""

from __future__ import annotations

from acree_infra.rules.finding import Finding


def paragraph(finding: Finding, place: str = "") -> str:
    """Rule, weight, place and message on one line; the way out, and the reason of a lowered weight, below it.

    Args:
        finding: what a rule found.
        place: what stands for the finding's own `file:line`, such as the name of a resource.
    """
    lines = [f"{finding.rule} {finding.name} ({finding.severity}), {place or finding.where}: {finding.message}"]
    if finding.remedy:
        lines.append(f"    to lift: {finding.remedy}")
    if finding.reason:
        lines.append(f"    lowered: {finding.reason}")
    return "\n".join(lines)

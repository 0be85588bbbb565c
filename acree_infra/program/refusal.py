"""What rules found: refused before any resource, or shown beside the plan."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi

from acree_infra.errors import PolicyError
from acree_infra.rules.finding import Finding, Severity
from acree_infra.rules.paragraph import paragraph
from acree_infra.rules.wording import counted


def refuse(stack: str, findings: Sequence[Finding]) -> None:
    """Stop where a finding stops.

    Raises:
        PolicyError: every stopping finding, with its rule, message, place and way out.
    """
    stopping = [finding for finding in findings if finding.severity.stops]
    if stopping:
        head = f"{counted(len(stopping), 'finding')} stop stack {stack}; nothing was created:"
        raise PolicyError("\n".join([head, *(paragraph(finding) for finding in stopping)]))


def show(findings: Sequence[Finding]) -> None:
    """Say what does not stop: warnings as the engine's warnings, the rest as its notes."""
    for finding in findings:
        if not finding.severity.stops:
            write = pulumi.log.warn if finding.severity is Severity.WARN else pulumi.log.info
            write(paragraph(finding))

"""Severities and findings."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from acree_infra.errors import Where
from acree_infra.rules.finding import Finding, Hit, Severity


def test_severities_from_heavy_to_light() -> None:
    assert sorted(Severity, key=lambda severity: severity.rank) == [
        Severity.REFUSE,
        Severity.ASK,
        Severity.WARN,
        Severity.INFO,
    ]


@pytest.mark.parametrize(("severity", "stops"), [("refuse", True), ("ask", True), ("warn", False), ("info", False)])
def test_only_refusals_and_questions_stop(severity: str, stops: bool) -> None:
    assert Severity(severity).stops is stops


def test_findings_and_hits_are_values() -> None:
    hit = Hit("a collides with b", Where("f.yaml", 3), "move a")
    finding = Finding("G9", "service-overlap", Severity.REFUSE, hit.message, str(hit.where), hit.remedy)
    assert (finding.where, finding.reason, hit.severity) == ("f.yaml:3", "", None)
    with pytest.raises(FrozenInstanceError):
        finding.message = "other"  # type: ignore[misc]  # writing to it is what the test tries

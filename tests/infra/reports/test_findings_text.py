from __future__ import annotations

import pytest

from acree_infra.reports.findings_text import findings_lines, summary
from acree_infra.reports.style import Style
from acree_infra.rules.finding import Finding, Severity


def finding(severity: Severity = Severity.WARN, **changes: str) -> Finding:
    values = {"message": "this collides with that", "where": "stacks/Pulumi.dev.yaml:4", "remedy": "change it"}
    return Finding("G9", "service-overlap", severity, **{**values, **changes})


def test_a_finding_says_what_where_and_what_to_do() -> None:
    assert list(findings_lines([finding()], Style())) == [
        "",
        "Findings",
        "  warn   G9 service-overlap  stacks/Pulumi.dev.yaml:4",
        "         this collides with that",
        "         to do: change it",
        "",
        "1 warn: nothing stands in the way",
    ]


def test_the_reason_of_a_lowered_one_is_shown() -> None:
    lines = list(findings_lines([finding(reason="agreed with the network team")], Style()))
    assert "         lowered by this stack: agreed with the network team" in lines


def test_a_finding_without_a_remedy_has_no_empty_line_for_it() -> None:
    assert not any("to do" in line for line in findings_lines([finding(remedy="")], Style()))


def test_a_message_from_a_file_cannot_colour_the_terminal() -> None:
    lines = list(findings_lines([finding(message="a\x1b[31mb", where="x\x1b]0;t\x07:1")], Style()))
    assert not any("\x1b" in line for line in lines)


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ([], "no findings: nothing stands in the way"),
        ([Severity.INFO, Severity.WARN, Severity.INFO], "1 warn, 2 info: nothing stands in the way"),
        ([Severity.ASK], "1 ask: refused"),
        ([Severity.WARN, Severity.REFUSE], "1 refuse, 1 warn: refused"),
    ],
)
def test_the_last_line_counts(severities: list[Severity], expected: str) -> None:
    findings = [finding(severity) for severity in severities]
    assert summary(findings) == expected
    assert list(findings_lines(findings, Style()))[-1] == expected

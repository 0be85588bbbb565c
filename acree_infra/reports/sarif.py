"""The findings of `acree lint` as SARIF 2.1.0, which code hosts and editors show at the line that caused them.

Source of the format: the OASIS standard, Static Analysis Results Interchange Format 2.1.0.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from acree_infra.reports.lint_report import LintReport
from acree_infra.reports.output import as_json
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.finding import Finding, Severity
from acree_infra.rules.registry import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "acreeFinding/v1"
"""Kind of the fingerprint; another way to make it needs another name."""
_LEVELS = {Severity.REFUSE: "error", Severity.ASK: "error", Severity.WARN: "warning", Severity.INFO: "note"}
_ROOT = "SRCROOT"


def lint_sarif(report: LintReport) -> str:
    """One run of the rules; every rule is described, whether it found something or not."""
    rules = RULES.all()
    places = {rule.id: place for place, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "acree", "rules": [_rule(rule) for rule in rules]}},
        "automationDetails": {"id": f"acree-lint/{report.plan.stack}/"},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that acree was run in."}}},
        "columnKind": "unicodeCodePoints",
        "properties": {"stack": report.plan.stack, "digest": report.plan.digest, "paths": report.headline},
        "results": _results(report.plan.stack, places, report.findings),
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    first, _, rest = rule.purpose.partition("\n\n")
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": _paragraph(first)},
        "fullDescription": {"text": _paragraph(rest.partition("\n\n")[0] or first)},
        "help": {"text": rule.purpose, "markdown": rule.purpose},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"severities": [str(severity) for severity in rule.severities]},
    }


def _paragraph(text: str) -> str:
    return " ".join(text.split())


def _results(stack: str, places: dict[str, int], findings: Iterable[Finding]) -> list[dict[str, Any]]:
    seen: dict[str, int] = {}
    results = []
    for finding in findings:
        mark = _fingerprint(stack, finding)
        seen[mark] = seen.get(mark, 0) + 1
        results.append(_result(finding, places[finding.rule], f"{mark}:{seen[mark]}"))
    return results


def _result(finding: Finding, place: int, fingerprint: str) -> dict[str, Any]:
    told = (finding.message, finding.remedy and f"To do: {finding.remedy}.")
    lowered = {"lowered": finding.reason} if finding.reason else {}
    return {
        "ruleId": finding.rule,
        "ruleIndex": place,
        "level": _LEVELS[finding.severity],
        "message": {"text": ". ".join(part for part in told if part)},
        "locations": [{"physicalLocation": _location(finding.where)}],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": {"severity": str(finding.severity), **lowered},
    }


def _location(where: str) -> dict[str, Any]:
    """The place of `file:line`: relative to the folder of the run where the file was named so."""
    file, _, line = where.rpartition(":")
    uri = quote(PurePath(file).as_posix())
    artifact = {"uri": f"file://{uri}"} if uri.startswith("/") else {"uri": uri, "uriBaseId": _ROOT}
    return {"artifactLocation": artifact, "region": {"startLine": int(line)}}


def _fingerprint(stack: str, finding: Finding) -> str:
    """What stays the same when lines are added above: rule, stack, file and message, not the line."""
    file = finding.where.rpartition(":")[0]
    told = [finding.rule, stack, PurePath(file).name, finding.message]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]

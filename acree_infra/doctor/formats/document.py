"""A report as plain data for JSON, in a form that its schema publishes."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, Final

from acree_infra.doctor.result import CheckResult, DoctorReport

SCHEMA_VERSION: Final = 1


def report_document(report: DoctorReport) -> dict[str, Any]:
    """The report as lists, mappings, texts and numbers."""
    return {
        "schema_version": SCHEMA_VERSION,
        "stack": report.stack,
        "vantage": report.vantage,
        "image": report.image,
        "outcome": str(report.outcome),
        "exit_code": report.exit_code,
        "milliseconds": report.milliseconds,
        "legs": [
            {"leg": str(leg.leg), "outcome": str(leg.outcome), "checks": [_check(result) for result in leg.checks]}
            for leg in report.legs
        ],
    }


def report_json(report: DoctorReport) -> str:
    """The report as JSON text."""
    return json.dumps(report_document(report), indent=2, ensure_ascii=False) + "\n"


def report_schema() -> dict[str, Any]:
    """The JSON Schema of the report."""
    text = files("acree_infra.doctor.formats").joinpath("report.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _check(result: CheckResult) -> dict[str, Any]:
    return {
        "check": result.check,
        "host": result.host,
        "address": result.address,
        "outcome": str(result.outcome),
        "code": result.code,
        "cause": result.cause,
        "remedy": result.remedy,
        "milliseconds": result.milliseconds,
    }

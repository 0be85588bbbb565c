"""What several hosts saw, in each format: their reports one behind the other, then who could not be asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from acree_infra.doctor.formats.document import SCHEMA_VERSION, report_document, report_schema
from acree_infra.doctor.formats.junit import suites
from acree_infra.doctor.formats.markdown import markdown_lines
from acree_infra.doctor.formats.text import text_lines
from acree_infra.doctor.survey import Survey, Unseen
from acree_infra.junit import Case, Suite, junit_text


def survey_text(survey: Survey) -> str:
    """All reports as text, then one line for each host."""
    lines: list[str] = []
    for report in survey.reports:
        lines += [*text_lines(report), ""]
    return "\n".join([*lines, *_hosts(survey), ""])


def survey_markdown(survey: Survey) -> str:
    """All reports as Markdown, then a list of the hosts that could not be asked."""
    lines: list[str] = []
    for report in survey.reports:
        lines += [*markdown_lines(report), ""]
    if survey.unseen:
        lines += ["## Not asked", "", *(f"- `{each.vantage}`: `{_said(each)}`" for each in survey.unseen), ""]
    return "\n".join(lines)


def survey_junit(survey: Survey) -> str:
    """All reports as JUnit XML; a host that could not be asked is a suite with one failure."""
    seen = [suite for report in survey.reports for suite in suites(report)]
    unseen = [
        Suite(f"from {each.vantage}", (Case("doctor", each.vantage, failure=("unseen", _said(each))),))
        for each in survey.unseen
    ]
    longest = max((report.milliseconds for report in survey.reports), default=0.0)
    return junit_text("acree doctor", [*seen, *unseen], longest)


def survey_json(survey: Survey) -> str:
    """All reports as one JSON document."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "exit_code": survey.exit_code,
        "reports": [report_document(report) for report in survey.reports],
        "unseen": [{"vantage": each.vantage, "cause": _said(each)} for each in survey.unseen],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def survey_schema() -> dict[str, Any]:
    """The JSON Schema of that document."""
    report = report_schema()
    dialect, definitions = report.pop("$schema"), report.pop("$defs")
    unseen = {"vantage": {"type": "string"}, "cause": {"type": "string"}}
    parts: dict[str, Any] = {
        "schema_version": {"const": SCHEMA_VERSION},
        "exit_code": {"type": "integer"},
        "reports": {"type": "array", "items": report},
        "unseen": {"type": "array", "items": _object(unseen)},
    }
    return {"$schema": dialect, "title": "Reports of acree doctor", **_object(parts), "$defs": definitions}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _hosts(survey: Survey) -> Iterator[str]:
    for report in survey.reports:
        yield f"{report.outcome:<5} {report.vantage}"
    for each in survey.unseen:
        yield f"{'none':<5} {each.vantage}  {_said(each)}"


def _said(failure: Unseen) -> str:
    return " ".join(str(failure.error).split()).replace("`", "'")


SURVEY_WRITERS: Mapping[str, Callable[[Survey], str]] = MappingProxyType(
    {"text": survey_text, "json": survey_json, "markdown": survey_markdown, "junit": survey_junit}
)
"""By the name that `--format` takes."""

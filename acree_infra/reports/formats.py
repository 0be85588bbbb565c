"""The formats of each report: the name that `--format` takes, and what writes it.

A format is one file and one line here. The writer is named, not imported: a verb lists the names for its help without
loading what writes them. The first format of each table is the default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

Formats = Mapping[str, str]
"""`module:function` of this package by format."""

PLAN: Formats = MappingProxyType(
    {
        "text": "plan_report:plan_text",
        "json": "plan_report:plan_json",
        "html": "html_plan:plan_html",
        "mermaid": "mermaid:plan_mermaid",
        "dot": "dot:plan_dot",
    }
)
"""Writers of a `PlanReport`."""

DIFF: Formats = MappingProxyType(
    {
        "text": "diff_report:diff_text",
        "markdown": "diff_report:diff_comment",
        "json": "diff_report:diff_json",
        "html": "html_diff:diff_html",
        "mermaid": "mermaid:diff_mermaid",
        "dot": "dot:diff_dot",
        "junit": "junit_reports:diff_junit",
    }
)
"""Writers of a `DiffReport`."""

LINT: Formats = MappingProxyType(
    {
        "text": "lint_report:lint_text",
        "json": "lint_report:lint_json",
        "sarif": "sarif:lint_sarif",
        "junit": "junit_reports:lint_junit",
    }
)
"""Writers of a `LintReport`."""


def written(formats: Formats, name: str, report: object) -> str:
    """A report in one of its formats.

    Args:
        formats: `PLAN`, `DIFF` or `LINT`.
        name: one of its keys.
        report: what the writers of these formats take.
    """
    return writer(formats[name])(report)


def writer(place: str) -> Callable[[Any], str]:
    """The function at `module:function` of this package."""
    module, _, function = place.partition(":")
    found: Callable[[Any], str] = getattr(import_module(f"acree_infra.reports.{module}"), function)
    return found

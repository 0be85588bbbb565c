"""What every format of `acree diff` is written from, and its plain formats."""

from __future__ import annotations

from dataclasses import dataclass

from acree_infra.reports.diff_document import diff_document
from acree_infra.reports.diff_markdown import diff_markdown
from acree_infra.reports.diff_review import Review
from acree_infra.reports.diff_text import diff_lines
from acree_infra.reports.output import as_json, as_text
from acree_infra.reports.style import Style


@dataclass(frozen=True, slots=True)
class DiffReport:
    """A difference with what it means.

    Attributes:
        review: the whole difference.
        style: how the text stands on the terminal.
        kept: whether the text shows the routes that stay as they are.
    """

    review: Review
    style: Style
    kept: bool = True


def diff_text(report: DiffReport) -> str:
    """For a person at a terminal."""
    return as_text(diff_lines(report.review, report.style, kept=report.kept))


def diff_comment(report: DiffReport) -> str:
    """For the comment of a pull request."""
    return diff_markdown(report.review)


def diff_json(report: DiffReport) -> str:
    """For a program: `acree schema --kind diff`."""
    return as_json(diff_document(report.review))

"""The engine's preview joined with the route difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from acree_infra.reports.diff_document import diff_document
from acree_infra.reports.diff_review import Review
from acree_infra.reports.diff_text import diff_lines
from acree_infra.reports.output import as_json, as_text
from acree_infra.reports.style import Style, columns

_MARKS = {"create": "+", "update": "~", "replace": "!", "delete": "-"}


@dataclass(frozen=True, slots=True)
class EngineChange:
    """One resource of the account that the engine would change.

    Attributes:
        region: region of its provider.
        kind: last word of its type token.
        name: name that the program gave it.
        action: `create`, `update`, `replace` or `delete`.
    """

    region: str
    kind: str
    name: str
    action: str


@dataclass(frozen=True, slots=True)
class PreviewReport:
    """What an update would do, as routes and as resources.

    Attributes:
        review: the difference from what is deployed.
        changes: what the engine would change, sorted.
        routes: how many route resources the two were compared on.
        style: how the text stands on the terminal.
    """

    review: Review
    changes: tuple[EngineChange, ...]
    routes: int
    style: Style


def preview_text(report: PreviewReport, *, kept: bool) -> str:
    """For a person at a terminal.

    Args:
        report: what is written.
        kept: whether routes that stay as they are show.
    """
    return as_text([*diff_lines(report.review, report.style, kept=kept), "", *engine_lines(report)])


def engine_lines(report: PreviewReport) -> Iterator[str]:
    """What the engine would do, counted by region and kind, and whether it agrees."""
    yield report.style.paint(f"The engine would change {len(report.changes)} resources", "bold")
    counts = Counter((change.region, change.action, change.kind) for change in report.changes)
    rows = [(region, _MARKS[action], action, str(count), kind) for (region, action, kind), count in counts.items()]
    yield from columns(sorted(rows), report.style)
    yield f"It and the route difference agree on all {report.routes} route resources."


def preview_json(report: PreviewReport) -> str:
    """For a program: the document of `acree diff`, with the engine's changes beside it."""
    engine = {"changes": [asdict(change) for change in report.changes], "routes_agreed": report.routes}
    return as_json({"diff": diff_document(report.review), "engine": engine})

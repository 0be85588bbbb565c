"""A trace for a person: each look-up on its way there and back."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.reports.style import Style, columns
from acree_infra.routing.trace import Step, Trace, Verdict


def trace_lines(trace: Trace, style: Style) -> Iterator[str]:
    """The lines of one trace."""
    colour = "green" if trace.verdict is Verdict.DELIVERED else "red"
    yield f"{trace.source} → {trace.destination}: {style.paint(str(trace.verdict), colour, 'bold')}"
    yield from _direction("there", trace.forward, style)
    yield from _direction("back", trace.back, style)
    if trace.reason:
        yield f"  {trace.reason}"


def _direction(word: str, steps: tuple[Step, ...], style: Style) -> Iterator[str]:
    if steps:
        yield f"  {word}"
        rows = [
            [f"{s.table.region}", f"{s.table.kind} {s.table.owner}", f"{s.destination}", f"→ {s.hop}"] for s in steps
        ]
        yield from columns(rows, style.width, "    ")

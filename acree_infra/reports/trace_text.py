"""A trace for a person: each look-up on its way there and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from acree_infra.reports.style import Style, columns, plain
from acree_infra.routing.trace import Path, Step, Trace, Verdict

_COLOURS = {Verdict.DELIVERED: "green", Verdict.DROPPED: "red"}


def trace_lines(trace: Trace, style: Style) -> Iterator[str]:
    """The lines of one trace."""
    yield f"{trace.source} → {trace.destination}: {style.paint(str(trace.verdict), _COLOURS[trace.verdict], 'bold')}"
    yield from _direction("there", trace.forward, style)
    yield from _direction("back", trace.back, style)
    if trace.reason:
        yield f"  {plain(trace.reason)}"


def paths_lines(paths: Sequence[Path], style: Style) -> Iterator[str]:
    """A line per path, then how many are delivered."""
    rows = [_path_row(path) for path in paths]
    for path, line in zip(paths, columns(rows, style, ""), strict=True):
        yield style.paint(line, _COLOURS[path.trace.verdict])
    delivered = sum(path.trace.verdict is Verdict.DELIVERED for path in paths)
    yield f"{delivered} of {len(paths)} paths are delivered, there and back"


def _path_row(path: Path) -> list[str]:
    trace = path.trace
    way = f"{trace.source} → {trace.destination}"
    end = f"{trace.verdict}: {trace.reason}" if trace.reason else str(trace.verdict)
    return [path.client.name, path.subnet.id, path.leg, way, end]


def _direction(word: str, steps: tuple[Step, ...], style: Style) -> Iterator[str]:
    if steps:
        yield f"  {word}"
        rows = [
            [step.table.region, f"{step.table.kind} {step.table.owner}", f"{step.destination}", f"→ {step.hop}"]
            for step in steps
        ]
        yield from columns(rows, style, "    ")

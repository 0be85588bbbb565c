"""A part of a text report: an empty line, a title, rows that line up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from acree_infra.reports.style import Style, columns


def section(title: str, rows: Sequence[Sequence[str]], style: Style) -> Iterator[str]:
    """The lines of a section; none when it has no rows."""
    if rows:
        yield ""
        yield style.paint(title, "bold")
        yield from columns(rows, style)

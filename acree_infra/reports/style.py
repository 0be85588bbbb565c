"""How text stands on a terminal: colour where it is wanted, columns that line up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34"}


@dataclass(frozen=True, slots=True)
class Style:
    """What the reader's terminal takes.

    Attributes:
        colour: whether to send colours.
        width: columns of the terminal.
    """

    colour: bool = False
    width: int = 120

    def paint(self, text: str, *names: str) -> str:
        """Text in one or more of bold, dim, red, green, yellow, blue."""
        if not self.colour or not text:
            return text
        return f"\x1b[{';'.join(_CODES[name] for name in names)}m{text}\x1b[0m"


def style_of(environ: Mapping[str, str], *, terminal: bool, width: int) -> Style:
    """The style for a stream: colour on a terminal only, and never with NO_COLOR."""
    return Style(colour=terminal and not environ.get("NO_COLOR"), width=width if terminal else 160)


def columns(rows: Sequence[Sequence[str]], width: int, indent: str = "  ") -> list[str]:
    """Rows as aligned lines; the last column is cut to what the width leaves."""
    if not rows:
        return []
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]) - 1)]
    taken = len(indent) + sum(widths) + 2 * len(widths)
    room = max(20, width - taken)
    lines = []
    for row in rows:
        last = row[-1] if len(row[-1]) <= room else row[-1][: room - 1] + "…"
        cells = [cell.ljust(size) for cell, size in zip(row, widths, strict=False)]
        lines.append((indent + "  ".join([*cells, last])).rstrip())
    return lines

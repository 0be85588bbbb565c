"""How text stands on a terminal: colour where it is wanted, columns that line up, nothing that moves the cursor."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34"}
_READABLE = 100
"""Columns of running text; longer lines are hard to follow."""
_LEAST = 20
"""Columns that the last one keeps on a narrow terminal."""


@dataclass(frozen=True, slots=True)
class Style:
    """What the reader's terminal takes.

    Attributes:
        colour: whether to send colours.
        width: columns of the terminal; 0 where nothing is cut, such as in a file.
    """

    colour: bool = False
    width: int = 0

    def paint(self, text: str, *names: str) -> str:
        """Text in one or more of bold, dim, red, green, yellow, blue."""
        if not self.colour or not text:
            return text
        return f"\x1b[{';'.join(_CODES[name] for name in names)}m{text}\x1b[0m"

    def wrapped(self, text: str, indent: int) -> Iterator[str]:
        """Running text as lines behind an indent."""
        margin = " " * indent
        room = min(self.width, _READABLE) if self.width else _READABLE
        yield from textwrap.wrap(
            plain(text),
            width=max(indent + _LEAST, room),
            initial_indent=margin,
            subsequent_indent=margin,
            break_on_hyphens=False,
            break_long_words=False,  # an address that is torn apart cannot be followed
        )


def style_of(environ: Mapping[str, str], *, terminal: bool, width: int) -> Style:
    """The style for a stream: colour on a capable terminal only, never with NO_COLOR; cut only on a terminal."""
    capable = not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    return Style(colour=terminal and capable, width=width if terminal else 0)


def plain(text: str) -> str:
    """Text on one line, without characters that a terminal would act upon: it may come from a user's file."""
    return text if text.isprintable() else "".join(char for char in " ".join(text.split()) if char.isprintable())


def columns(rows: Sequence[Sequence[str]], style: Style, indent: str = "  ") -> list[str]:
    """Rows as aligned lines; the last column is cut to what the terminal's width leaves."""
    if not rows:
        return []
    cells = [[plain(cell) for cell in row] for row in rows]
    widths = [max(_cells(row[index]) for row in cells) for index in range(len(cells[0]) - 1)]
    taken = len(indent) + sum(widths) + 2 * len(widths)
    room = max(_LEAST, style.width - taken) if style.width else None
    lines = []
    for row in cells:
        padded = [cell + " " * (size - _cells(cell)) for cell, size in zip(row, widths, strict=False)]
        lines.append((indent + "  ".join([*padded, _cut(row[-1], room)])).rstrip())
    return lines


def _cells(text: str) -> int:
    """Columns that a text takes: wide characters take two."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _cut(text: str, room: int | None) -> str:
    if room is None or _cells(text) <= room:
        return text
    kept = text[: room - 1]
    while _cells(kept) >= room:
        kept = kept[:-1]
    return kept + "…"

"""What the network drawing of the page consists of; all sizes are in units of the drawing."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH, HEIGHT = 176, 62
"""Of a box."""


@dataclass(frozen=True, slots=True)
class Box:
    """A VPC, a transit router or a leg.

    Attributes:
        name: what steps of a trace call it.
        lines: its text; the first is its heading.
        title: the whole text, for hovering.
        kind: `vpc`, `router` or `leg`.
        change: `added` or `removed`; empty when it stays.
        x: left edge.
        y: middle.
        link: anchor of the part of the page that tells more; empty when none does.
    """

    name: str
    lines: tuple[str, ...]
    title: str
    kind: str
    change: str
    x: float
    y: float
    link: str = ""

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.y - HEIGHT / 2

    @property
    def middle(self) -> float:
        """Where its text stands."""
        return self.x + WIDTH / 2

    @property
    def width(self) -> float:
        """From its left edge to its right one."""
        return WIDTH

    @property
    def height(self) -> float:
        """From its upper edge to its lower one."""
        return HEIGHT


@dataclass(frozen=True, slots=True)
class Line:
    """What joins two boxes.

    Attributes:
        name: what steps of a trace call it.
        above: what stands above it.
        below: what stands below it.
        title: the whole text, for hovering.
        change: `added`, `removed` or `changed`; empty when it stays.
        path: the way of the pen.
        x: middle.
        y: as above.
    """

    name: str
    above: str
    below: str
    title: str
    change: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A region."""

    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes, lines and frames with their places."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    frames: tuple[Frame, ...]


def short(text: str, most: int) -> str:
    """A name cut in its middle: the ends tell two apart."""
    if len(text) <= most:
        return text
    kept = most - 1
    return f"{text[: kept - kept // 2]}…{text[len(text) - kept // 2 :]}"


def joined(start: Box, end: Box) -> tuple[str, float, float]:
    """A curve from the right of one box to the left of another, and its middle."""
    x1, x2 = start.x + WIDTH, end.x
    half = (x2 - x1) / 2
    path = f"M{x1:g} {start.y:g}C{x1 + half:g} {start.y:g} {x2 - half:g} {end.y:g} {x2:g} {end.y:g}"
    return path, x1 + half, (start.y + end.y) / 2

"""The tables of a plan, or of a difference, as a graph: an arrow for each leg that rows take from table to table.

It is what Mermaid and DOT are written from. An arrow stands for all rows of one table with the same next hop that one
leg uses in one direction: thousands of rows stay a graph that can be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from acree_infra.routing.diff import Change
from acree_infra.routing.nouns import LegId


class Mark(StrEnum):
    """What a difference does to what an arrow or a node stands for; in a plan alone everything is kept."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    MOVED_AWAY = "moved away"
    """Rows that stay and send elsewhere: the arrow that they leave."""
    CHANGED = "changed"
    """The arrow that they take now; rows that are used otherwise; or a mixture."""


MARKS = {
    Change.KEPT: Mark.KEPT,
    Change.ADDED: Mark.ADDED,
    Change.REMOVED: Mark.REMOVED,
    Change.HOP_CHANGED: Mark.CHANGED,
    Change.CHANGED: Mark.CHANGED,
}


class Shape(StrEnum):
    """What a node is."""

    VPC = "vpc"
    ROUTER = "router"
    LEG = "leg"
    OTHER = "other"
    """Where rows end that this stack cannot follow: somebody else's hop, an attachment without a table."""


class Node(NamedTuple):
    """A table, a leg, or an end that is none of them.

    Attributes:
        region: where it stands; empty for what stands in none.
        shape: what it is.
        lines: its text.
        mark: what a difference does to it.
    """

    region: str
    shape: Shape
    lines: tuple[str, ...]
    mark: Mark = Mark.KEPT


@dataclass(frozen=True, slots=True)
class Edge:
    """Rows of one table that send one leg's packets, or the answers of some, to the same next hop.

    Attributes:
        start: place in the graph's nodes.
        end: as above.
        legs: one leg, or all whose answers take these rows; empty for rows that no leg uses.
        answers: whether the answers go this way.
        hop: name of the rows' next hop.
        marks: how many rows there are of each mark, in the order of `Mark`.
        only: the prefix when there is just one row; empty otherwise.
    """

    start: int
    end: int
    legs: tuple[LegId, ...]
    answers: bool
    hop: str
    marks: tuple[tuple[Mark, int], ...]
    only: str

    @property
    def mark(self) -> Mark:
        """What the difference does to the rows: one thing to all of them, or a mixture."""
        return self.marks[0][0] if len(self.marks) == 1 else Mark.CHANGED

    def lines(self, *, compares: bool) -> tuple[str, str]:
        """What the arrow says: who goes over what, and by how many rows."""
        who = f"{', '.join(self.legs) or 'no leg'}{': answers' if self.answers else ''}"
        rows = self.only or f"{sum(number for _, number in self.marks)} routes"
        if compares:
            told = ", ".join(f"{number} {mark}" for mark, number in self.marks)
            rows = f"{self.only}: {self.mark}" if self.only else told
        return f"{who} → {self.hop}", rows


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and arrows, each in an order of its own that does not change from run to run.

    Attributes:
        title: what it shows.
        compares: whether marks mean something.
        nodes: sorted by region, the registry's own after the others; what stands in none comes last.
        edges: sorted by leg and direction.
    """

    title: str
    compares: bool
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def regions(self) -> list[tuple[str, list[tuple[int, Node]]]]:
        """Each region with its nodes and their places."""
        return [(region, list(found)) for region, found in groupby(enumerate(self.nodes), lambda item: item[1].region)]

"""A plan or a difference as a Mermaid flow chart, for a page or a comment that renders it (GitHub, GitLab, docs)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from acree_infra.reports.diff_report import DiffReport
from acree_infra.reports.graph import Graph, Mark, Node, Shape
from acree_infra.reports.graph_rows import diff_graph, plan_graph
from acree_infra.reports.output import as_text
from acree_infra.reports.palette import MARK_COLOURS, edge_colour
from acree_infra.reports.plan_report import PlanReport
from acree_infra.reports.style import plain

_SHAPES = {Shape.VPC: ("[", "]"), Shape.ROUTER: ("{{", "}}"), Shape.LEG: ("([", "])"), Shape.OTHER: ("[/", "/]")}
_ARROWS = {Mark.ADDED: "==>", Mark.REMOVED: "-.->", Mark.MOVED_AWAY: "-.->"}
_SPECIAL = re.compile(r'[#"<>&`\\]')


def plan_mermaid(report: PlanReport) -> str:
    """The tables of a plan."""
    return as_text(_lines(plan_graph(report.plan)))


def diff_mermaid(report: DiffReport) -> str:
    """The tables of both plans, with what changes marked."""
    return as_text(_lines(diff_graph(report.review)))


def _lines(graph: Graph) -> Iterator[str]:
    yield from ("---", f"title: {json.dumps(plain(graph.title), ensure_ascii=False)}", "---", "flowchart LR")
    for number, (region, nodes) in enumerate(graph.regions()):
        if region:
            yield f'  subgraph region{number}["{escaped(region)}"]'
        margin = "    " if region else "  "
        yield from (f"{margin}{_node(place, node)}" for place, node in nodes)
        if region:
            yield "  end"
    yield from _arrows(graph)
    yield from _styles(graph)


def _node(place: int, node: Node) -> str:
    start, end = _SHAPES[node.shape]
    return f'n{place}{start}"{_text(node.lines)}"{end}'


def _arrows(graph: Graph) -> Iterator[str]:
    for edge in graph.edges:
        arrow = _ARROWS.get(edge.mark, "-.->" if edge.answers and not graph.compares else "-->")
        yield f'  n{edge.start} {arrow}|"{_text(edge.lines(compares=graph.compares))}"| n{edge.end}'


def _styles(graph: Graph) -> Iterator[str]:
    colours: dict[str, list[str]] = {}
    for place, edge in enumerate(graph.edges):
        colour = edge_colour(edge, compares=graph.compares)
        colours.setdefault(colour, []).append(str(place))
    yield from (f"  linkStyle {','.join(places)} stroke:{colour}" for colour, places in sorted(colours.items()))
    for mark in (Mark.ADDED, Mark.REMOVED):
        marked = [f"n{place}" for place, node in enumerate(graph.nodes) if node.mark is mark]
        if marked:
            yield f"  classDef {mark} stroke:{MARK_COLOURS[mark]},stroke-width:3px"
            yield f"  class {','.join(marked)} {mark}"


def _text(lines: tuple[str, ...]) -> str:
    return "<br>".join(escaped(line) for line in lines)


def escaped(text: str) -> str:
    """Text inside quotes as Mermaid wants it: what would end them, or be read as markup, by its number."""
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", plain(text))

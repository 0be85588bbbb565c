"""A plan or a difference in the DOT language of Graphviz, for a drawing as file: `dot -Tsvg`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from acree_infra.reports.diff_report import DiffReport
from acree_infra.reports.graph import Edge, Graph, Mark, Node, Shape
from acree_infra.reports.graph_rows import diff_graph, plan_graph
from acree_infra.reports.output import as_text
from acree_infra.reports.palette import MARK_COLOURS, edge_colour
from acree_infra.reports.plan_report import PlanReport
from acree_infra.reports.style import plain

_SHAPES = {Shape.VPC: "box", Shape.ROUTER: "hexagon", Shape.LEG: "cylinder", Shape.OTHER: "note"}
_LINES = {
    Mark.KEPT: {},
    Mark.ADDED: {"penwidth": "2"},
    Mark.REMOVED: {"style": "dashed"},
    Mark.MOVED_AWAY: {"style": "dashed"},
    Mark.CHANGED: {"penwidth": "2"},
}


def plan_dot(report: PlanReport) -> str:
    """The tables of a plan."""
    return as_text(_lines(plan_graph(report.plan)))


def diff_dot(report: DiffReport) -> str:
    """The tables of both plans, with what changes marked."""
    return as_text(_lines(diff_graph(report.review)))


def _lines(graph: Graph) -> Iterator[str]:
    yield "digraph routes {"
    yield f"  graph [{_attributes({'label': graph.title, 'labelloc': 't', 'rankdir': 'LR', 'fontname': 'sans-serif'})}]"
    yield f"  node [{_attributes({'fontname': 'sans-serif', 'fontsize': '11'})}]"
    yield f"  edge [{_attributes({'fontname': 'sans-serif', 'fontsize': '9'})}]"
    for number, (region, nodes) in enumerate(graph.regions()):
        if region:
            yield f"  subgraph cluster_{number} {{"
            yield f"    label={quoted(region)}"
        margin = "    " if region else "  "
        yield from (f"{margin}n{place} [{_attributes(_of_node(node))}]" for place, node in nodes)
        if region:
            yield "  }"
    for edge in graph.edges:
        yield f"  n{edge.start} -> n{edge.end} [{_attributes(_of_edge(edge, compares=graph.compares))}]"
    yield "}"


def _of_node(node: Node) -> dict[str, str]:
    marked = {} if node.mark is Mark.KEPT else {"color": MARK_COLOURS[node.mark], **_LINES[node.mark]}
    return {"label": "\n".join(node.lines), "shape": _SHAPES[node.shape], **marked}


def _of_edge(edge: Edge, *, compares: bool) -> dict[str, str]:
    line = _LINES[edge.mark] if compares else {"style": "dotted"} if edge.answers else {}
    label = {"label": "\n".join(edge.lines(compares=compares)), "color": edge_colour(edge, compares=compares)}
    backwards = {"constraint": "false"} if edge.answers else {}  # the ways there alone order the nodes
    return label | line | backwards


def _attributes(values: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={quoted(value)}" for name, value in values.items())


def quoted(text: str) -> str:
    r"""A DOT string: quotes and backslashes escaped, line ends as `\n`."""
    lines = (plain(line).replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n"))
    return '"' + "\\n".join(lines) + '"'

"""Makes the graph of a plan or of a difference from its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from acree_infra.reports.diff_review import Review
from acree_infra.reports.graph import MARKS, Edge, Graph, Mark, Node, Shape
from acree_infra.reports.table_names import owner_title
from acree_infra.routing.diff import Change
from acree_infra.routing.network import Network
from acree_infra.routing.nouns import Hop, HopKind, LegId, Route, Table, TableKind
from acree_infra.routing.plan_model import Plan


class Arrow(NamedTuple):
    """What rows have in common that are drawn as one."""

    start: Node
    end: Node
    legs: tuple[LegId, ...]
    answers: bool
    hop: str


_Drawn = tuple[Arrow, Mark, str]
"""One row on one arrow: what becomes of it, and its prefix."""


def plan_graph(plan: Plan) -> Graph:
    """The tables of a plan; rows that no leg uses are left out."""
    side = _Side(plan)
    drawn = [(arrow, Mark.KEPT, str(row.destination)) for row in plan.routes for arrow in side.arrows(row)]
    return _graph(f"Plan of stack {plan.stack}", drawn, plan.region, compares=False)


def diff_graph(review: Review) -> Graph:
    """The tables of both plans of a difference; rows that no leg uses are shown where they change."""
    title = f"Difference of stack {review.diff.stack} against {review.before.name}"
    return _graph(title, list(_compared(review)), review.after.plan.region, compares=True)


def _compared(review: Review) -> Iterator[_Drawn]:
    plans = review.before.plan, review.after.plan
    has = [set(_owners(plan)) for plan in plans]
    gone, new = has[0] - has[1], has[1] - has[0]
    before, after = (_Side(plan, dict.fromkeys(gone, Mark.REMOVED) | dict.fromkeys(new, Mark.ADDED)) for plan in plans)
    for row in review.diff.routes:
        prefix, changed = str(row.route.destination), row.change is not Change.KEPT
        if row.change is Change.HOP_CHANGED and row.before is not None:
            yield from ((arrow, Mark.MOVED_AWAY, prefix) for arrow in before.arrows(row.before, unused=changed))
        side = before if row.after is None else after
        yield from ((arrow, MARKS[row.change], prefix) for arrow in side.arrows(row.route, unused=changed))


def _owners(plan: Plan) -> Iterator[str]:
    """The VPCs and the transit routers of a plan, as tables name them."""
    yield from (node.id for node in (plan.service, *plan.clients) if node.id)
    yield from (router.name for router in plan.transit_routers)


class _Side:
    """One plan, and where its rows lead; `marks` are of the owners of tables that the other plan does not have."""

    def __init__(self, plan: Plan, marks: dict[str, Mark] | None = None) -> None:
        self._plan = plan
        self._network = Network(plan)
        self._marks = marks or {}
        self._names = {node.id: node.name for node in (plan.service, *plan.clients)}
        self._prefixes = {target.leg: target.prefixes for target in plan.targets}

    def arrows(self, row: Route, *, unused: bool = False) -> Iterator[Arrow]:
        """The arrows that a row is part of: one for each leg whose packets it sends, one for all answers.

        Args:
            row: a row of this plan.
            unused: draw a row that no leg uses too.
        """
        start = self._table(row.table)
        there = [leg for leg in row.legs if any(row.destination.overlaps(p) for p in self._prefixes.get(leg, ()))]
        for leg in there:
            yield Arrow(start, self._end(row, leg), (leg,), answers=False, hop=row.hop.name)
        back = tuple(leg for leg in row.legs if leg not in there)
        if back or (unused and not there):
            yield Arrow(start, self._end(row, None), back, answers=bool(back), hop=row.hop.name)

    def _end(self, row: Route, leg: LegId | None) -> Node:
        hop = row.hop
        if hop.kind is HopKind.CLOUD_SERVICE:
            return self._leg(leg) if leg else Node(row.table.region, Shape.OTHER, ("cloud services",))
        if hop.kind is HopKind.LOCAL:
            address = self._plan.registry_address
            here = leg is LegId.REGISTRY and address is not None and address in row.destination
            return self._leg(leg) if here and leg else Node(row.table.region, Shape.OTHER, (f"vSwitch {hop.name}",))
        return self._beyond(row.table, hop)

    def _beyond(self, table: Table, hop: Hop) -> Node:
        """The table that an attachment leads to."""
        crossed = None if hop.kind is HopKind.FOREIGN else self._network.cross(table, hop)
        return Node("", Shape.OTHER, (str(hop),)) if crossed is None else self._table(crossed[0])

    def _leg(self, leg: LegId) -> Node:
        address = f" {self._plan.registry_address}" if leg is LegId.REGISTRY else ""
        return Node(self._plan.region, Shape.LEG, (f"{leg}{address}",))

    def _table(self, table: Table) -> Node:
        mark = self._marks.get(table.owner, Mark.KEPT)
        if table.kind is TableKind.VPC:
            name = self._names.get(table.owner, "")
            return Node(table.region, Shape.VPC, (f"VPC {name}".strip(), table.owner, f"table {table.id}"), mark)
        title = owner_title(table, "").removesuffix(table.owner).strip()
        return Node(table.region, Shape.ROUTER, (title, table.owner, f"table {table.id}"), mark)


def _graph(title: str, drawn: Iterable[_Drawn], region: str, *, compares: bool) -> Graph:
    """The graph; the registry's region comes after those of its clients, since drawings begin with the first."""
    found: dict[Arrow, Counter[Mark]] = {}
    prefixes: dict[Arrow, str] = {}
    for arrow, mark, prefix in drawn:
        found.setdefault(arrow, Counter())[mark] += 1
        prefixes[arrow] = prefix
    nodes = sorted(
        {node for arrow in found for node in (arrow.start, arrow.end)}, key=lambda node: _node_order(node, region)
    )
    places = {node: place for place, node in enumerate(nodes)}
    edges = [
        Edge(
            places[arrow.start],
            places[arrow.end],
            arrow.legs,
            arrow.answers,
            arrow.hop,
            tuple((mark, marks[mark]) for mark in Mark if marks[mark]),
            prefixes[arrow] if marks.total() == 1 else "",
        )
        for arrow, marks in found.items()
    ]
    return Graph(title, compares, tuple(nodes), tuple(sorted(edges, key=_edge_order)))


_SHAPES = {shape: place for place, shape in enumerate(Shape)}
_LEGS = {leg: place for place, leg in enumerate(LegId)}


def _node_order(node: Node, region: str) -> tuple[bool, bool, str, int, tuple[str, ...], str]:
    return not node.region, node.region == region, node.region, _SHAPES[node.shape], node.lines, node.mark


def _edge_order(edge: Edge) -> tuple[bool, bool, list[int], int, int, str]:
    return edge.answers, not edge.legs, [_LEGS[leg] for leg in edge.legs], edge.start, edge.end, edge.hop

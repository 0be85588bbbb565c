"""The tables of the page: rows of a plan or of a difference, in the order of a packet's walk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from itertools import groupby
from typing import TypeVar

from acree_infra.reports.diff_review import MARKS as CHANGE_MARKS
from acree_infra.reports.diff_review import Review, counts, in_words
from acree_infra.reports.diff_text import was
from acree_infra.reports.plan_text import MARKS
from acree_infra.reports.table_names import short_title, walk_order
from acree_infra.routing.diff import Change, RouteChange
from acree_infra.routing.nouns import LegId, Route, Table
from acree_infra.routing.plan_model import Plan

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class PageRow:
    """One row of a table as the page shows it.

    Attributes:
        place: its number on the page.
        mark: one character.
        word: the mark in a word.
        kept: whether a difference leaves it as it is.
        destination: the prefix.
        hop: where it sends.
        was: what it said before; empty when the same.
        legs: the legs that use it.
        reason: why it is there.
        source: where its prefix was learned, and its state in the account; empty when neither is known.
    """

    place: int
    mark: str
    word: str
    kept: bool
    destination: str
    hop: str
    was: str
    legs: tuple[str, ...]
    reason: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class PageTable:
    """One route table.

    Attributes:
        anchor: what links on the page call it.
        title: what it belongs to.
        region: where that is.
        owner: id of the VPC, or name of the router.
        table: id of the table.
        counted: how many rows there are of which kind.
        rows: all of them.
    """

    anchor: str
    title: str
    region: str
    owner: str
    table: str
    counted: str
    rows: tuple[PageRow, ...]


@dataclass(frozen=True, slots=True)
class PageTables:
    """All tables, and how other parts of the page find them.

    Attributes:
        tables: in the order of a packet's walk.
        rows: place of each row.
        titles: what the page calls each table.
        anchors: the first table of each VPC and router.
    """

    tables: tuple[PageTable, ...]
    rows: Mapping[tuple[Table, IPv4Network], int]
    titles: Mapping[Table, str]
    anchors: Mapping[str, str]


def plan_tables(plan: Plan) -> PageTables:
    """The tables of a plan."""

    def row(place: int, route: Route) -> PageRow:
        shown = str(route.destination), str(route.hop), ""
        return PageRow(place, MARKS[route.origin], route.origin, False, *shown, _legs(route.legs), route.reason)  # noqa: FBT003  # a plan keeps nothing

    def told(routes: Sequence[Route]) -> str:
        found = Counter(route.origin for route in routes)
        return ", ".join(f"{found[origin]} {origin}" for origin in MARKS if found[origin])

    return _tables([(route, route) for route in plan.routes], row, told, [plan])


def diff_tables(review: Review) -> PageTables:
    """The tables of both plans of a difference."""

    def row(place: int, change: RouteChange) -> PageRow:
        kept, route = change.change is Change.KEPT, change.route
        mark, word = CHANGE_MARKS[change.change].strip(), change.change.replace("-", " ")
        shown = str(route.destination), str(route.hop), was(change).removeprefix(", ")
        status = review.status(change)
        told = review.source(change), f"in the account: {status}" if status else ""
        source = "; ".join(part for part in told if part)
        return PageRow(place, mark, word, kept, *shown, _legs(change.legs), route.reason, source)

    def counted(rows: Sequence[RouteChange]) -> str:
        load = review.load(rows[0].route.table)
        return in_words(counts(list(rows))) + (f"; {load}" if load else "")

    return _tables([(c.route, c) for c in review.diff.routes], row, counted, [review.before.plan, review.after.plan])


def _tables(
    items: Iterable[tuple[Route, _Item]],
    row: Callable[[int, _Item], PageRow],
    told: Callable[[Sequence[_Item]], str],
    plans: Sequence[Plan],
) -> PageTables:
    region, service = plans[-1].region, plans[-1].service.id
    names = {node.id: node.name for plan in plans for node in (plan.service, *plan.clients)}
    ordered = sorted(items, key=lambda item: walk_order(item[0].table, region, service))
    tables, titles = list[PageTable](), dict[Table, str]()
    rows, anchors = dict[tuple[Table, IPv4Network], int](), dict[str, str]()
    for table, group in groupby(ordered, key=lambda item: item[0].table):
        listed = list(group)
        title, anchor = short_title(table, names.get(table.owner, "?")), f"t{len(tables)}"
        made = tuple(row(len(rows) + place, item) for place, (_, item) in enumerate(listed))
        rows |= {(table, route.destination): len(rows) + place for place, (route, _) in enumerate(listed)}
        anchors.setdefault(table.owner, anchor)
        titles[table] = f"{title}, {table.id}"
        tables.append(PageTable(anchor, title, table.region, table.owner, table.id, told([i for _, i in listed]), made))
    return PageTables(tuple(tables), rows, titles, anchors)


def _legs(legs: Iterable[LegId]) -> tuple[str, ...]:
    return tuple(str(leg) for leg in legs)

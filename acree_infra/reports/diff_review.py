"""Everything that a reviewer of a difference is shown, as one value that each format writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from itertools import groupby

from acree_infra.reports.table_names import table_title
from acree_infra.routing.change_order import Action, actions
from acree_infra.routing.diff import Change, Diff, PartChange, RouteChange
from acree_infra.routing.nouns import ForeignRoute, LegId, Table
from acree_infra.routing.overlaps import Outcome, Overlap
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.provenance import Provenance
from acree_infra.routing.rails import Load, Refusal
from acree_infra.routing.reachability import PathChange

MARKS = {
    Change.ADDED: "+",
    Change.REMOVED: "-",
    Change.HOP_CHANGED: "!",
    Change.CHANGED: "*",
    Change.KEPT: " ",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things that are compared.

    Attributes:
        name: how the user named it, for example `origin/main`.
        plan: its plan; of a stack that did not exist the empty one.
        provenance: where its prefixes were learned.
        statuses: state of each row that stands in the account, as the API spells it; empty unless it was asked.
    """

    name: str
    plan: Plan
    provenance: Provenance
    statuses: Mapping[tuple[Table, IPv4Network], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Review:
    """A difference with what it means.

    Attributes:
        diff: the difference.
        before: what the stack is compared with.
        after: the stack.
        paths: every class of packets that fares otherwise; None where that cannot be told.
        refusals: rails that the difference meets.
        notes: what a reader must know of the comparison itself.
        overlaps: where routes of others meet those of the stack.
        loads: how full the tables are in which the number of routes changes.
    """

    diff: Diff
    before: Side
    after: Side
    paths: tuple[PathChange, ...] | None
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    loads: tuple[Load, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether a rail stands in the way that nobody has lifted."""
        return any(not refusal.accepted for refusal in self.refusals)

    @property
    def actions(self) -> tuple[Action, ...]:
        """The steps in their order."""
        return actions(self.diff)

    @property
    def parts(self) -> list[PartChange]:
        """What differs beside the rows."""
        return [part for part in self.diff.parts if part.change is not Change.KEPT]

    def tables(self) -> Iterator[tuple[Table, list[RouteChange]]]:
        """Each table with its rows: by the first leg that uses them, then by prefix."""
        places = {leg: place for place, leg in enumerate(LegId)}
        for table, rows in groupby(self.diff.routes, key=lambda row: row.route.table):
            yield table, sorted(rows, key=lambda row: places[row.legs[0]] if row.legs else len(places))

    def title(self, table: Table) -> str:
        """A table for a person."""
        nodes = (node for plan in (self.before.plan, self.after.plan) for node in (plan.service, *plan.clients))
        names = {node.id: node.name for node in nodes}
        return table_title(table, names.get(table.owner, "?"))

    def source(self, row: RouteChange) -> str:
        """Where the row's prefix was learned."""
        side = self.before if row.after is None else self.after
        return side.provenance.of(row.route.destination)

    def status(self, row: RouteChange) -> str:
        """The row's state in the account; empty where the account was not asked, or has no such row."""
        return self.before.statuses.get((row.route.table, row.route.destination), "")

    def load(self, table: Table) -> str:
        """How full a table will be; empty where the number of its routes stays."""
        return next((str(load) for load in self.loads if load.table == table), "")


def counts(rows: list[RouteChange]) -> dict[Change, int]:
    """How many rows there are of each class, none left out."""
    found = Counter(row.change for row in rows)
    return {change: found[change] for change in Change}


def in_words(found: dict[Change, int]) -> str:
    """Counts on one line; what is 0 is left out."""
    words = [f"{number} {change.replace('-', ' ')}" for change, number in found.items() if number]
    return ", ".join(words) or "none"


def headline(review: Review) -> str:
    """The whole difference in one line."""
    if review.diff.empty:
        return "nothing changes"
    told = "" if review.paths is None else f"; {_classes(len(review.paths))}"
    parts = len(review.parts)
    return f"routes: {in_words(counts(list(review.diff.routes)))}; other things changed: {parts}{told}"


def _classes(number: int) -> str:
    if number > 1:
        return f"{number} classes of packets fare otherwise"
    return f"{number or 'no'} class of packets fares otherwise"


def described(part: PartChange) -> str:
    """What differs in a thing that changed; empty for what is added or removed."""
    return "; ".join(f"{name}: {_shown(part.before, name)} → {_shown(part.after, name)}" for name in part.fields)


def _shown(item: object, name: str) -> str:
    value = getattr(item, name)
    if isinstance(value, tuple):
        return ", ".join(_entry(entry) for entry in value) or "none"
    return "none" if value is None or value == "" else str(value)


def _entry(entry: object) -> str:
    """One of several: by its id; a pair, such as a region and a VPC of it, as a person would say it."""
    if isinstance(entry, tuple):
        return " in ".join(str(part) for part in reversed(entry))
    return str(getattr(entry, "id", entry))


def maker(foreign: ForeignRoute, stack: str) -> str:
    """Who made a route of others, as far as its name tells."""
    marked = re.fullmatch(r"acree-(.+)-[a-z0-9]+", foreign.name)
    if marked and marked[1] != stack:
        return f"stack {marked[1]} of acree"
    if marked:
        return "this stack"
    return f"“{foreign.name}”" if foreign.name else "somebody, it has no name"


def told(overlap: Overlap) -> str:
    """What a route of others does to those of the stack."""
    first = overlap.routes[0]
    more = f" and {len(overlap.routes) - 1} more" if len(overlap.routes) > 1 else ""
    there = f"{first.destination} → {first.hop}{more}"
    match overlap.outcome:
        case Outcome.CONFLICT:
            return f"conflict: the same prefix as {there}; a table holds it once"
        case Outcome.USED:
            return "the same prefix and hop: used as it is"
        case Outcome.WINS:
            same = "" if overlap.harmful else ", to the same hop"
            return f"wins: longer than {there}, and takes its part of it{same}"
    return f"loses: shorter than {there}"

"""Everything that a reviewer of a difference is shown, as one value that each format writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from acree_infra.routing.change_order import Action, actions
from acree_infra.routing.diff import Change, Diff, PartChange, RouteChange
from acree_infra.routing.nouns import LegId, Table, TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.provenance import Provenance
from acree_infra.routing.rails import Refusal
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
    """

    name: str
    plan: Plan
    provenance: Provenance


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
    """

    diff: Diff
    before: Side
    after: Side
    paths: tuple[PathChange, ...] | None
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...] = ()

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
        vpc = f"VPC {names.get(table.owner, '?')} ({table.owner})"
        what = vpc if table.kind is TableKind.VPC else f"transit router {table.owner}"
        return f"{what}, {table.region}, table {table.id}"

    def source(self, row: RouteChange) -> str:
        """Where the row's prefix was learned."""
        side = self.before if row.after is None else self.after
        return side.provenance.of(row.route.destination)


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
        return ", ".join(str(getattr(entry, "id", entry)) for entry in value) or "none"
    return "none" if value is None or value == "" else str(value)

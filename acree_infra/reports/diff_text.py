"""A difference for a person: what it means, what stands in its way, then every row of every table."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.reports.diff_meaning import sentences
from acree_infra.reports.diff_review import MARKS, Review, counts, described, headline, in_words, maker, told
from acree_infra.reports.section import section
from acree_infra.reports.style import Style, columns, plain
from acree_infra.reports.times import in_own_zone
from acree_infra.routing.diff import Change, RouteChange
from acree_infra.routing.reachability import Effect

LEGEND = "+ added   - removed   ! sends elsewhere   * used or made otherwise"
_COLOURS = {
    Change.ADDED: "green",
    Change.REMOVED: "red",
    Change.HOP_CHANGED: "yellow",
    Change.CHANGED: "blue",
    Change.KEPT: "dim",
}
_EFFECTS = {
    Effect.LOST: "red",
    Effect.STILL_DROPPED: "red",
    Effect.REROUTED: "yellow",
    Effect.GAINED: "green",
}


def diff_lines(review: Review, style: Style, *, kept: bool = True) -> Iterator[str]:
    """The lines of a difference.

    Args:
        review: the difference.
        style: how it stands on the terminal.
        kept: show the rows that stay as they are too.
    """
    diff = review.diff
    yield (
        style.paint(f"Difference of stack {diff.stack}", "bold") + f"  against {plain(in_own_zone(review.before.name))}"
    )
    yield f"  before     {diff.before or 'there was no such stack'}"
    yield f"  after      {diff.after}"
    yield f"  {plain(headline(review))}"
    for note in review.notes:
        yield from style.wrapped(f"note: {note}", 2)
    yield from _meaning(review, style)
    yield from _rails(review, style)
    yield from _tables(review, style, kept=kept)
    yield from section("Routes of others", foreign_rows(review), style)
    rows = [[MARKS[part.change], part.part.replace("_", " "), part.key, described(part)] for part in review.parts]
    for part, line in zip([None, None, *review.parts], section("What carries them", rows, style), strict=False):
        yield style.paint(line, _COLOURS[part.change]) if part else line
    steps = [[f"{n}.", a.verb, a.subject, a.breaks and f"breaks {a.breaks}"] for n, a in enumerate(review.actions, 1)]
    yield from section("Order of change", steps, style)
    yield ""
    yield "refused" if review.refused else "no rail stands in the way"


def _meaning(review: Review, style: Style) -> Iterator[str]:
    found = sentences(review)
    if found:
        yield ""
        yield style.paint("What it means", "bold")
    for sentence in found:
        for line in style.wrapped(sentence.text, 2):
            yield style.paint(line, _EFFECTS[sentence.effect])
        if sentence.why:
            yield from style.wrapped(f"now: {sentence.why}", 4)


def _rails(review: Review, style: Style) -> Iterator[str]:
    if review.refusals:
        yield ""
        yield style.paint("Rails", "bold")
    for refusal in review.refusals:
        word, colour = ("accept", "yellow") if refusal.accepted else ("refuse", "red")
        yield f"  {style.paint(word, colour, 'bold')} {refusal.rail}"
        yield from style.wrapped(refusal.message, 9)
        lifted = f"accepted: {refusal.accepted}" if refusal.accepted else f"to do: {refusal.key}, if it is meant"
        yield from style.wrapped(lifted, 9)


def _tables(review: Review, style: Style, *, kept: bool) -> Iterator[str]:
    if not review.diff.empty:
        yield ""
        yield LEGEND
    for table, rows in review.tables():
        shown = [row for row in rows if kept or row.change is not Change.KEPT]
        if shown:
            yield ""
            load = review.load(table)
            yield style.paint(review.title(table), "bold") + f"  {in_words(counts(rows))}" + (load and f"; {load}")
            lines = columns([_row(review, row) for row in shown], style)
            yield from (style.paint(line, _COLOURS[row.change]) for row, line in zip(shown, lines, strict=True))


def _row(review: Review, row: RouteChange) -> list[str]:
    route, legs, source = row.route, " ".join(row.legs), review.source(row)
    why = f"{route.reason} [{source}]" if source else route.reason
    status = [review.status(row)] if review.before.statuses else []
    return [f"{MARKS[row.change]} {route.destination}", f"→ {route.hop}{was(row)}", legs, *status, why]


def foreign_rows(review: Review) -> list[list[str]]:
    """Cells of each route of others that meets one of the stack."""
    return [
        [
            "new" if overlap.new else "",
            str(overlap.foreign.destination),
            f"→ {overlap.foreign.hop}",
            review.title(overlap.foreign.table),
            f"{told(overlap)} [by {maker(overlap.foreign, review.diff.stack)}]",
        ]
        for overlap in review.overlaps
    ]


def was(row: RouteChange) -> str:
    """What a row said before, where that is something else than now."""
    if row.before is None or row.after is None or row.change is Change.KEPT:
        return ""
    if row.change is Change.HOP_CHANGED:
        return f", was {row.before.hop}"
    if row.before.origin is not row.after.origin:
        return f", {row.after.origin}, was {row.before.origin}"
    return f", was used by {' '.join(row.before.legs) or 'no leg'}"

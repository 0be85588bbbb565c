"""A difference as the comment of a pull request: the summary first, details folded, never longer than a host takes.

What does not fit is cut from the end, table by table, and counted; the summary is never cut away: its lists have a
length of their own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from acree_infra.reports.diff_meaning import sentences
from acree_infra.reports.diff_review import MARKS, Review, counts, described, in_words
from acree_infra.reports.diff_text import foreign_rows, was
from acree_infra.reports.style import plain
from acree_infra.routing.diff import Change, RouteChange
from acree_infra.routing.reachability import Effect

MOST_CHARACTERS = 60_000
"""GitHub takes 65,536 in a comment; a pipeline adds its own words."""
_MOST_IN_SUMMARY = 40
"""Sentences; of any length they fit with the rest of the summary, since each is cut at `_MOST_IN_LINE`."""
_MOST_IN_LINE = 400
_RESERVED = 400
"""Characters kept for what says that something was cut."""
_ICONS = {Effect.LOST: "🔴", Effect.STILL_DROPPED: "⚫", Effect.REROUTED: "🟡", Effect.GAINED: "🟢"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]!|~]|:(?=//))")
_MENTIONS = re.compile(r"([@#])")


@dataclass(frozen=True, slots=True)
class _Fold:
    """A folded part: a title, the lines that open its table, and one line for each row."""

    title: str
    opening: tuple[str, ...]
    rows: tuple[str, ...]


def diff_markdown(review: Review, most: int = MOST_CHARACTERS) -> str:
    """The comment.

    Args:
        review: the difference.
        most: characters that it may have; the summary is kept whole even when it needs more.
    """
    text = "\n".join(_summary(review)) + "\n"
    left, cut = most - len(text) - _RESERVED, list[str]()
    for fold in _folds(review):
        shown, taken = _fitting(fold, left)
        left -= len(shown)
        text += shown
        if taken < len(fold.rows):
            cut.append(f"{len(fold.rows) - taken} of {len(fold.rows)} lines of “{fold.title}”")
    if cut:
        listed = "; ".join(cut[:2]) + (f"; and of {len(cut) - 2} more parts" if len(cut) > 2 else "")  # noqa: PLR2004  # two titles fit
        text += f"\n> **Cut** to fit into {most} characters: {listed}. `acree diff -f text` shows all.\n"
    return text


def _fitting(fold: _Fold, room: int) -> tuple[str, int]:
    """A part as text with as many of its rows as fit, and how many those are; empty when none does."""
    frame = f"\n<details><summary>{fold.title}</summary>\n\n", "\n</details>\n"
    opening = "".join(f"{line}\n" for line in fold.opening)
    room -= len(frame[0]) + len(frame[1]) + len(opening)
    taken, size = 0, 0
    for row in fold.rows:
        size += len(row) + 1
        if size > room:
            break
        taken += 1
    if not taken:
        return "", 0
    return frame[0] + opening + "".join(f"{row}\n" for row in fold.rows[:taken]) + frame[1], taken


def _summary(review: Review) -> Iterator[str]:
    diff = review.diff
    verdict = "refused" if review.refused else "nothing changes" if diff.empty else "no rail stands in the way"
    yield f"### Routes of stack {escaped(diff.stack)}: {verdict}"
    yield ""
    yield f"Against {escaped(review.before.name)}: {in_words(counts(list(diff.routes)))}."
    yield ""
    for note in review.notes:
        yield f"> {_short(note)}"
        yield ""
    for refusal in review.refusals:
        word, end = (
            ("Accepted", refusal.accepted) if refusal.accepted else ("Refused", f"{refusal.key}, if it is meant")
        )
        yield f"- **{word}: {refusal.rail}.** {_short(refusal.message)}. {_short(end)}"
    found = sentences(review)
    for sentence in found[:_MOST_IN_SUMMARY]:
        why = f" Now: {_short(sentence.why)}" if sentence.why else ""
        yield f"- {_ICONS[sentence.effect]} {_short(sentence.text)}.{why}"
    if len(found) > _MOST_IN_SUMMARY:
        yield f"- … and {len(found) - _MOST_IN_SUMMARY} more; all of them are below"
    breaks = [step for step in review.actions if step.breaks]
    if breaks:
        yield f"- ⚠️ {len(breaks)} of {len(review.actions)} steps cannot be made without a break"
    yield ""
    yield f"<sub>before {diff.before or 'no such stack'}, after {diff.after}</sub>"


def _folds(review: Review) -> Iterator[_Fold]:
    """What matters most first: it is cut last."""
    for table, rows in review.tables():
        changed = [row for row in rows if row.change is not Change.KEPT]
        if changed:
            load = review.load(table)
            title = f"{review.title(table)}: {in_words(counts(changed))}" + (load and f"; {load}")
            yield _routes(review, title, changed)
    yield from _table("Routes of others", ("", "prefix", "next hop", "table", "what it does"), foreign_rows(review))
    found = sentences(review)[_MOST_IN_SUMMARY:]
    if found:
        yield _Fold("What else it means", (), tuple(f"- {_ICONS[x.effect]} {_short(x.text)}" for x in found))
    steps = [[f"{n}.", x.verb, x.subject, x.breaks] for n, x in enumerate(review.actions, 1)]
    yield from _table("Order of change", ("", "step", "what", "breaks"), steps)
    parts = [[MARKS[x.change], x.part.replace("_", " "), x.key, described(x)] for x in review.parts]
    yield from _table("What carries them", ("", "kind", "which", "how"), parts)
    for table, rows in review.tables():
        kept = [row for row in rows if row.change is Change.KEPT]
        if kept:
            yield _routes(review, f"{review.title(table)}: {in_words(counts(kept))}", kept)


def _routes(review: Review, title: str, rows: Sequence[RouteChange]) -> _Fold:
    cells = [
        [
            MARKS[row.change].strip(),
            str(row.route.destination),
            f"{row.route.hop}{was(row)}",
            " ".join(row.legs),
            row.route.reason,
            review.source(row),
            *([review.status(row)] if review.before.statuses else []),
        ]
        for row in rows
    ]
    head = ["", "prefix", "next hop", "legs", "reason", "learned from", *(["state"] if review.before.statuses else [])]
    return next(_table(title, head, cells))


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[_Fold]:
    if rows:
        opening = (_line(head), _line(["---"] * len(head)))
        yield _Fold(html.escape(plain(title)), opening, tuple(_line([_short(cell) for cell in row]) for row in rows))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _short(text: str) -> str:
    """Text escaped, and cut where it is too long to be read in a summary."""
    clean = plain(text)
    return escaped(clean if len(clean) <= _MOST_IN_LINE else f"{clean[:_MOST_IN_LINE]}…")


def escaped(text: str) -> str:
    """Text that Markdown shows as it is: names come from files that the pull request's author wrote.

    An invisible joiner keeps `@name` and `#1` from becoming a mention.
    """
    return _MENTIONS.sub("\\1\u2060", _SPECIAL.sub(r"\\\1", html.escape(plain(text), quote=False)))

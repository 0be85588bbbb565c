"""A difference as a page to read in a browser: what it means first, then the network and every route."""

from __future__ import annotations

from acree_infra.reports.diff_meaning import sentences
from acree_infra.reports.diff_report import DiffReport
from acree_infra.reports.diff_review import MARKS, Review, counts, described, headline, in_words
from acree_infra.reports.diff_text import foreign_rows
from acree_infra.reports.html_drawing import drawing_of
from acree_infra.reports.html_page import page
from acree_infra.reports.html_plan import Section
from acree_infra.reports.html_pulls import AFTER, BEFORE, Pull, PullData, pulls_of, ways_of
from acree_infra.reports.html_tables import diff_tables
from acree_infra.routing.diff import Change


def diff_html(report: DiffReport) -> str:
    """The page of a difference."""
    review = report.review
    tables = diff_tables(review)
    pulls = _pulls(review)
    plans = [side.plan for side in (review.before, review.after) if side.plan.service.id]
    values = {
        "compares": True,
        "review": review,
        "headline": headline(review),
        "counted": in_words(counts(list(review.diff.routes))),
        "meaning": sentences(review),
        "drawing": drawing_of(plans, tables.anchors, _changed(review)),
        "tables": tables.tables,
        "total": len(tables.rows),
        "kept": review.diff.count(Change.KEPT),
        "sections": [section for section in _sections(review) if section.rows],
        "ways": ways_of(pulls, tables.titles),
    }
    return page("diff.html", values, PullData(review.after.plan.service.id, tables.rows, tables.titles).of(pulls))


def _pulls(review: Review) -> list[Pull]:
    """The pulls of both sides; of the one before only where it tells its VPCs."""
    sides = [(AFTER, review.after.plan)]
    if review.paths is not None and review.before.plan.service.id:
        sides.insert(0, (BEFORE, review.before.plan))
    return pulls_of(sides)


def _changed(review: Review) -> frozenset[str]:
    """Attachments that stay and are made otherwise."""
    parts = (part for part in review.parts if part.part in ("vpc_attachments", "peer_attachments"))
    return frozenset(part.key for part in parts if part.change is Change.CHANGED)


def _sections(review: Review) -> list[Section]:
    parts = [
        [f"{MARKS[part.change].strip()} {part.change}", part.part.replace("_", " "), part.key, described(part)]
        for part in review.parts
    ]
    steps = [[str(n), step.verb, step.subject, step.breaks or "–"] for n, step in enumerate(review.actions, 1)]
    foreign = ("New", "Prefix", "Next hop", "Table", "What it does")
    return [
        Section("foreign", "Routes of others", foreign, foreign_rows(review)),
        Section("carriers", "What carries them", ("Change", "Kind", "Which", "How"), parts),
        Section("order", "Order of change", ("Step", "Verb", "What", "Breaks meanwhile"), steps),
    ]

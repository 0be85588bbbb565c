"""A difference as plain data: the JSON contract of `acree diff`."""

from __future__ import annotations

from typing import Any

from acree_infra.reports.diff_meaning import sentences
from acree_infra.reports.diff_review import Review, counts, maker
from acree_infra.reports.document import (
    SCHEMA_VERSION,
    foreign_document,
    route_document,
    table_document,
    trace_document,
)
from acree_infra.routing.diff import Change, PartChange, RouteChange
from acree_infra.routing.nouns import LegId, Route, Table
from acree_infra.routing.plan_model import to_data
from acree_infra.routing.reachability import PathChange


def diff_document(review: Review) -> dict[str, Any]:
    """The whole difference, whatever is kept included."""
    diff = review.diff
    return {
        "schema_version": SCHEMA_VERSION,
        "stack": diff.stack,
        "against": review.before.name,
        "before": diff.before or None,
        "after": diff.after,
        "empty": diff.empty,
        "refused": review.refused,
        "notes": list(review.notes),
        "summary": _counted(list(diff.routes)),
        "meaning": [
            {"effect": str(sentence.effect), "text": sentence.text, "why": sentence.why}
            for sentence in sentences(review)
        ],
        "refusals": [
            {
                "rail": refusal.rail,
                "number": refusal.number,
                "limit": refusal.limit,
                "message": refusal.message,
                "key": refusal.key,
                "accepted": refusal.accepted or None,
            }
            for refusal in review.refusals
        ],
        "tables": [
            {
                "table": table_document(table),
                "title": review.title(table),
                "load": _load(review, table),
                "legs": {leg: _counted([row for row in rows if leg in row.legs]) for leg in LegId},
                "routes": [_row(review, row) for row in rows],
            }
            for table, rows in review.tables()
        ],
        "foreign": [
            {
                **foreign_document(overlap.foreign),
                "outcome": str(overlap.outcome),
                "new": overlap.new,
                "harmful": overlap.harmful,
                "made_by": maker(overlap.foreign, diff.stack),
                "routes": [route_document(route) for route in overlap.routes],
            }
            for overlap in review.overlaps
        ],
        "parts": [_part(part) for part in diff.parts],
        "reachability": None if review.paths is None else [_path(path) for path in review.paths],
        "order": [{"verb": step.verb, "subject": step.subject, "breaks": step.breaks} for step in review.actions],
    }


def _counted(rows: list[RouteChange]) -> dict[str, int]:
    return {str(change): number for change, number in counts(rows).items()}


def _row(review: Review, row: RouteChange) -> dict[str, Any]:
    return {
        "change": str(row.change),
        "destination": str(row.route.destination),
        "legs": [str(leg) for leg in row.legs],
        "before": _route(row.before),
        "after": _route(row.after),
        "learned_from": review.source(row),
        "status": review.status(row) or None,
    }


def _load(review: Review, table: Table) -> dict[str, Any] | None:
    load = next((load for load in review.loads if load.table == table), None)
    return None if load is None else {"before": load.was, "after": load.now, "limit": load.limit}


def _route(route: Route | None) -> dict[str, Any] | None:
    return None if route is None else route_document(route)


def _part(part: PartChange) -> dict[str, Any]:
    kept = part.change is Change.KEPT
    return {
        "part": part.part,
        "key": part.key,
        "change": str(part.change),
        "fields": list(part.fields),
        "before": None if kept else to_data(part.before),
        "after": None if kept else to_data(part.after),
    }


def _path(path: PathChange) -> dict[str, Any]:
    return {
        "client": path.client,
        "vswitch": path.vswitch,
        "source": str(path.source),
        "leg": str(path.leg),
        "destination": str(path.destination),
        "effect": str(path.effect),
        "wanted_before": path.wanted_before,
        "wanted_after": path.wanted_after,
        "before": trace_document(path.before),
        "after": trace_document(path.after),
    }

"""The colours of graphs: readable on white and on black, and never the only thing that tells two arrows apart."""

from __future__ import annotations

from acree_infra.reports.graph import Edge, Mark
from acree_infra.routing.nouns import LegId

_LEGS = {LegId.REGISTRY: "#2563eb", LegId.AUTH: "#b45309", LegId.OSS: "#047857"}
_SEVERAL = "#6b7280"
MARK_COLOURS = {
    Mark.KEPT: "#9ca3af",
    Mark.ADDED: "#15803d",
    Mark.REMOVED: "#b91c1c",
    Mark.MOVED_AWAY: "#b45309",
    Mark.CHANGED: "#b45309",
}


def edge_colour(edge: Edge, *, compares: bool) -> str:
    """The colour of an arrow: of its mark in a difference, of its leg in a plan."""
    if compares:
        return MARK_COLOURS[edge.mark]
    return _LEGS[edge.legs[0]] if len(edge.legs) == 1 else _SEVERAL

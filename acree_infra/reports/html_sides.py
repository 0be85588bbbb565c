"""Things of one plan, or of two that are compared, with what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Found(NamedTuple):
    """A thing of one plan or of both, and what becomes of it."""

    item: Any
    change: str


def both(plans: Sequence[object], items: str, key: str) -> list[Found]:
    """Things of all plans, sorted by a key; where both plans have one, it is shown as it is after."""
    sides: list[dict[str, Any]] = [{getattr(item, key): item for item in getattr(plan, items)} for plan in plans]
    found = []
    for name in sorted({name for side in sides for name in side}):
        first, last = sides[0].get(name), sides[-1].get(name)
        change = "added" if first is None else "removed" if last is None else ""
        found.append(Found(first if last is None else last, change))
    return found

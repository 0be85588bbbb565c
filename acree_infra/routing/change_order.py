"""The order in which a difference is made, and what in it cannot be made without a break.

What is new comes before what goes, so that a packet always finds the old way or the new one. A row with another
next hop is replaced by the cloud: in between there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from acree_infra.routing.diff import Change, Diff, PartChange, RouteChange
from acree_infra.routing.nouns import Origin, Route

_CARRIERS = (
    "transit_routers",
    "vpc_attachments",
    "customer_gateways",
    "vpn_gateways",
    "connections",
    "vbrs",
    "express_routers",
    "site_attachments",
    "peer_attachments",
    "peerings",
    "associations",
    "propagations",
    "publications",
    "links",
)
"""What rows need, in the order that it is made; it goes in the opposite one."""


@dataclass(frozen=True, slots=True)
class Action:
    """One step that the stack takes.

    Attributes:
        verb: `add`, `replace`, `change` or `remove`.
        subject: what, and where.
        breaks: what fails while it happens; empty when nothing does.
    """

    verb: str
    subject: str
    breaks: str = ""


def actions(diff: Diff) -> tuple[Action, ...]:
    """The steps of a difference in their order; rows that are learned or built in are nobody's step."""
    carriers = [c for part in _CARRIERS for c in diff.parts if c.part == part and _made(c)]
    records = [c for c in diff.parts if c.part == "records"]
    return (
        *_of_parts(carriers, Change.ADDED),
        *_of_routes(diff, "add"),
        *_of_parts(records, Change.ADDED),
        *_of_parts(carriers, Change.CHANGED),
        *_of_routes(diff, "replace"),
        *_of_parts(records, Change.CHANGED),
        *_of_parts(records, Change.REMOVED),
        *_of_routes(diff, "remove"),
        *_of_parts(list(reversed(carriers)), Change.REMOVED),
    )


def _made(change: PartChange) -> bool:
    """Whether the stack makes it, or made it: what exists already is never touched."""
    return any(_own(item) for item in (change.before, change.after) if item is not None)


def _own(item: object) -> bool:
    if hasattr(item, "created"):
        return bool(item.created)
    return getattr(item, "id", None) is None


def _of_parts(changes: list[PartChange], wanted: Change) -> Iterator[Action]:
    verbs = {Change.ADDED: "add", Change.CHANGED: "change", Change.REMOVED: "remove"}
    for change in changes:
        if change.change is wanted:
            subject = f"{change.part.replace('_', ' ').removesuffix('s')} {change.key}"
            moved = change.part == "associations" and "table" in change.fields
            breaks = f"{change.key} reads no table until the new association stands" if moved else ""
            yield Action(verbs[wanted], subject, breaks)


def _of_routes(diff: Diff, verb: str) -> Iterator[Action]:
    for row in diff.routes:
        if _verb(row) == verb:
            breaks = ""
            if verb == "replace":
                what = " and ".join(row.legs) or "traffic"
                breaks = f"{what} by this row: it is gone until the new one stands"
            yield Action(verb, f"route {row.route.destination} in {row.route.table}", breaks)


def _verb(row: RouteChange) -> str:
    """What the stack does for a row; empty when nothing."""
    was, now = _created(row.before), _created(row.after)
    if was and now:
        return "replace" if row.change is Change.HOP_CHANGED else ""
    if was or now:
        return "remove" if was else "add"
    return ""


def _created(route: Route | None) -> bool:
    return route is not None and route.origin is Origin.CREATED

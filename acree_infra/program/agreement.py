"""Whether the engine's preview and the route difference tell the same of every route resource.

The difference comes from two plans, the preview from the program and the stack's state. Where they differ, a reviewer
has read something else than what would be done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from acree_infra.program.names import Purposes, route_name
from acree_infra.program.routes import is_made, to_create
from acree_infra.program.steps import Action, Step
from acree_infra.routing.diff import Change, Diff, RouteChange
from acree_infra.routing.plan_model import Plan

_TAKEN_FOR: Mapping[Action, frozenset[Action | None]] = {
    Action.SAME: frozenset({Action.SAME}),
    Action.CREATE: frozenset({Action.CREATE}),
    Action.DELETE: frozenset({Action.DELETE}),
    Action.UPDATE: frozenset({Action.UPDATE, Action.REPLACE}),
}
"""What the engine may do for what the difference says. A new hop is an update of a VPC's route, and replaces a
transit router's."""

_STAYS = frozenset({Action.SAME, Action.CREATE, Action.UPDATE, Action.REPLACE})
_TAKEN_AFTER_REFRESH: Mapping[Action, frozenset[Action | None]] = {
    Action.SAME: _STAYS,
    Action.CREATE: _STAYS,
    Action.UPDATE: _STAYS,
    Action.DELETE: frozenset({Action.DELETE, None}),
}

_WORDS = {
    None: "unknown",
    Action.SAME: "kept",
    Action.CREATE: "created",
    Action.UPDATE: "changed",
    Action.REPLACE: "replaced",
    Action.DELETE: "deleted",
}


def disagreements(
    diff: Diff, before: Plan | None, after: Plan, steps: Iterable[Step], *, refreshed: bool = False
) -> tuple[str, ...]:
    """Each route resource of which the two tell something else, in words; empty when they agree.

    Args:
        diff: the difference from what is deployed.
        before: the plan of what is deployed; None when nothing is.
        after: the plan of the stack.
        steps: what the engine would do.
        refreshed: whether the engine has read the account first. Then it may know more than the state that the
            difference was taken from: what should stay may have to be made again, and what should go may be gone.
    """
    told = _told(diff, before, after)
    done = {step.name: step.action for step in steps if step.is_route}
    return tuple(_compared(told, done, _TAKEN_AFTER_REFRESH if refreshed else _TAKEN_FOR))


def _compared(
    told: Mapping[str, Action], done: Mapping[str, Action], taken: Mapping[Action, frozenset[Action | None]]
) -> Iterator[str]:
    for name in sorted(told.keys() | done.keys()):
        ours, engines = told.get(name), done.get(name)
        if ours is None or engines not in taken[ours]:
            yield f"{name}: {_WORDS[ours]} by the route difference, {_WORDS[engines]} by the engine"


def _told(diff: Diff, before: Plan | None, after: Plan) -> dict[str, Action]:
    """What the difference says of each route resource, by its name.

    A prefix that comes to serve another purpose gets another name, so that it is made anew.
    """
    kept = {(route.table, route.destination) for routes in to_create(after).values() for route in routes}
    then, now = Purposes(before or after), Purposes(after)
    told = {}
    for row in diff.routes:
        made = row.before is not None and is_made(row.before)
        makes = (row.route.table, row.route.destination) in kept
        old, new = _name(row, then), _name(row, now)
        if made and makes and old == new:
            told[new] = Action.UPDATE if row.change is Change.HOP_CHANGED else Action.SAME
            continue
        if made:
            told[old] = Action.DELETE
        if makes:
            told[new] = Action.CREATE
    return told


def _name(row: RouteChange, purposes: Purposes) -> str:
    route = row.route
    return route_name(route.table, purposes.of(route.destination), route.destination)

"""Whether the engine's preview and the route difference tell the same of every route resource.

The difference comes from two plans, the preview from the program and the stack's state. Where they differ, a reviewer
has read something else than what would be done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import IPv4Network

from acree_infra.program.names import Purposes, route_name
from acree_infra.program.routes import to_create
from acree_infra.program.steps import Action, Step
from acree_infra.routing.diff import Change, Diff, RouteChange
from acree_infra.routing.nouns import Origin, Table
from acree_infra.routing.plan_model import Plan

_TAKEN_FOR = {
    Action.SAME: frozenset({Action.SAME}),
    Action.CREATE: frozenset({Action.CREATE}),
    Action.DELETE: frozenset({Action.DELETE}),
    Action.UPDATE: frozenset({Action.UPDATE, Action.REPLACE}),
}
"""What the engine may do for what the difference says. A new hop is an update of a VPC's route, and replaces a
transit router's."""


def disagreements(diff: Diff, before: Plan | None, after: Plan, steps: Iterable[Step]) -> tuple[str, ...]:
    """Each route resource of which the two tell something else, in words; empty when they agree.

    Args:
        diff: the difference from what is deployed.
        before: the plan of what is deployed; None when nothing is.
        after: the plan of the stack.
        steps: what the engine would do.
    """
    told = _told(diff, before, after)
    done = {step.name: step.action for step in steps if step.is_route}
    return tuple(_compared(told, done))


def _compared(told: Mapping[str, Action], done: Mapping[str, Action]) -> Iterator[str]:
    for name in sorted(told.keys() | done.keys()):
        ours, engines = told.get(name), done.get(name)
        if ours is None:
            yield f"{name}: the engine would {engines} it, the route difference does not have it"
        elif engines is None:
            yield f"{name}: the route difference says {ours}, the engine does not have it"
        elif engines not in _TAKEN_FOR[ours]:
            yield f"{name}: the route difference says {ours}, the engine would {engines} it"


def _told(diff: Diff, before: Plan | None, after: Plan) -> dict[str, Action]:
    """What the difference says of each route resource, by its name."""
    kept = {(route.table, route.destination) for routes in to_create(after).values() for route in routes}
    now, then = Purposes(after), Purposes(before or after)
    told = {}
    for row in diff.routes:
        key = (row.route.table, row.route.destination)
        made, makes = row.before is not None and row.before.origin is Origin.CREATED, key in kept
        if made or makes:
            told[_name(key, now if makes else then)] = _action(row, made=made, makes=makes)
    return told


def _name(key: tuple[Table, IPv4Network], purposes: Purposes) -> str:
    table, destination = key
    return route_name(table, purposes.of(destination), destination)


def _action(row: RouteChange, *, made: bool, makes: bool) -> Action:
    if not made:
        return Action.CREATE
    if not makes:
        return Action.DELETE
    return Action.UPDATE if row.change is Change.HOP_CHANGED else Action.SAME

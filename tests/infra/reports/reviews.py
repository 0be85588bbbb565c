"""Differences whose reports are looked at."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network

from acree_infra.reports.diff_review import Review, Side
from acree_infra.routing.diff import diff_plans, empty_plan
from acree_infra.routing.nouns import Hop, HopKind, Origin, Table
from acree_infra.routing.overlaps import overlaps
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.provenance import Provenance
from acree_infra.routing.rails import Case, loads, refusals
from acree_infra.routing.reachability import path_changes
from tests.infra.routing.pairs import (
    Edit,
    plan_with,
    with_auth,
    with_client,
    with_foreign,
    with_ranges,
)
from tests.infra.routing.variations import example
from tests.infra.samples import HANGZHOU_OSS, lock_of


def provenance(*edits: Edit) -> Provenance:
    """Where the prefixes of the worked example after edits come from."""
    stack, lock = example()
    for edit in edits:
        edit(stack, lock)
    return Provenance(lock_of(lock))


def review_of(
    before: Plan | None,
    after: Plan,
    *edits: Edit,
    accepted: dict[str, str] | None = None,
    statuses: dict[tuple[Table, IPv4Network], str] | None = None,
) -> Review:
    """A review; the edits are those of the plan after, for its provenance."""
    diff, paths = diff_plans(before, after), path_changes(before, after)
    start = empty_plan(after) if before is None else before
    name = "what is live" if statuses else "origin/main (0123456789ab)"
    sides = Side(name, start, provenance(), statuses or {}), Side("the stack file", after, provenance(*edits))
    met = overlaps(start, after)
    case = Case(diff, start, after, paths, met)
    return Review(diff, *sides, paths, refusals(case, accepted or {}), (), met, loads(case))


def edited(*edits: Edit, accepted: dict[str, str] | None = None) -> Review:
    """The worked example, then edited."""
    return review_of(plan_with(), plan_with(*edits), *edits, accepted=accepted)


def nothing() -> Review:
    """The same plan twice."""
    return edited()


def new_stack() -> Review:
    """A stack that did not exist."""
    return review_of(None, plan_with())


def new_range() -> Review:
    """One range more for the OSS leg."""
    return edited(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24"))


def new_client() -> Review:
    """A client in a region of its own."""
    return edited(with_client("osaka"))


def client_gone() -> Review:
    """The same client leaves."""
    return review_of(plan_with(with_client("osaka")), plan_with())


def auth_moved() -> Review:
    """The auth service has another address."""
    return edited(with_auth("100.103.7.181"))


def foreign_half() -> Review:
    """Somebody's route takes half of a range away."""
    return edited(with_foreign("100.118.28.0/25"))


def leg_lost() -> Review:
    """The auth leg's row is gone from the client's table."""
    plan = plan_with()
    rows = tuple(r for r in plan.routes if (str(r.destination), r.table.owner) != ("100.103.9.188/32", "vpc-uf6demo"))
    return review_of(plan, replace(plan, routes=rows))


def hops_changed(accepted: dict[str, str] | None = None) -> Review:
    """The client's rows to the service side go to nobody knows where."""
    plan = plan_with()
    away = Hop(HopKind.FOREIGN, "vpn")
    rows = tuple(
        replace(r, hop=away) if r.table.owner == "vpc-uf6demo" and r.origin is Origin.CREATED else r
        for r in plan.routes
    )
    return review_of(plan, replace(plan, routes=rows), accepted=accepted)


def live() -> Review:
    """The account has every row but one, and one that does nothing."""
    plan = plan_with(with_foreign("100.118.0.0/16", hop="ngw-1"))
    gone = next(r for r in plan.routes if (str(r.destination), r.table.owner) == ("100.103.9.188/32", "vpc-uf6demo"))
    statuses = {(r.table, r.destination): "Available" for r in plan.routes if r.table.owner.startswith("vpc-")}
    statuses[gone.table, gone.destination] = "Rejected"
    before = replace(plan, routes=tuple(r for r in plan.routes if r is not gone))
    return review_of(before, plan, statuses=statuses)


REVIEWS = {
    "nothing": nothing,
    "new-stack": new_stack,
    "new-range": new_range,
    "new-client": new_client,
    "client-gone": client_gone,
    "auth-moved": auth_moved,
    "foreign-half": foreign_half,
    "leg-lost": leg_lost,
    "hops-changed": hops_changed,
    "live": live,
}

"""Rails: what a difference may not do unless somebody says that it is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Network

from acree_infra.routing.diff import Change, Diff, RouteChange
from acree_infra.routing.nouns import Origin, Table, TableKind
from acree_infra.routing.overlaps import Outcome, Overlap
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.reachability import Effect, PathChange
from acree_infra.topology.options import Quotas

MOST_CHANGED = 30
"""Percent of the rows before that may be removed or changed in one go."""
FROM_ROUTES = 10
"""In a smaller plan every change is a large part of it: the share says nothing."""
_MOST_NAMED = 3
"""Things that a message names; it counts the others."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A difference that meets a rail.

    Attributes:
        rail: name, and the key of `--accept`.
        number: what was found.
        limit: what is allowed.
        message: both in words, with what they count.
        accepted: the reason why it is meant; empty while it refuses.
    """

    rail: str
    number: int
    limit: int
    message: str
    accepted: str = ""

    @property
    def key(self) -> str:
        """The option that lifts it."""
        return f"--accept {self.rail}=REASON"


@dataclass(frozen=True, slots=True)
class Case:
    """A difference, and all that rails judge it by.

    Attributes:
        diff: the difference.
        before: the plan before, its tables called as in the plan after.
        after: what is wanted now.
        paths: every class of packets that fares otherwise; empty where that cannot be told.
        overlaps: where routes of others meet those of the plan.
        quotas: limits of the account.
        protected: prefixes whose routes nobody changes by the way.
    """

    diff: Diff
    before: Plan
    after: Plan
    paths: tuple[PathChange, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    quotas: Quotas = field(default_factory=Quotas)
    protected: tuple[IPv4Network, ...] = ()


def _too_much_change(case: Case) -> Refusal | None:
    """Counts what the stack makes or learns; built-in rows cannot be changed."""
    rows = [row for row in case.diff.routes if row.before is not None and row.before.origin is not Origin.BUILT_IN]
    gone = sum(_gone_or_other(row) for row in rows)
    if len(rows) < FROM_ROUTES or gone * 100 <= MOST_CHANGED * len(rows):
        return None
    share = gone * 100 // len(rows)
    message = (
        f"{gone} of {len(rows)} routes are removed or changed: {share} %, "
        f"expected at most {MOST_CHANGED} % from {FROM_ROUTES} routes on"
    )
    return Refusal("too-much-change", share, MOST_CHANGED, message)


def _gone_or_other(row: RouteChange) -> bool:
    """Whether a row of before is removed, sends elsewhere, or comes from elsewhere; who uses it does not count."""
    if row.before is None or row.after is None:
        return row.after is None
    return (row.before.hop, row.before.origin) != (row.after.hop, row.after.origin)


def _hop_change(case: Case) -> Refusal | None:
    changed = case.diff.count(Change.HOP_CHANGED)
    if not changed:
        return None
    subject = "1 route sends" if changed == 1 else f"{changed} routes send"
    message = f"{subject} elsewhere, expected 0: service is interrupted, each is gone for a moment while it is replaced"
    return Refusal("hop-change", changed, 0, message)


def _protected_prefix(case: Case) -> Refusal | None:
    """A route counts when it lies in a protected prefix, or holds one; who uses it does not matter."""
    if not case.protected:
        return None
    touched = [
        f"{row.route.destination} in {row.route.table} ({row.change})"
        for row in case.diff.routes
        if row.change not in {Change.KEPT, Change.CHANGED} and row.route.origin is not Origin.BUILT_IN
        if any(prefix.overlaps(row.route.destination) for prefix in case.protected)
    ]
    message = f"{_counted(touched, 'route')} of protected prefixes would change, expected 0: {_named(touched)}"
    return Refusal("protected-prefix", len(touched), 0, message) if touched else None


def _foreign_route(case: Case) -> Refusal | None:
    """What somebody else's route took away before is not this change's doing."""
    met = [overlap for overlap in case.overlaps if overlap.new and overlap.harmful]
    told = [
        f"{overlap.foreign.destination} → {overlap.foreign.hop} in {overlap.foreign.table} "
        + ("has the same prefix as" if overlap.outcome is Outcome.CONFLICT else "takes a part of")
        + f" {overlap.routes[0].destination} → {overlap.routes[0].hop}"
        for overlap in met
    ]
    message = f"{_counted(told, 'route')} of others would stand in the way, expected 0: {_named(told)}"
    return Refusal("foreign-route", len(told), 0, message) if told else None


def _quota(case: Case) -> Refusal | None:
    """Only tables that the change makes fuller: what is too full already is a matter of `acree lint` (G32)."""
    over = [load for load in loads(case) if load.limit is not None and load.now > load.limit and load.now > load.was]
    if not over:
        return None
    worst = max(over, key=lambda load: load.now - (load.limit or 0))
    told = [f"{load.table} would hold {load.now} of {load.limit}, {load.now - load.was:+d}" for load in over]
    return Refusal("quota", worst.now, worst.limit or 0, f"more routes than the quota allows: {_named(told)}")


@dataclass(frozen=True, slots=True)
class Load:
    """How full a table is: custom routes before and after, and how many the account allows; None when not known."""

    table: Table
    was: int
    now: int
    limit: int | None

    def __str__(self) -> str:
        of = "" if self.limit is None else f" of {self.limit}"
        return f"{self.now}{of} routes, {self.now - self.was:+d}"


def loads(case: Case) -> tuple[Load, ...]:
    """Every table in which the number of routes changes; VPC tables count what is written, routers what they hold."""
    was, now = _written(case.before), _written(case.after)
    limits = {
        TableKind.VPC: case.quotas.vpc_routes,
        TableKind.TRANSIT_ROUTER: case.quotas.transit_router_routes,
    }
    tables = sorted(table for table in {*was, *now} if was[table] != now[table])
    return tuple(Load(table, was[table], now[table], limits.get(table.kind)) for table in tables)


def _written(plan: Plan) -> Counter[Table]:
    rows = {(row.table, row.destination) for row in plan.foreign_routes}
    rows |= {
        (row.table, row.destination)
        for row in plan.routes
        if row.origin is Origin.CREATED or (row.origin is Origin.LEARNED and row.table.kind is not TableKind.VPC)
    }
    return Counter(table for table, _ in rows)


def _way_back(case: Case) -> Refusal | None:
    """Packets of a leg that arrive, and whose answers do not; that they fared no better before is no excuse."""
    lost = [path for path in case.paths if _arrives_in_vain(path)]
    told = _legs(lost)
    message = f"no way back for {_counted(told, 'leg')}, expected 0: {_named(told)}"
    return Refusal("way-back", len(told), 0, message) if told else None


def _arrives_in_vain(path: PathChange) -> bool:
    return path.wanted_after and path.after.reason.startswith("no way back")


def _lost_leg(case: Case) -> Refusal | None:
    """A client that stays, and does not reach all of a leg any more."""
    stays = {node.name for node in case.after.clients}
    lost = [
        path
        for path in case.paths
        if path.effect is Effect.LOST and path.wanted_after and path.client in stays and not _arrives_in_vain(path)
    ]
    told = _legs(lost)
    message = f"{_counted(told, 'leg')} would be lost, all or in part, expected 0: {_named(told)}"
    return Refusal("lost-leg", len(told), 0, message) if told else None


def _legs(paths: list[PathChange]) -> list[str]:
    return [f"{leg} of {client}" for client, leg in sorted({(path.client, str(path.leg)) for path in paths})]


def _counted(found: list[str], noun: str) -> str:
    return f"{len(found)} {noun}" + ("" if len(found) == 1 else "s")


def _named(found: list[str]) -> str:
    more = f"; and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return "; ".join(found[:_MOST_NAMED]) + more


RAILS = {
    "too-much-change": _too_much_change,
    "hop-change": _hop_change,
    "protected-prefix": _protected_prefix,
    "foreign-route": _foreign_route,
    "quota": _quota,
    "way-back": _way_back,
    "lost-leg": _lost_leg,
}
"""Every rail by its name."""


def refusals(case: Case, accepted: Mapping[str, str]) -> tuple[Refusal, ...]:
    """The rails that a difference meets.

    Args:
        case: the difference, and what it is judged by.
        accepted: the reason by rail, where a person says that it is meant.
    """
    found = (check(case) for check in RAILS.values())
    return tuple(replace(one, accepted=accepted.get(one.rail, "")) for one in found if one is not None)

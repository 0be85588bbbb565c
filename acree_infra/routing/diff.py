"""The difference of two plans: every row of every table, and everything that carries them.

A row is known by its table and its prefix; a table stays the same one when its name becomes an id. What a row says
may change in three ways: it is added, it is removed, or its next hop changes. A changed hop is a class of its own:
the cloud replaces such a row (the row is gone for a moment), so it can never be made without a break, while rows that
are added before others are removed can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from acree_infra.routing.identity import aligned
from acree_infra.routing.nouns import ForeignRoute, LegId, Route, Table, VpcNode
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.prefixes import sort_key
from acree_infra.routing.sites.nouns import NO_PREMISES


class Change(StrEnum):
    """What became of one thing between two plans."""

    ADDED = "added"
    REMOVED = "removed"
    HOP_CHANGED = "hop-changed"
    """A row that stays, and sends elsewhere."""
    CHANGED = "changed"
    """It stays, and says something else; of a row: its origin or its legs, never its hop."""
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class RouteChange:
    """One row of one table; `before` is None when it is added, `after` when it is removed."""

    change: Change
    before: Route | None
    after: Route | None

    @property
    def route(self) -> Route:
        """The row as it stands now; as it stood when it is removed."""
        route = self.after or self.before
        if route is None:  # the constructor's caller gives one of the two
            raise ValueError("a change of a row needs the row before or the row after")
        return route

    @property
    def legs(self) -> tuple[LegId, ...]:
        """The legs that used or will use the row."""
        used = {leg for route in (self.before, self.after) if route for leg in route.legs}
        return tuple(leg for leg in LegId if leg in used)


@dataclass(frozen=True, slots=True)
class Setting:
    """One plain value of a plan."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """One thing beside the rows: an attachment, an association, a record.

    Attributes:
        part: name of the plan's field that holds it, or `settings`.
        key: what it is known by among its kind.
        change: never `HOP_CHANGED`.
        before: it as it was; None when it is added.
        after: it as it is; None when it is removed.
        fields: names of the fields that differ; empty unless it is `CHANGED`.
    """

    part: str
    key: str
    change: Change
    before: Any
    after: Any
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that differs, and everything that does not.

    Attributes:
        stack: name of the stack.
        before: digest of the plan before; empty where there was none.
        after: digest of the plan after.
        routes: every row of both plans, by table, then by prefix.
        parts: everything else of both plans, in the order of `PARTS`, then by key.
    """

    stack: str
    before: str
    after: str
    routes: tuple[RouteChange, ...]
    parts: tuple[PartChange, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing changes; a reason that is worded anew is no change."""
        same = all(row.change is Change.KEPT for row in self.routes)
        return same and all(part.change is Change.KEPT for part in self.parts)

    def count(self, change: Change) -> int:
        """How many rows changed so."""
        return sum(row.change is change for row in self.routes)


def _settings(plan: Plan) -> tuple[Setting, ...]:
    values = {
        "region": plan.region,
        "cen": plan.cen,
        "registry_address": plan.registry_address,
        "waiting": plan.waiting,
    }
    return tuple(Setting(name, str(value)) for name, value in values.items() if value)


def _service(plan: Plan) -> tuple[VpcNode, ...]:
    return (plan.service,) if plan.service.id else ()


def _foreign_key(route: ForeignRoute) -> str:
    return f"{route.destination} in {route.table}"


PARTS: dict[str, tuple[Callable[[Plan], tuple[Any, ...]], Callable[[Any], str]]] = {
    "settings": (_settings, lambda x: x.name),
    "targets": (lambda plan: plan.targets, lambda x: str(x.leg)),
    "service": (_service, lambda x: x.id),
    "clients": (lambda plan: plan.clients, lambda x: x.name),
    "transit_routers": (lambda plan: plan.transit_routers, lambda x: x.region),
    "vpc_attachments": (lambda plan: plan.vpc_attachments, lambda x: x.name),
    "peer_attachments": (lambda plan: plan.peer_attachments, lambda x: x.name),
    "associations": (lambda plan: plan.associations, lambda x: f"{x.attachment} in {x.table.region}"),
    "propagations": (lambda plan: plan.propagations, lambda x: f"{x.attachment} to {x.table}"),
    "links": (lambda plan: plan.links, lambda x: f"{x.instance} {x.module} in {x.vpc}"),
    "records": (lambda plan: plan.records, lambda x: f"{x.host} in zone {x.zone}"),
    "foreign_routes": (lambda plan: plan.foreign_routes, _foreign_key),
    "sites": (lambda plan: plan.premises.sites, lambda x: x.name),
    "ways": (lambda plan: plan.premises.ways, lambda x: x.name),
    "customer_gateways": (lambda plan: plan.premises.customer_gateways, lambda x: x.name),
    "vpn_gateways": (lambda plan: plan.premises.vpn_gateways, lambda x: x.name),
    "connections": (lambda plan: plan.premises.connections, lambda x: x.name),
    "vbrs": (lambda plan: plan.premises.vbrs, lambda x: x.name),
    "express_routers": (lambda plan: plan.premises.express_routers, lambda x: x.name),
    "site_attachments": (lambda plan: plan.premises.attachments, lambda x: x.name),
    "peerings": (lambda plan: plan.premises.peerings, lambda x: x.name),
    "publications": (lambda plan: plan.premises.publications, lambda x: f"{x.destination} in {x.table}"),
    "service_entries": (lambda plan: plan.premises.service_entries, lambda x: f"{x.host} on {x.transit_router}"),
    "site_records": (lambda plan: plan.premises.records, lambda x: f"{x.host} at {x.site}"),
    "passages": (lambda plan: plan.premises.passages, lambda x: f"{x.hop} from {x.kind} {x.owner}"),
    "standby_routes": (lambda plan: plan.premises.standby, lambda x: f"{x.destination} in {x.table} by {x.way}"),
}
"""Each kind of thing beside the rows: where a plan holds it, and what one is known by.

An attachment has one associated table in a region, so an association is known by its attachment: another table
is a change. An attachment may feed many tables, so a propagation is known by both.
"""


def diff_plans(before: Plan | None, after: Plan) -> Diff:
    """The difference that goes from one plan to another; pure, sorted, linear but for the sorting.

    Args:
        before: None where the stack did not exist: everything is added.
        after: what is wanted now.
    """
    start = empty_plan(after) if before is None else aligned(before, after)
    digest = "" if before is None else before.digest
    return Diff(after.stack, digest, after.digest, tuple(_routes(start, after)), tuple(_parts(start, after)))


def empty_plan(like: Plan) -> Plan:
    """The plan of a stack that does not exist yet: no VPC, no row, no leg."""
    nobody = VpcNode("", like.region, "", "", (), (), ())
    nothing: dict[str, Any] = {f.name: () for f in fields(Plan) if isinstance(getattr(like, f.name), tuple)}
    nothing["premises"] = NO_PREMISES
    return replace(like, cen=None, registry_address=None, waiting="", service=nobody, **nothing)


def _routes(before: Plan, after: Plan) -> Iterator[RouteChange]:
    old = {(route.table, *sort_key(route.destination)): route for route in before.routes}
    new = {(route.table, *sort_key(route.destination)): route for route in after.routes}
    for key in sorted(old.keys() | new.keys(), key=_order):
        yield _route_change(old.get(key), new.get(key))


def _order(key: tuple[Table, int, int]) -> tuple[str, str, str, str, int, int]:
    table, address, length = key
    return table.kind, table.region, table.owner, table.id, address, length


def _route_change(old: Route | None, new: Route | None) -> RouteChange:
    if old is None:
        return RouteChange(Change.ADDED, None, new)
    if new is None:
        return RouteChange(Change.REMOVED, old, None)
    if old.hop != new.hop:
        return RouteChange(Change.HOP_CHANGED, old, new)
    same = (old.origin, old.legs) == (new.origin, new.legs)
    return RouteChange(Change.KEPT if same else Change.CHANGED, old, new)


def _parts(before: Plan, after: Plan) -> Iterator[PartChange]:
    for part, (items, key_of) in PARTS.items():
        old = {key_of(item): item for item in items(before)}
        new = {key_of(item): item for item in items(after)}
        for key in sorted(old.keys() | new.keys()):
            yield _part_change(part, key, old.get(key), new.get(key))


def _part_change(part: str, key: str, old: Any, new: Any) -> PartChange:  # noqa: ANN401  # any noun of a plan
    if old is None:
        return PartChange(part, key, Change.ADDED, None, new)
    if new is None:
        return PartChange(part, key, Change.REMOVED, old, None)
    if old == new:
        return PartChange(part, key, Change.KEPT, old, new)
    differing = tuple(f.name for f in fields(old) if getattr(old, f.name) != getattr(new, f.name))
    return PartChange(part, key, Change.CHANGED, old, new, differing)

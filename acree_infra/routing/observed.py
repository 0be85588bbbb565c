"""Two plans from what was read of the account: what stands there now, and what will once the plan is made.

A row counts as the plan's when it is in use and sends where the plan says, whoever made it. A row that this stack made
and that the plan has not is one to be removed. Everything else in the tables belongs to others, or comes by itself: it
stays, so it is on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Network

from acree_infra.routing.nouns import (
    ALL_LEGS,
    ForeignRoute,
    Hop,
    HopKind,
    LegId,
    Origin,
    Route,
    Table,
    TableKind,
    TableLink,
    VpcAttachment,
    ZoneMapping,
)
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.prefixes import sort_key
from acree_infra.routing.seen import SeenAttachment, SeenRow, SeenTable, World
from acree_infra.topology.ownership import is_own_route

Place = tuple[Table, IPv4Network]
_BY_ATTACHMENT = frozenset({HopKind.ATTACHMENT, HopKind.PEER_ATTACHMENT})


@dataclass(frozen=True, slots=True)
class Observation:
    """What the account holds beside a plan.

    Attributes:
        before: what stands there now.
        after: the plan, among the routes of others that stand there now.
        statuses: state of each planned row that stands there, as the API spells it.
        unrecorded: rows that others wrote and that the lock file does not have.
    """

    before: Plan
    after: Plan
    statuses: Mapping[Place, str]
    unrecorded: tuple[ForeignRoute, ...]


def observe(plan: Plan, world: World) -> Observation:
    """Compare a plan with the account.

    Args:
        plan: the plan of today.
        world: what was read of its tables.
    """
    hops = {seen.id: _hop(seen) for seen in world.attachments} | _peerings(plan)
    services = {e.host_vpc: Hop(HopKind.VPC, e.host_vpc) for e in plan.premises.service_entries}
    tables = [
        _Compared(plan, table, seen, services if table.kind is TableKind.BASIC_ROUTER else hops)
        for table, seen in sorted(world.tables.items())
    ]
    unread = (row for row in plan.routes if row.table not in world.tables)
    kept = tuple(sorted((row for table in tables for row in table.foreign), key=_foreign_order))
    passing = (row for table in tables for row in table.passing)
    recorded = {(row.table, row.destination, row.hop) for row in plan.foreign_routes}
    unrecorded = (row for table in tables for row in table.written_by_others)
    return Observation(
        before=replace(
            plan,
            transit_routers=tuple(r for r in plan.transit_routers if r.region in world.routers),
            clients=tuple(sorted((*plan.clients, *world.left), key=lambda node: node.name)),
            vpc_attachments=tuple(sorted(_vpc_attachments(plan, world), key=lambda a: a.name)),
            peer_attachments=tuple(
                p for p in plan.peer_attachments if Hop(HopKind.PEER_ATTACHMENT, p.name) in hops.values()
            ),
            associations=_links(plan.associations, {t: seen.readers for t, seen in world.tables.items()}, hops),
            propagations=_links(plan.propagations, {t: seen.feeders for t, seen in world.tables.items()}, hops),
            routes=tuple(sorted((*unread, *(row for table in tables for row in table.standing)), key=_order)),
            foreign_routes=tuple(sorted((*kept, *passing), key=_foreign_order)),
        ),
        after=replace(plan, foreign_routes=kept),
        statuses={place: status for table in tables for place, status in table.statuses.items()},
        unrecorded=tuple(row for row in unrecorded if (row.table, row.destination, row.hop) not in recorded),
    )


class _Compared:
    """One table: which rows of the plan stand in it, and what else does.

    Attributes:
        standing: rows of this stack, and those that it uses, as they stand now.
        foreign: all others that packets follow.
        passing: learned rows that packets follow until a planned one of the same prefix is written.
        written_by_others: those of them that somebody wrote.
        statuses: state of the planned rows.
    """

    def __init__(self, plan: Plan, table: Table, seen: SeenTable, hops: Mapping[str, Hop]) -> None:
        self._stack, self._table, self._hops = plan.stack, table, hops
        self._planned = {row.destination: row for row in plan.routes if row.table == table}
        self._named = _names(plan)
        self._own = set(hops.values()) - self._named
        self._legs = {prefix: t.leg for t in plan.targets for prefix in t.prefixes}
        self._rows: dict[IPv4Network, list[SeenRow]] = {}
        for row in seen.rows:
            self._rows.setdefault(row.destination, []).append(row)
        self.standing: list[Route] = []
        self.foreign: list[ForeignRoute] = []
        self.passing: list[ForeignRoute] = []
        self.written_by_others: list[ForeignRoute] = []
        self.statuses: dict[Place, str] = {}
        for planned in self._planned.values():
            self._judge(planned)
        for row in seen.rows:
            if row.in_use:
                self._other(row)

    def _judge(self, planned: Route) -> None:
        """Whether a planned row stands there."""
        found = self._rows.get(planned.destination, ())
        if found:
            best = min(found, key=lambda row: not row.in_use)
            self.statuses[self._table, planned.destination] = best.status
        if planned.origin is Origin.BUILT_IN:
            if any(row.in_use for row in found):
                self.standing.append(planned)
            return
        mine = next((row for row in found if row.in_use and self._counts(row, planned)), None)
        if mine is not None:
            origin = Origin.CREATED if mine.written else Origin.LEARNED
            self.standing.append(replace(planned, hop=self._hop_of(mine, planned), origin=origin))
        elif not found and planned.origin is Origin.LEARNED and (self._written_only or self._covered(planned)):
            self.standing.append(planned)

    @property
    def _written_only(self) -> bool:
        """Whether what the table learns is not among its entries: it then counts as planned."""
        return self._table.kind is TableKind.BASIC_ROUTER

    def _counts(self, row: SeenRow, planned: Route) -> bool:
        """Whether a row is this stack's, or one that it would use as it is.

        What a table learns stands in for no route that is to be written: the written one would win.
        """
        if not row.written:
            return planned.origin is Origin.LEARNED
        return self._hop(row) == planned.hop or is_own_route(self._stack, row.name)

    def _covered(self, planned: Route) -> bool:
        """Whether what is to be learned has come in parts, or within something wider."""
        return any(
            row.in_use
            and self._hop(row) == planned.hop
            and (row.destination.subnet_of(planned.destination) or planned.destination.subnet_of(row.destination))
            for rows in self._rows.values()
            for row in rows
        )

    def _other(self, row: SeenRow) -> None:
        """A row that the plan does not have, or that somebody else wrote."""
        planned, hop = self._planned.get(row.destination), self._hop(row)
        own = row.written and is_own_route(self._stack, row.name)
        if own and planned is not None:
            return
        if own or (hop in self._own and planned is None):
            self.standing.append(self._leftover(row, hop))
            return
        foreign = ForeignRoute(self._table, row.destination, hop, row.name)
        if row.written:
            self.written_by_others.append(foreign)
            self.foreign.append(foreign)
        elif planned is None and row.hop:
            self.foreign.append(foreign)
        elif planned is not None and planned.origin is Origin.CREATED:
            self.passing.append(foreign)

    def _leftover(self, row: SeenRow, hop: Hop) -> Route:
        origin = Origin.CREATED if row.written else Origin.LEARNED
        leg = self._legs.get(row.destination)
        legs: tuple[LegId, ...] = ALL_LEGS if leg is None else (leg,)
        reason = f"it stands there as “{row.name}”" if row.name else f"learned from {hop.name}, which still stands"
        return Route(self._table, row.destination, hop, legs, origin, reason)

    def _hop_of(self, row: SeenRow, planned: Route) -> Hop:
        """Where a row sends; by an id that is not read, such as a gateway's, it sends as planned."""
        hop = self._hop(row)
        known = planned.hop.kind in _BY_ATTACHMENT and planned.hop in self._named
        return planned.hop if hop.kind is HopKind.FOREIGN and not known else hop

    def _hop(self, row: SeenRow) -> Hop:
        return self._hops.get(row.hop) or Hop(HopKind.FOREIGN, f"{row.hop_type} {row.hop}".strip())


def _hop(seen: SeenAttachment) -> Hop:
    return Hop(HopKind.PEER_ATTACHMENT if seen.peer else HopKind.ATTACHMENT, seen.name)


def _names(plan: Plan) -> set[Hop]:
    vpcs = {Hop(HopKind.ATTACHMENT, a.name) for a in plan.vpc_attachments}
    peers = {Hop(HopKind.PEER_ATTACHMENT, p.name) for p in plan.peer_attachments}
    sites = {Hop(HopKind.ATTACHMENT, its.name) for its in plan.premises.attachments}
    services = {Hop(HopKind.VPC, entry.host_vpc) for entry in plan.premises.service_entries}
    return vpcs | peers | sites | services | set(_peerings(plan).values())


def _peerings(plan: Plan) -> dict[str, Hop]:
    return {p.id: Hop(HopKind.PEERING, p.name) for p in plan.premises.peerings if p.id is not None}


def _vpc_attachments(plan: Plan, world: World) -> Iterator[VpcAttachment]:
    """The plan's attachments that stand there, and those of VPCs that the plan has left."""
    seen = {attachment.name: attachment for attachment in world.attachments if not attachment.peer}
    yield from (a for a in plan.vpc_attachments if a.name in seen)
    routers = {router.region: router.name for router in plan.transit_routers}
    for node in world.left:
        name = f"att-{node.name}"
        zones = tuple(ZoneMapping(subnet.zone, subnet.id) for subnet in node.subnets)
        router = routers.get(node.region, "")
        yield VpcAttachment(name, node.region, node.id, node.owner, router, zones, None, synchronise_routes=False)


def _links(
    planned: Iterable[TableLink], there: Mapping[Table, frozenset[str]], hops: Mapping[str, Hop]
) -> tuple[TableLink, ...]:
    """The links that stand there; those that the plan wants in the plan's own words."""
    known = {(link.table, link.attachment): link for link in planned}
    pairs = {(table, hops[id_].name) for table, ids in there.items() for id_ in ids if id_ in hops}
    missing = {link for link in known.values() if link.missing}
    found = (known.get(pair) or TableLink(*pair, created=True) for pair in pairs)
    return tuple(sorted({*found, *missing}))


def _order(route: Route) -> tuple[str, str, str, str, int, int]:
    table = route.table
    return table.kind, table.region, table.owner, table.id, *sort_key(route.destination)


def _foreign_order(route: ForeignRoute) -> tuple[Table, int, int, Hop]:
    return route.table, *sort_key(route.destination), route.hop

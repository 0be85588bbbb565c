"""Reads what `acree diff --against live` compares with: the planned tables of the account, many at a time."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Network
from typing import get_args

from acree_infra.cloud.cen import AttachmentKind, AttachmentRecord, TransitRouterTableRecord
from acree_infra.cloud.clouds import Clouds
from acree_infra.cloud.entries import Entry, WholeReader
from acree_infra.cloud.side_by_side import side_by_side
from acree_infra.errors import DiscoveryError, Problem
from acree_infra.routing.nouns import SYSTEM_TABLE, Subnet, Table, TableKind, VpcNode
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.seen import SeenAttachment, SeenRow, SeenTable, World
from acree_infra.routing.sites.nouns import SiteAttachment
from acree_infra.topology.ownership import cloud_name, is_own_tag, stack_tag

JOBS = 16
"""Calls at the same time, when nobody says how many: as many as look-ups for the lock file."""

_READ: Container[TableKind] = frozenset({TableKind.VPC, TableKind.TRANSIT_ROUTER, TableKind.BASIC_ROUTER})

_BASIC = TableKind.BASIC_ROUTER

_Found = tuple[SeenAttachment, bool]
"""An attachment, and whether the plan has it; of one that attaches no VPC nothing more is read."""


def read_world(plan: Plan, clouds: Clouds, entries: WholeReader, jobs: int = JOBS) -> World:
    """Read every table of a plan, of every state and to its last page.

    Args:
        plan: the plan of today.
        clouds: the account.
        entries: reads the tables.
        jobs: calls at the same time at most.

    Raises:
        AccessError: the account refused the credentials.
        DiscoveryError: something could not be read; each is named.
    """
    return _Reader(plan, clouds, entries, jobs).read()


@dataclass(frozen=True)
class _Reader:
    plan: Plan
    clouds: Clouds
    entries: WholeReader
    jobs: int

    def read(self) -> World:
        cen, routers = self._routers()
        known = side_by_side(
            {region: partial(self.clouds.cen.tables, region, router) for region, router in routers.items()}, self.jobs
        )
        found = self._attachments(cen, routers)
        left = self._left([seen for seen, planned in found if not planned and not seen.peer])
        tables = {table: self._id(table, known) for table in (*self._tables(), *_tables_of(left))}
        return World(frozenset(routers), tuple(seen for seen, _ in found), self._read(tables), left)

    def _routers(self) -> tuple[str, dict[str, str]]:
        """The CEN and the router of each region: by id where the plan knows it, else by this stack's mark."""
        plan, reader = self.plan, self.clouds.cen
        regions = [router.region for router in plan.transit_routers]
        cens = (plan.cen,) if plan.cen else reader.cens_tagged(*stack_tag(plan.stack)) if regions else ()
        if len(cens) > 1:
            raise _unclear(f"CENs {', '.join(cens)} all have the mark of stack {plan.stack}")
        if not cens:
            return "", {}
        found = side_by_side(
            {region: partial(reader.transit_routers, cens[0], region) for region in regions}, self.jobs
        )
        routers: dict[str, str] = {}
        for wanted in plan.transit_routers:
            ids = [record.id for record in found[wanted.region] if wanted.id in {None, record.id}]
            if len(ids) > 1:
                raise _unclear(f"transit routers {', '.join(ids)} may all be this stack's in {wanted.region}")
            if ids:
                routers[wanted.region] = ids[0]
        return cens[0], routers

    def _attachments(self, cen: str, routers: Mapping[str, str]) -> list[_Found]:
        kinds: tuple[AttachmentKind, ...] = get_args(AttachmentKind)
        calls = {
            (region, kind): partial(self.clouds.cen.attachments, cen, region, kind)
            for region in routers
            for kind in kinds
            if kind != "peer" or region == self.plan.region
        }
        read = side_by_side(calls, self.jobs)
        records = [(region, record) for (region, _), found in read.items() for record in found]
        return [found for region, record in records for found in self._seen(region, record)]

    def _seen(self, region: str, record: AttachmentRecord) -> Iterator[_Found]:
        """An attachment by the plan's name: by its id, else as the one of this stack with the same ends."""
        own, peer = is_own_tag(self.plan.stack, record.tags), record.kind == "peer"
        resource = record.peer_region if peer else record.resource
        if peer:
            planned = [(p.id, p.name) for p in self.plan.peer_attachments if p.peer_region == resource]
        elif record.kind != "vpc":
            planned = [(a.id, a.name) for a in self._of_sites if self._is(a, region, record)]
        else:
            planned = [(a.id, a.name) for a in self.plan.vpc_attachments if (a.region, a.vpc) == (region, resource)]
        wanted = {record.id, None} if own else {record.id}
        name = next((name for id_, name in planned if id_ in wanted), "")
        if name or own:
            called = name or record.name.removeprefix(f"acree-{self.plan.stack}-") or record.id
            yield SeenAttachment(record.id, called, peer, region, resource), bool(name) or record.kind != "vpc"

    @property
    def _of_sites(self) -> tuple[SiteAttachment, ...]:
        return self.plan.premises.attachments

    def _is(self, planned: SiteAttachment, region: str, record: AttachmentRecord) -> bool:
        """Whether a record is that of a site: by its id, else by the name that this stack gives it.

        What it attaches goes by a name in the plan, unless it exists already.
        """
        named = record.name == cloud_name(self.plan.stack, planned.name)
        same = named or record.resource == planned.resource or record.id == planned.id
        return same and (planned.region, planned.kind) == (region, record.kind)

    def _left(self, attached: Iterable[SeenAttachment]) -> tuple[VpcNode, ...]:
        """The VPCs that are still attached although the plan has no such client."""
        nodes = side_by_side({seen: partial(self._node, seen) for seen in attached}, self.jobs)
        return tuple(node for node in nodes.values() if node is not None)

    def _node(self, seen: SeenAttachment) -> VpcNode | None:
        reader = self.clouds.vpc
        vpc = reader.vpc(seen.region, seen.resource)
        if vpc is None:
            return None
        subnets = tuple(
            Subnet(s.id, s.zone, IPv4Network(s.cidr), s.route_table, s.free_addresses)
            for s in sorted(reader.vswitches(seen.region, vpc.id), key=lambda s: s.id)
        )
        cidrs, tables = tuple(IPv4Network(cidr) for cidr in vpc.cidrs), sorted({s.table for s in subnets})
        return VpcNode(vpc.id, seen.region, vpc.owner, seen.name.removeprefix("att-"), cidrs, subnets, tuple(tables))

    def _tables(self) -> set[Table]:
        """The tables that can be read so; those of other kinds of things are not."""
        links = (*self.plan.associations, *self.plan.propagations)
        tables = {row.table for row in self.plan.routes} | {link.table for link in links}
        return {table for table in tables if table.kind in _READ and (table.kind is not _BASIC or self._made_in(table))}

    def _made_in(self, table: Table) -> tuple[str, ...]:
        """CEN and access region of the entries that this stack makes on a Basic Edition router; empty without any."""
        entries = (e for e in self.plan.premises.service_entries if e.created and e.transit_router == table.owner)
        return next(((entry.cen, entry.access_region) for entry in entries), ())

    def _id(self, table: Table, known: Mapping[str, tuple[TransitRouterTableRecord, ...]]) -> str:
        """The real id of a table; empty when its router was never made."""
        if table.kind in {TableKind.VPC, _BASIC}:
            return table.id
        of_router = known.get(table.region, ())
        if table.id == SYSTEM_TABLE:
            return next((record.id for record in of_router if record.type == "System"), "")
        return table.id if of_router else ""

    def _read(self, tables: Mapping[Table, str]) -> dict[Table, SeenTable]:
        cen, calls = self.clouds.cen, dict[tuple[Table, str], Callable[[], tuple[object, ...]]]()
        for table, id_ in tables.items():
            if table.kind is TableKind.VPC:
                calls[table, "rows"] = partial(self.entries.vpc_entries, table.region, id_)
            elif table.kind is _BASIC:
                calls[table, "rows"] = partial(self.entries.service_entries, table.region, *self._made_in(table))
            elif id_:
                calls[table, "rows"] = partial(self.entries.router_entries, table.region, id_)
                calls[table, "readers"] = partial(cen.associations, table.region, id_)
                calls[table, "feeders"] = partial(cen.propagations, table.region, id_)
        read = side_by_side(calls, self.jobs)
        return {
            table: SeenTable(
                tuple(row for entry in read.get((table, "rows"), ()) if (row := _row(entry)) is not None),
                frozenset(str(id_) for id_ in read.get((table, "readers"), ())),
                frozenset(str(id_) for id_ in read.get((table, "feeders"), ())),
            )
            for table in tables
        }


def _tables_of(nodes: Iterable[VpcNode]) -> set[Table]:
    return {Table(TableKind.VPC, node.region, node.id, table) for node in nodes for table in node.tables}


def _row(entry: object) -> SeenRow | None:
    """An entry as a row; None for IPv6 and for what is no prefix at all: neither meets a planned route."""
    if not isinstance(entry, Entry):
        return None
    try:
        destination = IPv4Network(entry.destination)
    except ValueError:
        return None
    return SeenRow(destination, entry.hop, entry.hop_type, entry.status, entry.type, entry.name)


def _unclear(found: str) -> DiscoveryError:
    remedy = "name the right one in the stack file: network.cen, network.transit-routers"
    return DiscoveryError((Problem(None, f"{found}, and nothing is guessed", remedy),))

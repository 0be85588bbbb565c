"""An account as it is after an update of a plan, for readers that ask nothing of a network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, cast

from acree_infra.cloud.cen import AttachmentKind, AttachmentRecord, TransitRouterRecord, TransitRouterTableRecord
from acree_infra.cloud.clouds import Clouds
from acree_infra.cloud.entries import Entry
from acree_infra.cloud.vpc import RouteTableRecord, VpcRecord, VSwitchRecord
from acree_infra.routing.nouns import SYSTEM_TABLE, Hop, HopKind, Origin, Table, TableKind, VpcNode
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.nouns import ROUTES
from acree_infra.topology.ownership import route_name, stack_tag

Change = Callable[["LiveAccount"], object]
TYPES = {
    (TableKind.VPC, Origin.CREATED): "Custom",
    (TableKind.VPC, Origin.BUILT_IN): "System",
    (TableKind.VPC, Origin.LEARNED): "BGP",
    (TableKind.TRANSIT_ROUTER, Origin.CREATED): "Static",
    (TableKind.TRANSIT_ROUTER, Origin.LEARNED): "Propagated",
    (TableKind.BASIC_ROUTER, Origin.CREATED): "Static",
}


def real(table: Table) -> str:
    """Under what a table is kept: its id; of a router that exists, marked, since the samples use an id twice."""
    if table.id == SYSTEM_TABLE:
        return f"vtb-of-{table.region}"
    return table.id if table.kind is TableKind.VPC else of_router(table.id)


def of_router(table: str) -> str:
    """The same of the id of a router's table."""
    return table if table.startswith("vtb-of-") else f"{table} of a router"


@dataclass
class LiveAccount:
    """The account; a test changes entries, links and records in place. It is its own readers."""

    plan: Plan
    entries: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    links: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    records: list[tuple[str, AttachmentRecord]] = field(default_factory=list)
    cens: tuple[str, ...] = ("cen-made",)
    routers: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        plan = self.plan
        self.routers = {router.region: [router.id or f"tr-{router.region}"] for router in plan.transit_routers}
        tags = (stack_tag(plan.stack),)
        for a in plan.vpc_attachments:
            name, own = f"acree-{plan.stack}-{a.name}", () if a.id else tags
            record = AttachmentRecord(self.attachment(a.name), "vpc", "tr", a.vpc, tags=own, name=name)
            self.records.append((a.region, record))
        for p in plan.peer_attachments:
            name, own = f"acree-{plan.stack}-{p.name}", () if p.id else tags
            record = AttachmentRecord(self.attachment(p.name), "peer", "tr", "tr", p.peer_region, tags=own, name=name)
            self.records.append((p.region, record))
        for its in plan.premises.attachments:
            name, own = f"acree-{plan.stack}-{its.name}", () if its.id else tags
            record = AttachmentRecord(
                self.attachment(its.name), cast("Any", its.kind), "tr", its.resource, tags=own, name=name
            )
            self.records.append((its.region, record))
        for kind, links in (("associations", plan.associations), ("propagations", plan.propagations)):
            for link in links:
                if not link.missing:
                    self.links[kind, real(link.table)].append(self.attachment(link.attachment))
        self._fill()

    def _fill(self) -> None:
        there = {(row.table, row.destination) for row in self.plan.foreign_routes}
        for foreign in self.plan.foreign_routes:
            kind, _, hop = foreign.hop.name.partition(" ")
            if foreign.hop.kind is not HopKind.FOREIGN:
                kind, hop = "Attachment", self.attachment(foreign.hop.name)
            type_ = TYPES[foreign.table.kind, Origin.CREATED]
            entry = Entry(str(foreign.destination), hop, self._good(foreign.table), type_, kind, foreign.name)
            self.entries[real(foreign.table)].append(entry)
        for row in self.plan.routes:
            if (row.table, row.destination) in there and row.origin is Origin.CREATED:
                continue
            if (row.table.kind, row.origin) not in TYPES:
                continue
            name = route_name(self.plan.stack, "any") if row.origin is Origin.CREATED else ""
            type_ = TYPES[row.table.kind, row.origin]
            entry = Entry(str(row.destination), self._id(row.hop), self._good(row.table), type_, "Attachment", name)
            self.entries[real(row.table)].append(entry)

    def _good(self, table: Table) -> str:
        return "Available" if table.kind is TableKind.VPC else "Active"

    def _id(self, hop: Hop) -> str:
        if hop.kind is HopKind.VPC:
            return hop.name
        return self.attachment(hop.name) if hop.kind in {HopKind.ATTACHMENT, HopKind.PEER_ATTACHMENT} else ""

    def attachment(self, name: str) -> str:
        """The id of an attachment by the plan's name."""
        known = {a.name: a.id for a in self.plan.vpc_attachments} | {p.name: p.id for p in self.plan.peer_attachments}
        known |= {its.name: its.id for its in self.plan.premises.attachments}
        return known.get(name) or f"tr-attach-{name}"

    def change(self, table: str, destination: str, **fields: str) -> None:
        """Give the entries of a prefix other values."""
        rows = self.entries[table]
        assert any(row.destination == destination for row in rows)
        self.entries[table] = [replace(r, **fields) if r.destination == destination else r for r in rows]

    def remove(self, table: str, destination: str) -> None:
        """Take the entries of a prefix away."""
        kept = [row for row in self.entries[table] if row.destination != destination]
        assert len(kept) < len(self.entries[table])
        self.entries[table] = kept

    @property
    def clouds(self) -> Clouds:
        """The account as its readers."""
        reader = cast("Any", self)
        return Clouds(account=reader, cen=reader, vpc=reader, registry=reader, private_zones=reader, premises=reader)

    def cens_tagged(self, key: str, value: str) -> tuple[str, ...]:
        assert (key, value) == stack_tag(self.plan.stack)
        return self.cens

    def transit_routers(self, cen: str, region: str) -> tuple[TransitRouterRecord, ...]:
        self.asked.append(cen)
        return tuple(TransitRouterRecord(id_, region, "Enterprise") for id_ in self.routers.get(region, ()))

    def tables(self, region: str, router: str) -> tuple[TransitRouterTableRecord, ...]:
        assert router in self.routers[region]
        return (TransitRouterTableRecord(f"vtb-of-{region}", "System"), TransitRouterTableRecord("vtb-x", "Custom"))

    def attachments(self, cen: str, region: str, kind: AttachmentKind) -> tuple[AttachmentRecord, ...]:
        return tuple(record for place, record in self.records if (place, record.kind) == (region, kind))

    def associations(self, region: str, table: str) -> tuple[str, ...]:
        return tuple(self.links["associations", of_router(table)])

    def propagations(self, region: str, table: str) -> tuple[str, ...]:
        return tuple(self.links["propagations", of_router(table)])

    def vpc_entries(self, region: str, table: str) -> tuple[Entry, ...]:
        return tuple(self.entries[table])

    def router_entries(self, region: str, table: str) -> tuple[Entry, ...]:
        return tuple(self.entries[of_router(table)])

    def service_entries(self, region: str, cen: str, access_region: str) -> tuple[Entry, ...]:
        self.asked.append(f"{region} {cen} {access_region}")
        return tuple(self.entries[of_router(ROUTES)])

    def vpc(self, region: str, vpc: str) -> VpcRecord | None:
        found = next((node for node in self._nodes() if node.id == vpc), None)
        return VpcRecord(vpc, found.owner, tuple(str(cidr) for cidr in found.cidrs)) if found else None

    def vswitches(self, region: str, vpc: str) -> tuple[VSwitchRecord, ...]:
        node = next(node for node in self._nodes() if node.id == vpc)
        return tuple(VSwitchRecord(s.id, s.zone, str(s.cidr), s.free_addresses, s.table) for s in node.subnets)

    def route_tables(self, region: str, vpc: str) -> tuple[RouteTableRecord, ...]:
        return ()

    def _nodes(self) -> Iterator[VpcNode]:
        yield from (self.plan.service, *self.plan.clients)

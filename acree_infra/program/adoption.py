"""What a stack may take over: things that somebody made by hand and that equal what its plan would make.

A pure function of the stack file and the lock file. The lock file holds everything foreign; one without the adopted
things gives the plan that makes them, and is what the next `acree resolve` finds once they carry the stack's marks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network

from acree_infra.discovery.digest import content_digest
from acree_infra.discovery.facts import Attachment, ExistingRoute, PrivateZone
from acree_infra.discovery.model import Lock
from acree_infra.discovery.vpcs import with_own_addresses
from acree_infra.program.adoption_sites import NOTES, named_attachments, site_differences, site_parts
from acree_infra.program.routes import is_made, to_create
from acree_infra.routing.nouns import ForeignRoute, PeerAttachment, Table, TableKind, VpcAttachment
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.planner import make_plan
from acree_infra.routing.sites.nouns import SiteAttachment
from acree_infra.topology.stack_file import StackFile

AnyAttachment = VpcAttachment | PeerAttachment | SiteAttachment
RouteKey = tuple[TableKind, str, str]
"""Kind and id of a table, and a prefix: no table holds one twice."""


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """Something of a plan.

    Attributes:
        region: its region; empty for a private zone.
        kind: `attachment`, `association`, `propagation`, `route` or `private zone`.
        name: what the plan calls it, or its prefix and table.
        note: its id or its hop; for what is not adopted, why.
    """

    region: str
    kind: str
    name: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.region} {self.kind} {self.name}".strip() + (f": {self.note}" if self.note else "")


@dataclass(frozen=True, slots=True)
class Adoption:
    """What becomes of what exists.

    Attributes:
        lock: the lock file as it is once everything adopted is the stack's own.
        plan: the plan of that.
        adopted: what exists and equals the plan.
        left: what exists and does not, with what differs; it stays as it is, and foreign.
        missing: what else the plan has: nobody has made it, or the stack itself has.
    """

    lock: Lock
    plan: Plan
    adopted: tuple[Thing, ...]
    left: tuple[Thing, ...]
    missing: tuple[Thing, ...]


def adoption(stack: StackFile, lock: Lock) -> Adoption:
    """Find what may be taken over.

    An attachment that the stack file names by its id stays looked up: that is what naming it says.

    Args:
        stack: the stack file.
        lock: its lock file, as the account is now.
    """
    plan = make_plan(stack, lock)
    zones, other_zones = _zones(stack, lock, plan)
    routes = {_key(route.table, route.destination): route for route in _equal_routes(plan)}
    chosen, left = _used(stack, plan), dict[str, str]()
    while True:
        after = _without(lock, frozenset(chosen), frozenset(routes), frozenset(zone.id for zone in zones))
        trial = make_plan(stack, after)
        wrong = _unequal(lock, trial, chosen)
        if not wrong:
            break
        left |= wrong
        chosen = {known: name for known, name in chosen.items() if known not in wrong}
    every = _attachments(plan)
    regions = {one.id: one.region for one in every if one.id is not None}
    names = {one.id: one.name for one in every if one.id is not None}
    attachments = [Thing(regions[known], "attachment", name, known) for known, name in chosen.items()]
    links, missing_links = _links(lock, trial, chosen)
    taken = [_route(route) for route in routes.values()]
    taken += [Thing("", "private zone", zone.name, zone.id) for zone in zones]
    stays = [Thing(regions[known], "attachment", f"{names[known]} ({known})", why) for known, why in left.items()]
    return Adoption(
        lock=after,
        plan=trial,
        adopted=tuple(sorted([*attachments, *links, *taken])),
        left=tuple(sorted([*stays, *_other_routes(plan), *other_zones])),
        missing=tuple(sorted([*_missing(trial, set(chosen.values()), routes.values()), *missing_links])),
    )


def _attachments(plan: Plan) -> tuple[AnyAttachment, ...]:
    return (*plan.vpc_attachments, *plan.peer_attachments, *plan.premises.attachments)


def _used(stack: StackFile, plan: Plan) -> dict[str, str]:
    """Foreign attachments of the plan that the stack file does not name: id and name."""
    network = stack.topology.network
    named = {network.service_vpc.attachment, *(client.attachment for client in stack.topology.clients)}
    named |= {router.peer_attachment for router in network.transit_routers.values()} | named_attachments(stack)
    return {one.id: one.name for one in _attachments(plan) if one.id is not None and one.id not in named}


def _facts(lock: Lock, known: str) -> Iterator[tuple[str, Attachment]]:
    """An attachment as each region sees it."""
    for router in lock.networks.transit_routers:
        yield from ((router.region, found) for found in router.attachments if found.id == known)


def _unequal(lock: Lock, trial: Plan, chosen: dict[str, str]) -> dict[str, str]:
    """Attachments that the plan would make otherwise than they are, each with what differs."""
    wanted = {one.name: one for one in _attachments(trial)}
    wrong: dict[str, str] = {}
    for known, name in chosen.items():
        for region, found in _facts(lock, known):
            against = [*_differences(found, wanted[name]), *_other_links(found, region, name, trial)]
            if against:
                wrong.setdefault(known, "; ".join(against))
    return wrong


def _differences(found: Attachment, wanted: AnyAttachment) -> Iterator[str]:
    match wanted:
        case VpcAttachment():
            yield from _vpc(found, wanted)
        case PeerAttachment():
            yield from _peer(found, wanted)
        case SiteAttachment():
            yield from site_differences(found, wanted)


def _vpc(found: Attachment, wanted: VpcAttachment) -> Iterator[str]:
    vswitches = {zone.vswitch for zone in wanted.zones}
    if vswitches != set(found.vswitches):
        yield f"has the vSwitches {_list(found.vswitches)}, planned are {_list(vswitches)}"
    if wanted.synchronise_routes != found.auto_advertise:
        yield f"synchronises routes: {found.auto_advertise}, planned is {wanted.synchronise_routes}"


def _peer(found: Attachment, wanted: PeerAttachment) -> Iterator[str]:
    has, plan = (found.bandwidth_type, found.bandwidth or 0), (wanted.bandwidth_type, wanted.mbps)
    if wanted.mbps and has != plan:
        yield f"has {has[1]} Mbit/s {has[0]}, planned are {plan[1]} Mbit/s {plan[0]}"
    if wanted.auto_advertise != found.auto_advertise:
        yield f"advertises by itself: {found.auto_advertise}, planned is {wanted.auto_advertise}"


def _other_links(found: Attachment, region: str, name: str, trial: Plan) -> Iterator[str]:
    """Tables that it reads or feeds and that are none of the plan's."""
    reads = {link.table.id for link in trial.associations if (link.table.region, link.attachment) == (region, name)}
    feeds = {link.table.id for link in trial.propagations if (link.table.region, link.attachment) == (region, name)}
    if found.association and found.association not in reads:
        yield f"reads {found.association} in {region}, planned is {_list(reads)}"
    if beyond := set(found.propagations) - feeds:
        yield f"feeds {_list(beyond)} in {region}, which is not planned"


def _links(lock: Lock, trial: Plan, chosen: dict[str, str]) -> tuple[list[Thing], list[Thing]]:
    """Associations and propagations of adopted attachments: those that exist, and those that are missing."""
    found = {(region, name): one for known, name in chosen.items() for region, one in _facts(lock, known)}
    there: list[Thing] = []
    missing: list[Thing] = []
    kinds = (("association", trial.associations), ("propagation", trial.propagations))
    for kind, link in ((kind, link) for kind, links in kinds for link in links):
        one = found.get((link.table.region, link.attachment))
        if not link.created or one is None:
            continue
        tables = (one.association,) if kind == "association" else one.propagations
        rows = there if link.table.id in tables else missing
        rows.append(Thing(link.table.region, kind, f"{link.attachment} in {link.table.id}"))
    return there, missing


def _equal_routes(plan: Plan) -> Iterator[ForeignRoute]:
    wanted = {(route.table, route.destination, route.hop) for route in plan.routes if is_made(route)}
    yield from (one for one in plan.foreign_routes if (one.table, one.destination, one.hop) in wanted)


def _other_routes(plan: Plan) -> Iterator[Thing]:
    """Routes with a planned prefix and another hop: lint refuses them (G17)."""
    wanted = {(route.table, route.destination): route.hop for route in plan.routes if is_made(route)}
    for one in plan.foreign_routes:
        hop = wanted.get((one.table, one.destination), one.hop)
        if hop != one.hop:
            yield Thing(one.table.region, "route", _row(one), f"sends to {one.hop}, planned is {hop}")


def _missing(trial: Plan, adopted: set[str], routes: Iterable[ForeignRoute]) -> Iterator[Thing]:
    yield from (Thing(part.region, part.kind, part.name, part.note) for part in site_parts(trial))
    there = {(route.table, route.destination) for route in routes}
    yield from (Thing(r.region, "transit router", r.name) for r in trial.transit_routers if r.id is None)
    yield from (
        Thing(o.region, "attachment", o.name) for o in _attachments(trial) if o.id is None and o.name not in adopted
    )
    for table, rows in to_create(trial).items():
        yield from (
            Thing(table.region, "route", f"{row.destination} in {_table(table)}", NOTES.get(table.kind, ""))
            for row in rows
            if (table, row.destination) not in there
        )


def _zones(stack: StackFile, lock: Lock, plan: Plan) -> tuple[list[PrivateZone], list[Thing]]:
    """Private zones of the plan's names: those bound to exactly the planned VPCs, and the others."""
    if stack.topology.dns.mode != "private-zone":
        return [], []
    wanted: dict[str, set[str]] = {}
    for record in plan.records:
        wanted.setdefault(record.zone, set()).update(vpc for _, vpc in record.vpcs)
    named = [zone for zone in lock.networks.private_zones if zone.name in wanted]
    equal = [zone for zone in named if set(zone.vpcs) == wanted[zone.name]]
    others = [
        Thing(
            "", "private zone", f"{z.name} ({z.id})", f"is seen by {_list(z.vpcs)}, planned are {_list(wanted[z.name])}"
        )
        for z in named
        if z not in equal
    ]
    return equal, others


def _without(lock: Lock, attachments: frozenset[str], routes: frozenset[RouteKey], zones: frozenset[str]) -> Lock:
    """The lock file as if these were made by the stack: it records nothing of its own."""

    def kept(kind: TableKind, table: str, rows: tuple[ExistingRoute, ...]) -> tuple[ExistingRoute, ...]:
        return tuple(row for row in rows if (kind, table, str(row.destination)) not in routes)

    used: Counter[str] = Counter()
    for router in lock.networks.transit_routers:
        used.update(v for found in router.attachments if found.id in attachments for v in found.vswitches)
    routers = tuple(
        router.model_copy(
            update={
                "attachments": tuple(found for found in router.attachments if found.id not in attachments),
                "tables": tuple(
                    t.model_copy(update={"routes": kept(TableKind.TRANSIT_ROUTER, t.id, t.routes)})
                    for t in router.tables
                ),
            }
        )
        for router in lock.networks.transit_routers
    )
    vpcs = tuple(
        vpc.model_copy(
            update={
                "route_tables": tuple(
                    t.model_copy(update={"routes": kept(TableKind.VPC, t.id, t.routes)}) for t in vpc.route_tables
                )
            }
        )
        for vpc in with_own_addresses(lock.networks.vpcs, used)
    )
    private_zones = tuple(zone for zone in lock.networks.private_zones if zone.id not in zones)
    networks = lock.networks.model_copy(
        update={"transit_routers": routers, "vpcs": vpcs, "private_zones": private_zones}
    )
    return lock.model_copy(update={"networks": networks, "content": content_digest(lock.legs, networks)})


def _key(table: Table, destination: IPv4Network) -> RouteKey:
    return table.kind, table.id, str(destination)


def _route(route: ForeignRoute) -> Thing:
    return Thing(route.table.region, "route", _row(route), route.hop.name)


def _row(route: ForeignRoute) -> str:
    return f"{route.destination} in {_table(route.table)}"


def _table(table: Table) -> str:
    """A table by its id; that of a gateway, a connection or a line has none, but it is the only one."""
    return table.owner if table.kind in NOTES else table.id


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"

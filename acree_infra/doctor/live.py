"""Each planned route against the cloud's own tables: active, waiting, rejected, or never made.

A destination that is planned counts as there when the table has an entry for exactly it, or, for what is learned,
when an active entry holds it or is a part of it (a VPC's routes may show up as one entry per vSwitch, 2.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Network

from acree_infra.cloud.cen import CenReader
from acree_infra.cloud.entries import Entry, EntryReader
from acree_infra.doctor.catalogue import CATALOGUE
from acree_infra.doctor.judge.say import one_line
from acree_infra.doctor.result import CheckResult, Outcome
from acree_infra.errors import DiscoveryError
from acree_infra.routing.nouns import SYSTEM_TABLE, Origin, Route, Table, TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.topology.ownership import stack_tag

_IN_USE = frozenset({"Active", "Available", "Created"})
_PENDING = frozenset({"Creating", "Pending", "Modifying"})
_WORST = ("Rejected", "Prohibited", "Standby", "Candidate")


@dataclass
class _Tables:
    """What was read, table by table; a table that cannot be read says why."""

    plan: Plan
    cen: CenReader
    reader: EntryReader
    read: dict[Table, tuple[Entry, ...] | str] = field(default_factory=dict)
    routers: dict[str, str] = field(default_factory=dict)

    def entries(self, table: Table) -> tuple[Entry, ...] | str:
        """All entries of a table, or why there are none."""
        if table not in self.read:
            try:
                self.read[table] = self._read(table)
            except DiscoveryError as error:
                self.read[table] = error.problems[0].message
        return self.read[table]

    def _read(self, table: Table) -> tuple[Entry, ...] | str:
        if table.kind is TableKind.VPC:
            return self.reader.vpc_entries(table.region, table.id)
        if table.id != SYSTEM_TABLE:
            return self.reader.router_entries(table.region, table.id)
        routers = self._routers(table.region)
        if len(routers) > 1:
            return f"{', '.join(routers)} may all be this stack's in {table.region}"
        found = [
            each.id for router in routers for each in self.cen.tables(table.region, router) if each.type == "System"
        ]
        return self.reader.router_entries(table.region, found[0]) if found else ()

    def _routers(self, region: str) -> list[str]:
        """The router of the plan in a region: by id where it exists already, else by this stack's mark.

        Empty when it was never made; then no route in it was either.
        """
        known = next((router.id for router in self.plan.transit_routers if router.region == region), None)
        if known:
            return [known]
        cens = (self.plan.cen,) if self.plan.cen else self.cen.cens_tagged(*stack_tag(self.plan.stack))
        return [router.id for cen in cens for router in self.cen.transit_routers(cen, region)]


def live_results(plan: Plan, cen: CenReader, reader: EntryReader) -> Iterator[CheckResult]:
    """One result for every planned route and every leg that needs it.

    Args:
        plan: the plan.
        cen: finds the transit routers that the stack made.
        reader: reads the tables.

    Raises:
        AccessError: the account refused the credentials.
    """
    tables = _Tables(plan, cen, reader)
    for route in plan.routes:
        if route.origin is not Origin.BUILT_IN:
            yield from _judged(route, tables.entries(route.table))


def _judged(route: Route, entries: tuple[Entry, ...] | str) -> Iterator[CheckResult]:
    if isinstance(entries, str):
        yield from _results(route, "live-unreadable", detail=entries)
        return
    same = [entry for entry in entries if entry.destination == str(route.destination)]
    states = {entry.status for entry in same}
    if states & _IN_USE or (route.origin is Origin.LEARNED and _covered(route.destination, entries)):
        yield from _results(route, "")
    elif states & _PENDING:
        yield from _results(route, "route-pending", state=min(states & _PENDING))
    elif states:
        state = next((word for word in _WORST if word in states), min(states) or "in an unknown state")
        yield from _results(route, "route-not-active", state=state)
    else:
        yield from _results(route, "route-missing")


def _covered(wanted: IPv4Network, entries: Iterable[Entry]) -> bool:
    """Whether an active entry holds the wanted range, or is a part of it."""
    active = (network for entry in entries if entry.status in _IN_USE and (network := _network(entry.destination)))
    return any(wanted.subnet_of(network) or network.subnet_of(wanted) for network in active)


def _network(text: str) -> IPv4Network | None:
    try:
        return IPv4Network(text)
    except ValueError:
        return None


def _results(route: Route, code: str, **fields: str) -> Iterator[CheckResult]:
    told = {"table": str(route.table), "destination": str(route.destination), **fields}
    for leg in route.legs:
        if not code:
            yield CheckResult("live", leg, route.table.id, told["destination"], Outcome.OK, cause=str(route.table))
        else:
            named = CATALOGUE[code]
            cause, remedy = one_line(named.cause.format(**told)), one_line(named.remedy.format(**told))
            yield CheckResult("live", leg, route.table.id, told["destination"], named.outcome, code, cause, remedy)

"""A plan for a person: tables in the order of a packet's walk, then what carries them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from acree_infra.reports.dns_text import dns_lines
from acree_infra.reports.findings_text import findings_lines
from acree_infra.reports.section import section
from acree_infra.reports.selection import narrowed
from acree_infra.reports.sites_text import site_lines
from acree_infra.reports.style import Style, columns
from acree_infra.reports.table_names import table_title, walk_order
from acree_infra.routing.nouns import LegId, LegTarget, Origin, Route, TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.nouns import NO_PREMISES
from acree_infra.rules.finding import Finding

MARKS = {Origin.CREATED: "+", Origin.LEARNED: "~", Origin.BUILT_IN: "·", Origin.RENDERED: ">"}
LEGEND = "+ created by this stack   ~ learned by propagation   · built in   = there already   ! missing"

_RENDERED = "   > rendered for the device"
_BY_HAND = "   > to be made by hand"


@dataclass(frozen=True, slots=True)
class View:
    """How much of a plan is shown, and how.

    Attributes:
        style: how it stands on the terminal.
        client: show only this client's way; empty for all.
        region: show only what stands in this region; empty for all.
        dns_mode: how clients learn the registry's address: `private-zone`, `hosts` or `none`.
    """

    style: Style = field(default_factory=Style)
    client: str = ""
    region: str = ""
    dns_mode: str = "private-zone"

    @property
    def narrows(self) -> str:
        """What is shown, in words; empty for the whole plan."""
        words = (f"client {self.client}" if self.client else "", f"region {self.region}" if self.region else "")
        return ", ".join(word for word in words if word)


def plan_lines(plan: Plan, findings: Iterable[Finding], view: View) -> Iterator[str]:
    """The lines of a plan and of what the rules say of it."""
    style, part = view.style, narrowed(plan, view.client, view.region)
    yield from _head(plan, style)
    if view.narrows:
        yield style.paint(f"  only       {view.narrows}: {len(part.routes)} of {len(plan.routes)} routes", "yellow")
    for title, routes in _tables(part):
        yield ""
        yield style.paint(title, "bold")
        for route, line in zip(routes, columns([_row(route) for route in routes], style), strict=True):
            yield style.paint(line, "dim") if route.origin is Origin.BUILT_IN else line
    yield from section("Attachments", attachment_rows(part), style)
    yield from section("Associations and propagations", link_rows(part), style)
    yield from site_lines(part, style)
    yield from section("Links to the registry", [[f"+ {x.vpc}", x.vswitch, x.instance] for x in part.links], style)
    yield from dns_lines(part.records, style, view.dns_mode)
    foreign = [[str(f.destination), f"→ {f.hop}", str(f.table)] for f in part.foreign_routes]
    yield from section("Routes of others in these tables", foreign, style)
    yield from findings_lines(findings, style)


def _head(plan: Plan, style: Style) -> Iterator[str]:
    yield style.paint(f"Plan of stack {plan.stack}", "bold") + f"  {plan.digest}"
    yield f"  instance   in {plan.region}, {_cen(plan)}"
    for target in plan.targets:
        yield f"  {target.leg:<10} {', '.join(target.hosts)}  (from {target.source})"
        yield from style.wrapped(_reached_at(plan, target), 13)
    counts = Counter(route.origin for route in plan.routes)
    told = [origin for origin in MARKS if counts[origin] or origin is not Origin.RENDERED]
    yield f"  routes     {', '.join(f'{counts[origin]} {origin}' for origin in told)}"
    if plan.waiting:
        next_steps = "run `pulumi up`, then `acree resolve`, then plan again"
        yield style.paint(f"  waiting    {plan.waiting}: {next_steps}", "yellow")
    else:
        rendered = {route.table.kind is TableKind.DEVICE for route in plan.routes if route.origin is Origin.RENDERED}
        yield f"  {LEGEND}" + (_BY_HAND if False in rendered else _RENDERED if rendered else "")


def _cen(plan: Plan) -> str:
    used = sorted({entry.cen for entry in plan.premises.service_entries if entry.created})
    if plan.cen is None and used:
        return f"AnyTunnel entries in CEN {', '.join(used)}"
    if plan.cen is None and plan.premises != NO_PREMISES and not plan.transit_routers and not plan.waiting:
        return "no CEN needed"
    return f"CEN {plan.cen or 'to be created'}"


def _reached_at(plan: Plan, target: LegTarget) -> str:
    prefixes = ", ".join(str(prefix) for prefix in target.prefixes)
    return f"{plan.registry_address} in {prefixes}" if target.leg is LegId.REGISTRY else prefixes


def _tables(plan: Plan) -> Iterator[tuple[str, list[Route]]]:
    """Tables as a packet meets them: each client region's VPCs and router, then the service side."""
    names = {node.id: node.name for node in (plan.service, *plan.clients)}

    ordered = sorted(plan.routes, key=lambda route: walk_order(route.table, plan.region, plan.service.id))
    for table, routes in groupby(ordered, key=lambda route: route.table):
        yield table_title(table, names.get(table.owner, "")), list(routes)


def _row(route: Route) -> list[str]:
    legs = " ".join(str(leg) for leg in route.legs)
    return [f"{MARKS[route.origin]} {route.destination}", f"→ {route.hop}", legs, route.reason]


def attachment_rows(plan: Plan) -> list[list[str]]:
    """Mark, name, ends and terms of each attachment."""
    rows = [
        [_mark(a.id), a.name, f"{a.vpc} → {a.transit_router}", ", ".join(f"{z.zone} {z.vswitch}" for z in a.zones)]
        for a in plan.vpc_attachments
    ]
    for p in plan.peer_attachments:
        paid = f"{p.bandwidth_type} {p.mbps} Mbit/s" if p.bandwidth_type else "no bandwidth"
        advertised = "auto-advertise" if p.auto_advertise else "auto-advertise off"
        rows.append([_mark(p.id), p.name, f"{p.transit_router} ↔ {p.peer_transit_router}", f"{paid}, {advertised}"])
    return rows


def _mark(identifier: str | None) -> str:
    return "+" if identifier is None else f"= {identifier}"


def link_rows(plan: Plan) -> list[list[str]]:
    """Mark, attachment, relation and table of each association and propagation."""
    rows = []
    for what, links in (("associated with", plan.associations), ("propagates to", plan.propagations)):
        for link in links:
            mark = "!" if link.missing else "+" if link.created else "="
            rows.append([mark, link.attachment, what, f"table {link.table.id} of {link.table.owner}"])
    return rows

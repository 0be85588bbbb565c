"""A plan for a person: tables in the order of a packet's walk, then what carries them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from acree_infra.reports.findings_text import findings_lines
from acree_infra.reports.style import Style, columns
from acree_infra.routing.nouns import Origin, Route, Table, TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.rules.finding import Finding

MARKS = {Origin.CREATED: "+", Origin.LEARNED: "~", Origin.BUILT_IN: "·"}
LEGEND = "+ created by this stack   ~ learned by propagation   · built in"


def plan_lines(plan: Plan, findings: Iterable[Finding], style: Style, client: str = "") -> Iterator[str]:
    """The lines of a plan.

    Args:
        plan: the plan.
        findings: what the rules say of it.
        style: how it stands on the terminal.
        client: show only this client's tables and those of the service side.
    """
    yield from _head(plan, style)
    for title, routes in _tables(plan, client):
        yield ""
        yield style.paint(title, "bold")
        rows = [_row(route) for route in routes]
        for route, line in zip(routes, columns(rows, style.width), strict=True):
            yield style.paint(line, "dim") if route.origin is Origin.BUILT_IN else line
    yield from _section("Attachments", _attachments(plan), style)
    yield from _section("Associations and propagations", _table_links(plan), style)
    yield from _section("Links to the registry", [[f"+ {x.vpc}", x.vswitch, x.instance] for x in plan.links], style)
    yield from _section("DNS records", _records(plan), style)
    foreign = [[str(f.destination), str(f.hop), str(f.table)] for f in plan.foreign_routes]
    yield from _section("Foreign routes in these tables", foreign, style)
    yield from findings_lines(findings, style)


def _head(plan: Plan, style: Style) -> Iterator[str]:
    counts = Counter(route.origin for route in plan.routes)
    yield style.paint(f"Plan of stack {plan.stack}", "bold") + f"  {plan.digest}"
    yield f"  registry   {plan.region}, {plan.registry_address or 'not linked yet'}"
    for target in plan.targets:
        prefixes = ", ".join(str(prefix) for prefix in target.prefixes)
        yield f"  {target.leg:<10} {', '.join(target.hosts)}  {prefixes}  ({target.source})"
    yield f"  routes     {', '.join(f'{counts[origin]} {origin}' for origin in MARKS)}"
    if plan.waiting:
        yield style.paint(
            f"  waiting    {plan.waiting}: run `pulumi up`, then `acree resolve`, then plan again", "yellow"
        )
    else:
        yield f"  {LEGEND}"


def _tables(plan: Plan, client: str) -> Iterator[tuple[str, list[Route]]]:
    """Tables in the order of the walk: client VPC, client router, service router, service VPC."""
    names = {node.id: node.name for node in (plan.service, *plan.clients)}
    regions = {node.region for node in plan.clients if client in ("", node.name)}

    def order(table: Table) -> tuple[bool, bool, str, str, str]:
        service_side = (
            table.region == plan.region if table.kind is not TableKind.VPC else table.owner == plan.service.id
        )
        inner = (table.kind is TableKind.VPC) == service_side
        return service_side, inner, table.region, table.owner, table.id

    ordered = sorted(plan.routes, key=lambda route: order(route.table))
    for table, routes in groupby(ordered, key=lambda route: route.table):
        name = names.get(table.owner, "")
        wanted = (not client) or name in (client, plan.service.name) or (not name and table.region in regions)
        if wanted or (not name and table.region == plan.region):
            yield _title(table, name), list(routes)


def _title(table: Table, name: str) -> str:
    what = f"VPC {name} ({table.owner})" if table.kind is TableKind.VPC else f"transit router {table.owner}"
    return f"{what}, {table.region}, table {table.id}"


def _row(route: Route) -> list[str]:
    legs = " ".join(str(leg) for leg in route.legs)
    return [f"{MARKS[route.origin]} {route.destination}", f"→ {route.hop}", legs, route.reason]


def _attachments(plan: Plan) -> list[list[str]]:
    rows = [
        [_mark(a.id), a.name, f"{a.vpc} → {a.transit_router}", ", ".join(f"{z.zone} {z.vswitch}" for z in a.zones)]
        for a in plan.vpc_attachments
    ]
    for p in plan.peer_attachments:
        paid = f"{p.bandwidth_type} {p.mbps} Mbit/s" if p.bandwidth_type else "no bandwidth"
        advertised = "auto-advertise" if p.auto_advertise else "static routes"
        rows.append([_mark(p.id), p.name, f"{p.transit_router} ↔ {p.peer_transit_router}", f"{paid}, {advertised}"])
    return rows


def _mark(identifier: str | None) -> str:
    return "+" if identifier is None else f"= {identifier}"


def _table_links(plan: Plan) -> list[list[str]]:
    rows = []
    for what, links in (("associated", plan.associations), ("propagates", plan.propagations)):
        for link in links:
            mark = "!" if link.missing else "+" if link.created else "="
            rows.append([mark, link.attachment, what, f"{link.table.owner} table {link.table.id}"])
    return rows


def _records(plan: Plan) -> list[list[str]]:
    return [
        [f"{record.address}", record.host, "for " + ", ".join(vpc for _, vpc in record.vpcs)] for record in plan.records
    ]


def _section(title: str, rows: list[list[str]], style: Style) -> Iterator[str]:
    if rows:
        yield ""
        yield style.paint(title, "bold")
        yield from columns(rows, style.width)

"""A plan as a page to read in a browser and to hand on: it needs no network and no other file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from acree_infra.reports.findings_text import summary
from acree_infra.reports.html_drawing import drawing_of
from acree_infra.reports.html_page import page
from acree_infra.reports.html_pulls import AFTER, PullData, pulls_of, ways_of
from acree_infra.reports.html_tables import plan_tables
from acree_infra.reports.plan_report import PlanReport
from acree_infra.reports.plan_text import attachment_rows, link_rows
from acree_infra.reports.sites_text import part_rows, record_rows, used_when
from acree_infra.routing.nouns import LegId, LegTarget
from acree_infra.routing.plan_model import Plan


class Section(NamedTuple):
    """A small table of things beside the routes."""

    anchor: str
    title: str
    head: tuple[str, ...]
    rows: Sequence[Sequence[str]]


class Leg(NamedTuple):
    """What a leg must reach."""

    name: str
    hosts: tuple[str, ...]
    reached: str
    source: str


def plan_html(report: PlanReport) -> str:
    """The page of a plan."""
    plan = report.plan
    tables = plan_tables(plan)
    pulls = pulls_of([(AFTER, plan)])
    values = {
        "compares": False,
        "kept": 0,
        "plan": plan,
        "legs": legs_of(plan),
        "findings": report.findings,
        "summary": summary(report.findings),
        "refused": any(finding.severity.stops for finding in report.findings),
        "drawing": drawing_of([plan], tables.anchors),
        "tables": tables.tables,
        "total": len(tables.rows),
        "sections": [section for section in (*_sections(plan), *_site_sections(plan)) if section.rows],
        "ways": ways_of(pulls, tables.titles),
    }
    return page("plan.html", values, PullData(plan.service.id, tables.rows, tables.titles).of(pulls))


def legs_of(plan: Plan) -> list[Leg]:
    """The legs of a plan with their addresses."""
    return [Leg(target.leg, target.hosts, _reached(plan, target), target.source) for target in plan.targets]


def _reached(plan: Plan, target: LegTarget) -> str:
    prefixes = ", ".join(str(prefix) for prefix in target.prefixes) or "no address yet"
    if target.leg is LegId.REGISTRY and plan.registry_address is not None:
        return f"{plan.registry_address} in {prefixes}"
    return prefixes


def _site_sections(plan: Plan) -> list[Section]:
    """Data centers and peerings; without them all of these are empty."""
    premises = plan.premises
    ways = sorted([str(way.rank), way.name, way.kind, way.site, used_when(premises, way)] for way in premises.ways)
    standby = [[str(r.destination), str(r.hop), str(r.table), f"{r.rank}, {r.way}"] for r in premises.standby]
    published = [[str(p.destination), str(p.table), p.way] for p in premises.publications]
    entries = [
        ["+" if e.created else "by hand", str(e.host), e.transit_router, e.access_region]
        for e in premises.service_entries
    ]
    notes = sorted({(note, way.name) for way in premises.ways for note in way.notes})
    return [
        Section("ways", "Ways of sites, the preferred ones first", ("Rank", "Way", "Kind", "Site", "Used"), ways),
        Section("parts", "Gateways, connections and lines", ("Mark", "Name", "Terms", "Region"), part_rows(premises)),
        Section(
            "standby", "Rows that take over when a way is down", ("Prefix", "Next hop", "Table", "Rank, way"), standby
        ),
        Section("published", "Routes advertised by hand", ("Prefix", "Table", "Way"), published),
        Section("entries", "AnyTunnel entries", ("Mark", "Host", "Router", "For"), entries),
        Section("names", "Names at the sites", ("Site", "Host", "Addresses", "Remark"), record_rows(premises)),
        Section("notes", "What official pages leave open", ("Note", "Way"), notes),
    ]


def _sections(plan: Plan) -> list[Section]:
    links = [["+", link.vpc, link.vswitch, link.instance] for link in plan.links]
    records = [
        [record.host, str(record.address), record.zone, ", ".join(vpc for _, vpc in record.vpcs)]
        for record in plan.records
    ]
    foreign = [[str(row.destination), str(row.hop), str(row.table)] for row in plan.foreign_routes]
    return [
        Section("attachments", "Attachments", ("Mark", "Name", "Joins", "Terms"), attachment_rows(plan)),
        Section("links", "Associations and propagations", ("Mark", "Attachment", "Relation", "Table"), link_rows(plan)),
        Section("registry-links", "Links to the registry", ("Mark", "VPC", "vSwitch", "Instance"), links),
        Section("records", "DNS records", ("Name", "Address", "Zone", "Seen by"), records),
        Section("foreign", "Routes of others in these tables", ("Prefix", "Next hop", "Table"), foreign),
    ]

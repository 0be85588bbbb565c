"""Virtual border routers: between the device at a leased line and what the cloud joins them with."""

from __future__ import annotations

from acree_sandbox.api.expressconnect.resources import Vbr
from acree_sandbox.api.sites.resources import Site
from acree_sandbox.api.vpc.resources import RouteTable
from acree_sandbox.api.vpc.tables import Row, rows
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.naming import number
from acree_sandbox.network.parts import names
from acree_sandbox.network.values import BLACK_HOLE, End, Rule

LINE = "line"
"""A VBR's interface to its leased line."""
_TABLE, _LAST = 30, 1000
_FORWARDING = {"Available", "Modifying"}


def add_vbrs(cloud: Cloud, draft: Draft) -> None:
    """Add every VBR that is open, with its line to the first device that is at it."""
    sites = cloud.all(Site)
    for row in cloud.all(Vbr):
        if row.status != "active":
            continue
        name = draft.namespace(names.vbr(row.id), "vbr", row.id, forwards=True)
        site = next((its for its in sites if row.id in its.lines), None)
        if site is not None:
            port = names.site_port(1 + list(site.lines).index(row.id))
            draft.link(End(name, LINE), End(names.site(site.id), port))
            draft.address(name, LINE, row.local)
            draft.route(name, number(row.table), f"{row.peer}/32", LINE)
        draft.rule(name, Rule(_TABLE, number(row.table)))
        draft.rule(name, Rule(_LAST, 0))
        table = cloud.get(RouteTable, row.table)
        for route in rows(cloud, table) if table else ():
            if route.entry is None or route.entry.status in _FORWARDING:
                draft.route(name, number(row.table), route.destination, _way(row, route, at_line=site is not None))


def _way(row: Vbr, route: Row, *, at_line: bool) -> str:
    if route.hop_type == "Attachment":
        return names.attachment_link(route.hop)
    if route.hop_type == "Ecr":
        return names.node_link(route.hop, row.id)
    return LINE if at_line and route.hop == row.interface else BLACK_HOLE

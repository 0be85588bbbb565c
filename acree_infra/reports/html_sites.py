"""Data centers in the network drawing: each way of a site from its device to the first thing of the mesh."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from acree_infra.routing.nouns import Table, TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.nouns import Passage

ON_SITE = "data centers and their ways"
"""What the frame of the sites is called."""
_TITLES = {
    TableKind.IPSEC: "IPsec connection",
    TableKind.VBR: "Border router",
    TableKind.VPN_GATEWAY: "VPN gateway",
    TableKind.EXPRESS_ROUTER: "Express router",
    TableKind.BASIC_ROUTER: "Basic router",
    TableKind.CLOUD_NETWORK: "Cloud network",
}
"""Words that fit into a box."""


@dataclass(frozen=True, slots=True)
class SiteWay:
    """One way of a site.

    Attributes:
        site: name of the site.
        cidrs: its own CIDRs.
        hop: what the device sends into: a tunnel, a line.
        gateway: the last thing before the mesh, as tables name it.
        title: what that is.
        over: the hop from there into the mesh.
        end: the transit router or the VPC that is reached.
        change: `added` or `removed`; empty when it stays.
    """

    site: str
    cidrs: str
    hop: str
    gateway: str
    title: str
    over: str
    end: str
    change: str = ""


def site_ways(plans: Sequence[Plan], mesh: Collection[str]) -> list[SiteWay]:
    """The ways of all sites, sorted by site.

    Args:
        plans: one; or two, before and after.
        mesh: names of the boxes that are drawn already.
    """
    sides = [_ways(plan, mesh) for plan in plans]
    found = []
    for key in sorted({key for side in sides for key in side}):
        first, last = sides[0].get(key), sides[-1].get(key)
        change = "added" if first is None else "removed" if last is None else ""
        way = last or first
        if way is not None:
            values = way.site, way.cidrs, way.hop, way.gateway, way.title, way.over, way.end
            found.append(SiteWay(*values, change))
    return found


def _ways(plan: Plan, mesh: Collection[str]) -> dict[tuple[str, str], SiteWay]:
    leaving: dict[str, list[Passage]] = {}
    for passage in plan.premises.passages:
        leaving.setdefault(passage.owner, []).append(passage)
    ways = {}
    for site in plan.premises.sites:
        cidrs = ", ".join(str(cidr) for cidr in site.cidrs)
        for passage in leaving.get(site.name, []):
            into = _into(passage.table, site.name, leaving, mesh)
            if passage.kind is TableKind.DEVICE and into is not None:
                last, table = into
                title = _TITLES.get(table.kind, str(table.kind))
                hop, end = passage.hop.name, last.table.owner
                made = SiteWay(site.name, cidrs, hop, table.owner, title, last.hop.name, end)
                ways[site.name, hop] = made
    return ways


def _into(
    table: Table, site: str, leaving: dict[str, list[Passage]], mesh: Collection[str]
) -> tuple[Passage, Table] | None:
    """The passage into the mesh and the table that it leaves; None when a way does not come so far."""
    passed = {site}
    while table.owner not in passed:
        passed.add(table.owner)
        onward = [passage for passage in leaving.get(table.owner, []) if passage.table.owner not in passed]
        into = next((passage for passage in onward if passage.table.owner in mesh), None)
        if into is not None:
            return into, table
        table = onward[0].table if onward else table
    return None

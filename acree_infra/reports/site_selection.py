"""A part of a plan's premises: one site's ways, one client's peering, or one region."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.nouns import Premises, SiteNode


def regions_of(plan: Plan, sites: Iterable[SiteNode]) -> frozenset[str]:
    """The regions in which some sites come into the cloud."""
    names = {site.name for site in sites}
    ways = {way.name for way in plan.premises.ways if way.site in names}
    premises = plan.premises
    regions = {attachment.region for attachment in premises.attachments if attachment.way in ways}
    regions |= {connection.region for connection in premises.connections if connection.way in ways}
    regions |= {entry.access_region for entry in premises.service_entries if entry.way in ways}
    return frozenset(regions | {vbr.region for vbr in premises.vbrs if vbr.way in ways})


def premises_of(plan: Plan, client: str, region: str) -> Premises:
    """What belongs to a client or a site, and stands in a region; each is empty for all."""
    premises = plan.premises
    sites = {site.name for site in premises.sites if client in ("", site.name)}
    ways = {way.name for way in premises.ways if way.site in sites}
    vpcs = {node.id for node in plan.clients if client in ("", node.name)}
    connections = tuple(c for c in premises.connections if c.way in ways and region in ("", c.region))
    gateways = {connection.gateway for connection in connections}
    devices = {tunnel.customer_gateway for connection in connections for tunnel in connection.tunnels}
    return replace(
        premises,
        sites=tuple(site for site in premises.sites if site.name in sites),
        ways=tuple(way for way in premises.ways if way.name in ways),
        customer_gateways=tuple(c for c in premises.customer_gateways if c.name in devices),
        vpn_gateways=tuple(gateway for gateway in premises.vpn_gateways if gateway.name in gateways),
        connections=connections,
        vbrs=tuple(vbr for vbr in premises.vbrs if vbr.way in ways and region in ("", vbr.region)),
        express_routers=tuple(r for r in premises.express_routers if r.way in ways and region in ("", r.region)),
        attachments=tuple(a for a in premises.attachments if a.way in ways and region in ("", a.region)),
        peerings=tuple(p for p in premises.peerings if p.vpc in vpcs and region in ("", p.region, p.peer_region)),
        publications=tuple(p for p in premises.publications if p.way in ways and region in ("", p.table.region)),
        service_entries=tuple(entry for entry in premises.service_entries if entry.way in ways),
        records=tuple(record for record in premises.records if record.site in sites),
        standby=tuple(row for row in premises.standby if row.way in ways and region in ("", row.table.region)),
    )

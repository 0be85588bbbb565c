"""A part of a plan: one client's way, or one region."""

from __future__ import annotations

from dataclasses import dataclass, replace
from ipaddress import IPv4Network
from typing import Self

from acree_infra.reports.site_selection import premises_of, regions_of
from acree_infra.routing.nouns import ForeignRoute, PeerAttachment, Route, Table, TableKind, TableLink
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.nouns import ON_PREMISES


def narrowed(plan: Plan, client: str = "", region: str = "") -> Plan:
    """The plan with less in it; for showing only, since its digest is another one.

    Args:
        plan: the whole plan.
        client: keep this client's way: its own tables whole; of the tables that it shares, the routers' and the
            service VPC's, each row that its packets or their answers can meet. Ways back to others are left out.
        region: keep what stands in this region.
    """
    part = _Part.of(plan, client, region)
    attachments = tuple(a for a in plan.vpc_attachments if a.vpc in part.vpcs)
    peers = tuple(filter(part.has_peer, plan.peer_attachments))
    premises = premises_of(plan, client, region)
    names = {attachment.name for attachment in attachments} | {peer.name for peer in peers}
    names |= {attachment.name for attachment in premises.attachments}

    def has_link(link: TableLink) -> bool:
        return part.has_table(link.table) and link.attachment in names

    return replace(
        plan,
        clients=tuple(node for node in plan.clients if node.id in part.vpcs),
        premises=premises,
        transit_routers=tuple(router for router in plan.transit_routers if router.region in part.regions),
        vpc_attachments=attachments,
        peer_attachments=peers,
        associations=tuple(filter(has_link, plan.associations)),
        propagations=tuple(filter(has_link, plan.propagations)),
        routes=tuple(filter(part.has_route, plan.routes)),
        foreign_routes=tuple(filter(part.has_route, plan.foreign_routes)),
        links=tuple(link for link in plan.links if link.vpc in part.vpcs),
        records=tuple(
            replace(record, vpcs=seen)
            for record in plan.records
            if (seen := tuple(pair for pair in record.vpcs if pair[1] in part.vpcs))
        ),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What is kept.

    Attributes:
        regions: where it stands.
        homes: the client's region; empty where no client was named.
        vpcs: ids of the VPCs.
        whole: ids of the VPCs whose tables are kept whole.
        met: what the client's packets and their answers go to; empty where no client was named.
        sites: names of the sites.
        ways: names of their ways.
    """

    regions: frozenset[str]
    homes: frozenset[str]
    vpcs: frozenset[str]
    whole: frozenset[str]
    met: tuple[IPv4Network, ...]
    sites: frozenset[str]
    ways: frozenset[str]

    @classmethod
    def of(cls, plan: Plan, client: str, region: str) -> Self:
        """The part that a client and a region, each empty for all, have in common."""
        own = [node for node in plan.clients if client in ("", node.name)]
        sites = [site for site in plan.premises.sites if client in ("", site.name)]
        homes = frozenset(node.region for node in own) | regions_of(plan, sites)
        regions = homes | {plan.region}
        if region:
            regions &= {region}
        prefixes = [cidr for node in (plan.service, *own) for cidr in node.cidrs]
        prefixes += [cidr for site in sites for cidr in site.cidrs]
        prefixes += [prefix for target in plan.targets for prefix in target.prefixes]
        return cls(
            regions,
            homes if client else frozenset(),
            frozenset(node.id for node in (plan.service, *own) if node.region in regions),
            frozenset(node.id for node in own),
            tuple(prefixes) if client else (),
            frozenset(site.name for site in sites),
            frozenset(way.name for way in plan.premises.ways if any(way.site == site.name for site in sites)),
        )

    def has_table(self, table: Table) -> bool:
        """Whether some of a table's rows may be kept."""
        if table.kind not in (TableKind.VPC, TableKind.TRANSIT_ROUTER):
            return table.region in (self.regions | {ON_PREMISES})
        return table.owner in self.vpcs if table.kind is TableKind.VPC else table.region in self.regions

    def has_route(self, route: Route | ForeignRoute) -> bool:
        """Whether a row is kept: a wider one than the client's, such as a default route, always is."""
        if not self.has_table(route.table) or not self.has_way(route):
            return False
        whole = not self.met or route.table.owner in self.whole
        return whole or any(route.destination.overlaps(prefix) for prefix in self.met)

    def has_way(self, route: Route | ForeignRoute) -> bool:
        """Whether a row is of no site, or of one that is kept."""
        if route.table.kind is TableKind.DEVICE:
            return route.table.owner in self.sites
        way = route.way if isinstance(route, Route) else ""
        shared = route.table.kind in (TableKind.VPC, TableKind.TRANSIT_ROUTER)
        return way in self.ways if way else shared or bool(self.ways)

    def has_peer(self, peer: PeerAttachment) -> bool:
        """Whether an inter-region connection is kept."""
        ours = not self.homes or peer.peer_region in self.homes
        return ours and bool(self.regions & {peer.region, peer.peer_region})

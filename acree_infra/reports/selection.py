"""A part of a plan: one client's way, or one region."""

from __future__ import annotations

from dataclasses import replace

from acree_infra.routing.nouns import PeerAttachment, Table, TableKind, TableLink
from acree_infra.routing.plan_model import Plan


def narrowed(plan: Plan, client: str = "", region: str = "") -> Plan:
    """The plan with less in it; for showing only, since its digest is another one.

    Args:
        plan: the whole plan.
        client: keep this client's way: its VPC, the routers of both regions, the service VPC.
        region: keep what stands in this region.
    """
    homes = {node.region for node in plan.clients if node.name == client}
    regions = homes | {plan.region} if client else {plan.region, *(node.region for node in plan.clients)}
    regions &= {region} if region else regions
    nodes = [node for node in (plan.service, *plan.clients) if not client or node.name in (client, plan.service.name)]
    vpcs = {node.id for node in nodes if node.region in regions}

    def has_table(table: Table) -> bool:
        return table.owner in vpcs if table.kind is TableKind.VPC else table.region in regions

    def has_peer(peer: PeerAttachment) -> bool:
        return (not client or peer.peer_region in homes) and bool(regions & {peer.region, peer.peer_region})

    attachments = tuple(a for a in plan.vpc_attachments if a.vpc in vpcs)
    peers = tuple(peer for peer in plan.peer_attachments if has_peer(peer))
    names = {attachment.name for attachment in attachments} | {peer.name for peer in peers}

    def has_link(link: TableLink) -> bool:
        return has_table(link.table) and link.attachment in names

    return replace(
        plan,
        clients=tuple(node for node in plan.clients if node.id in vpcs),
        transit_routers=tuple(router for router in plan.transit_routers if router.region in regions),
        vpc_attachments=attachments,
        peer_attachments=peers,
        associations=tuple(filter(has_link, plan.associations)),
        propagations=tuple(filter(has_link, plan.propagations)),
        routes=tuple(route for route in plan.routes if has_table(route.table)),
        foreign_routes=tuple(route for route in plan.foreign_routes if has_table(route.table)),
        links=tuple(link for link in plan.links if link.vpc in vpcs),
        records=tuple(
            replace(record, vpcs=seen)
            for record in plan.records
            if (seen := tuple(pair for pair in record.vpcs if pair[1] in vpcs))
        ),
    )

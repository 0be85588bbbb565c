"""Data centers in the drawing of a world: devices, lines, tunnels, gateways, Express Connect Routers and peerings."""

from __future__ import annotations

from collections.abc import Iterator

from acree_sandbox.api.cbn.resources import Attachment, CloudConnectNetwork
from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.api.expressconnect.resources import Vbr
from acree_sandbox.api.expressconnectrouter.resources import EcrAssociation, EcrChild, ExpressConnectRouter
from acree_sandbox.api.sites.resources import Site, SmartAccessGateway
from acree_sandbox.api.vpcpeer.resources import VpcPeering
from acree_sandbox.api.vpn.resources import CustomerGateway, VpnConnection, VpnGateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.mermaid import label, node, text

Edge = tuple[str, str, str]
"""Id of one end, what is written on the line, id of the other end."""


def nodes(cloud: Cloud) -> Iterator[str]:
    """Lines of what is drawn beside regions: devices with their hosts, and Express Connect Routers."""
    for site in cloud.all(Site):
        yield f"  {node(site.id)}[/{label(site.name, *site.cidrs, *site.addresses)}/]"
        for host in cloud.where(Host, "site", site.id):
            yield f"  {node(host.id)}([{label(host.name, host.address)}]) --- {node(site.id)}"
    for ecr in cloud.all(ExpressConnectRouter):
        yield f"  {node(ecr.id)}{{{{{label(ecr.id, ecr.name)}}}}}"
    for network in cloud.all(CloudConnectNetwork):
        yield f"  {node(network.id)}{{{{{label(network.id, network.region)}}}}}"


def regional_nodes(cloud: Cloud, region: str) -> Iterator[str]:
    """Lines of what is drawn inside of a region: VBRs and VPN gateways."""
    for vbr in cloud.all(Vbr, region):
        yield f"    {node(vbr.id)}>{label(vbr.id, vbr.name)}]"
    for gateway in cloud.all(VpnGateway, region):
        yield f"    {node(gateway.id)}>{label(gateway.id, *gateway.addresses)}]"


def edges(cloud: Cloud) -> Iterator[str]:
    """Lines between them."""
    found = [*_lines(cloud), *_tunnels(cloud), *_joined(cloud)]
    for one, written, other in found:
        yield f'  {node(one)} ---|"{text(written)}"| {node(other)}' if written else f"  {node(one)} --- {node(other)}"


def _lines(cloud: Cloud) -> Iterator[Edge]:
    vbrs = {vbr.id: vbr for vbr in cloud.all(Vbr)}
    for site in cloud.all(Site):
        for line in site.lines:
            if line in vbrs:
                yield site.id, vbrs[line].line, line


def _tunnels(cloud: Cloud) -> Iterator[Edge]:
    """An edge for each connection, between a device and the gateway or transit router behind its tunnels."""
    sites = {address: site.id for site in cloud.all(Site) for address in site.addresses}
    for connection in cloud.all(VpnConnection):
        attachment = next(iter(cloud.where(Attachment, "resource", connection.id)), None)
        behind = connection.gateway or (attachment.router if attachment else "")
        ends = {str(its["CustomerGatewayId"]) for its in connection.tunnels} or {connection.customer_gateway}
        peers = {peer.address for end in ends if (peer := cloud.get(CustomerGateway, end)) is not None}
        for site in sorted({sites[address] for address in peers if address in sites}):
            if behind:
                yield site, connection.id, behind
    for gateway in cloud.all(VpnGateway):
        yield gateway.id, "", gateway.vpc


def _joined(cloud: Cloud) -> Iterator[Edge]:
    for row in cloud.all(Attachment):
        if row.resource_type in {"VBR", "ECR", "CCN"}:
            yield row.resource, row.id, row.router
    for site in cloud.all(Site):
        gateway = cloud.get(SmartAccessGateway, site.gateway)
        if gateway is not None:
            yield site.id, gateway.id, gateway.network
    for child in cloud.all(EcrChild):
        yield child.instance, "", child.ecr
    for association in cloud.all(EcrAssociation):
        if association.type == "VPC":
            yield association.ecr, association.id, association.node
    for peering in cloud.all(VpcPeering):
        yield peering.vpc, peering.id, peering.accepting_vpc

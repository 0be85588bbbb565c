"""Cloud Connect Networks: between Smart Access Gateways and the Basic Edition router of their CEN.

A Smart Access Gateway brings a tunnel of its own that nobody configures: here a plain link stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from acree_sandbox.api.cbn.any_tunnel import network_prefixes
from acree_sandbox.api.cbn.learning import in_effect
from acree_sandbox.api.cbn.resources import Attachment, CloudConnectNetwork
from acree_sandbox.api.sites.resources import Site, SmartAccessGateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.naming import number
from acree_sandbox.network.parts import names
from acree_sandbox.network.values import BLACK_HOLE, End, Rule

_TABLE, _LAST = 30, 1000


def add_cloud_networks(cloud: Cloud, draft: Draft) -> None:
    """Add every Cloud Connect Network with the links of its gateways."""
    devices = {site.gateway: site for site in cloud.all(Site) if site.gateway}
    for network in cloud.all(CloudConnectNetwork):
        name, table = names.cloud_network(network.id), number(network.id)
        draft.namespace(name, "cloud-connect-network", network.id, forwards=True)
        draft.rule(name, Rule(_TABLE, table))
        draft.rule(name, Rule(_LAST, 0))
        for gateway in cloud.where(SmartAccessGateway, "network", network.id):
            link = names.smart_gateway_link(gateway.id) if gateway.id in devices else BLACK_HOLE
            if link:
                draft.link(End(name, link), End(names.site(devices[gateway.id].id), link))
            for prefix in gateway.cidrs:
                draft.route(name, table, prefix, link)
        for attachment in _attachments(cloud, network.id):
            for prefix in network_prefixes(cloud, attachment):
                draft.route(name, table, prefix, names.attachment_link(attachment.id))


def pushed(cloud: Cloud, gateway_id: str) -> Iterator[str]:
    """What a gateway is given routes for: all that its network knows, but for what is behind itself."""
    gateway = cloud.get(SmartAccessGateway, gateway_id)
    if gateway is None:
        return
    for other in cloud.where(SmartAccessGateway, "network", gateway.network):
        if other.id != gateway.id:
            yield from other.cidrs
    for attachment in _attachments(cloud, gateway.network):
        yield from network_prefixes(cloud, attachment)


def _attachments(cloud: Cloud, network: str) -> list[Attachment]:
    return [row for row in cloud.where(Attachment, "resource", network) if in_effect(row)]

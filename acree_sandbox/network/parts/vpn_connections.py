"""IPsec connections of transit routers: static and learned routes into a tunnel that is up."""

from __future__ import annotations

from acree_sandbox.api.cbn.learning import in_effect
from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.vpn.resources import VpnConnection
from acree_sandbox.api.vpn.vco_routes import vpn_prefixes
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.naming import number
from acree_sandbox.network.parts import names
from acree_sandbox.network.parts.hosts import EVERYWHERE
from acree_sandbox.network.parts.tunnels import add_tunnel, established, tunnels
from acree_sandbox.network.values import BLACK_HOLE, Rule

_BY_LINK, _LAST = 30, 1000


def add_vpn_connections(cloud: Cloud, draft: Draft) -> None:
    """Add every IPsec connection that a transit router has, with the ends of its tunnels."""
    found = [its for its in tunnels(cloud) if not its.connection.gateway]
    for connection in cloud.all(VpnConnection):
        attachment = next((row for row in cloud.where(Attachment, "resource", connection.id) if in_effect(row)), None)
        if attachment is None:
            continue
        name = draft.namespace(names.vpn_connection(connection.id), "vpn-connection", connection.id, forwards=True)
        draft.rule(name, Rule(_LAST, 0))
        inward, outward = number(f"{connection.id}/router"), number(f"{connection.id}/tunnels")
        link = names.attachment_link(attachment.id)
        draft.route(name, inward, EVERYWHERE, link)
        draft.rule(name, Rule(_BY_LINK, outward, link=link))
        for tunnel in found:
            if tunnel.connection.id == connection.id:
                draft.rule(name, Rule(_BY_LINK, inward, link=names.tunnel_link(tunnel.id)))
                add_tunnel(draft, tunnel)
        up = established(cloud, connection.id, found)
        way = names.tunnel_link(up[0].id) if up else BLACK_HOLE
        for prefix in vpn_prefixes(cloud, attachment):
            draft.route(name, outward, prefix, way)

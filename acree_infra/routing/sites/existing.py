"""Gateways and Express Connect Routers of ways that exist already: rows of others may lead over them too."""

from __future__ import annotations

from acree_infra.routing.nouns import Hop, HopKind
from acree_infra.topology.sites.express_connect_router import ExpressConnectRouterWay
from acree_infra.topology.sites.vpn_gateway import VpnGatewayWay
from acree_infra.topology.stack_file import StackFile


def existing_edges(stack: StackFile) -> dict[str, Hop]:
    """The hop over each declared VPN gateway and Express Connect Router that exists, by its id.

    Attachments of ways on transit routers have their hops from the mesh; these are next hops of VPC tables.
    """
    hops = {}
    for site in stack.topology.sites:
        for way in site.via:
            if isinstance(way, VpnGatewayWay) and way.gateway != "create":
                hops[way.gateway] = Hop(HopKind.VPN_GATEWAY, way.gateway)
            if isinstance(way, ExpressConnectRouterWay) and way.router != "create":
                hops[way.router] = Hop(HopKind.EXPRESS_ROUTER, way.router)
    return hops

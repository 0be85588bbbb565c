"""VPN actions of Vpc 2016-04-28: customer gateways, VPN gateways, IPsec connections and their routes."""

from acree_sandbox.api.vpn import (
    attachments,
    connection_listing,
    connections,
    customer_gateways,
    destination_routes,
    gateway_listing,
    gateways,
    groups,
    policy_routes,
    publishing,
    vco_routes,
)

__all__ = [
    "attachments",
    "connection_listing",
    "connections",
    "customer_gateways",
    "destination_routes",
    "gateway_listing",
    "gateways",
    "groups",
    "policy_routes",
    "publishing",
    "vco_routes",
]

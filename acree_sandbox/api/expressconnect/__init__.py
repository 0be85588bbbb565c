"""Express Connect actions of Vpc 2016-04-28: leased lines, virtual border routers and their BGP."""

from acree_sandbox.api.expressconnect import (
    bgp_groups,
    bgp_networks,
    bgp_peers,
    groups,
    physical_connections,
    routes,
    vbr_listing,
    vbrs,
)

__all__ = [
    "bgp_groups",
    "bgp_networks",
    "bgp_peers",
    "groups",
    "physical_connections",
    "routes",
    "vbr_listing",
    "vbrs",
]

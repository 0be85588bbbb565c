"""From the control plane's state to the plan of the data plane."""

from __future__ import annotations

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.parts.cloud_networks import add_cloud_networks
from acree_sandbox.network.parts.cloud_services import add_cloud_services
from acree_sandbox.network.parts.express_connect_routers import add_express_connect_routers
from acree_sandbox.network.parts.hosts import add_hosts
from acree_sandbox.network.parts.internet import add_internet
from acree_sandbox.network.parts.peerings import add_peerings
from acree_sandbox.network.parts.registry_links import add_registry_links
from acree_sandbox.network.parts.sites import add_sites
from acree_sandbox.network.parts.transit_routers import add_transit_routers
from acree_sandbox.network.parts.vbrs import add_vbrs
from acree_sandbox.network.parts.vpc_routers import add_vpc_routers
from acree_sandbox.network.parts.vpn_connections import add_vpn_connections
from acree_sandbox.network.parts.vpn_gateways import add_vpn_gateways
from acree_sandbox.network.values import NetworkPlan

PARTS = (
    add_hosts,
    add_registry_links,
    add_cloud_services,
    add_vpc_routers,
    add_transit_routers,
    add_peerings,
    add_vbrs,
    add_express_connect_routers,
    add_vpn_gateways,
    add_vpn_connections,
    add_cloud_networks,
    add_sites,
    add_internet,
)
"""Each adds the namespaces of one kind; a new kind of thing that forwards or answers is one more function."""


def describe(cloud: Cloud) -> NetworkPlan:
    """Return what must exist for the present state: two equal states give equal plans.

    Ask inside of `Cloud.transaction`, where nothing changes half way.
    """
    draft = Draft()
    for add in PARTS:
        add(cloud, draft)
    return draft.finish()

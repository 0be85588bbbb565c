"""From the control plane's state to the plan of the data plane."""

from __future__ import annotations

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.parts.cloud_services import add_cloud_services
from acree_sandbox.network.parts.hosts import add_hosts
from acree_sandbox.network.parts.registry_links import add_registry_links
from acree_sandbox.network.parts.transit_routers import add_transit_routers
from acree_sandbox.network.parts.vpc_routers import add_vpc_routers
from acree_sandbox.network.values import NetworkPlan

PARTS = (add_hosts, add_registry_links, add_cloud_services, add_vpc_routers, add_transit_routers)
"""Each adds the namespaces of one kind; a new kind of thing that forwards or answers is one more function."""


def describe(cloud: Cloud) -> NetworkPlan:
    """Return what must exist for the present state: two equal states give equal plans.

    Ask inside of `Cloud.transaction`, where nothing changes half way.
    """
    draft = Draft()
    for add in PARTS:
        add(cloud, draft)
    return draft.finish()

"""Devices of data centers: ordinary Linux routers, which know the hosts behind them and nothing of the cloud.

Tunnels, leased lines and routes to the cloud come from what is loaded onto the device, as in a real data center. A
Smart Access Gateway alone is given its routes by the cloud: nothing is loaded onto it.
"""

from __future__ import annotations

from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.api.sites.resources import Site
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.parts import names
from acree_sandbox.network.parts.cloud_networks import pushed
from acree_sandbox.network.parts.hosts import EVERYWHERE
from acree_sandbox.network.values import End, Rule

OUTSIDE = names.site_port(0)
"""A device's interface to the internet."""
_MAIN = 32766


def add_sites(cloud: Cloud, draft: Draft) -> None:
    """Add every device; its hosts are added as hosts."""
    for site in cloud.all(Site):
        name = draft.namespace(names.site(site.id), "device", site.id, forwards=True)
        draft.rule(name, Rule(_MAIN, names.MAIN_TABLE))
        draft.link(End(name, OUTSIDE), End(names.INTERNET, names.site_link(site.id)))
        draft.route(name, names.MAIN_TABLE, EVERYWHERE, OUTSIDE)
        for address in site.addresses:
            draft.address(name, OUTSIDE, address)
        for host in cloud.where(Host, "site", site.id):
            draft.route(name, names.MAIN_TABLE, f"{host.address}/32", names.site_end(site.id, host.id).link)
        for prefix in pushed(cloud, site.gateway):
            draft.route(name, names.MAIN_TABLE, prefix, names.smart_gateway_link(site.gateway))

"""The internet: knows public addresses only, so that private ones that leak are lost, and seen."""

from __future__ import annotations

from acree_sandbox.api.sites.resources import Site
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.naming import number
from acree_sandbox.network.parts import names
from acree_sandbox.network.parts.tunnels import tunnels
from acree_sandbox.network.values import Rule

_BY_SOURCE, _BY_DESTINATION, _LAST = 30, 40, 1000
_DEVICES = 10
"""Kernel number of the table with the devices' addresses."""


def add_internet(cloud: Cloud, draft: Draft) -> None:
    """Add the internet where there is a data center.

    Several connections may share a public address of the cloud: which tunnel a packet is for follows from the device
    that sends it.
    """
    sites = cloud.all(Site)
    if not sites:
        return
    name = draft.namespace(names.INTERNET, "internet", names.INTERNET, forwards=True)
    draft.rule(name, Rule(_BY_DESTINATION, _DEVICES))
    draft.rule(name, Rule(_LAST, 0))
    for site in sites:
        for address in site.addresses:
            draft.route(name, _DEVICES, f"{address}/32", names.site_link(site.id))
    for tunnel in tunnels(cloud):
        table = number(tunnel.peer)
        draft.rule(name, Rule(_BY_SOURCE, table, source=f"{tunnel.peer}/32"))
        draft.route(name, table, f"{tunnel.address}/32", names.tunnel_link(tunnel.id))

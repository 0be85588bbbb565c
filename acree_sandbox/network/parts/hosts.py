"""Hosts: one namespace each, with one address and one way out."""

from __future__ import annotations

from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.parts import names
from acree_sandbox.network.values import End

EVERYWHERE = "0.0.0.0/0"


def add_hosts(cloud: Cloud, draft: Draft) -> None:
    """Add every host."""
    for host in cloud.all(Host):
        name = draft.namespace(names.host(host.id), "host", host.id)
        end = names.site_end(host.site, host.id) if host.site else names.member_end(host.vpc, host.id)
        join(draft, name, end, host.address)


def add_member(draft: Draft, namespace: str, vpc: str, member: str, address: str) -> None:
    """Join a namespace that holds one address of a VPC to the VPC's router."""
    join(draft, namespace, names.member_end(vpc, member), address)


def join(draft: Draft, namespace: str, end: End, address: str) -> None:
    """Join a namespace that holds one address to its only router."""
    draft.link(End(namespace, names.UPLINK), end)
    draft.address(namespace, names.UPLINK, address)
    draft.route(namespace, names.MAIN_TABLE, EVERYWHERE, names.UPLINK)

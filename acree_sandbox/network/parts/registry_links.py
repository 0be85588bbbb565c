"""Registry links: the address that an instance has in a linked VPC is a member of that VPC like a host.

Its namespace has the resolver's address to itself, because what runs there belongs to the cloud and not to the VPC.
"""

from __future__ import annotations

from acree_sandbox.api.cr.resources import LinkedVpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.parts import names
from acree_sandbox.network.parts.cloud_services import RESOLVERS
from acree_sandbox.network.parts.hosts import add_member
from acree_sandbox.network.values import LOOPBACK


def running_links(cloud: Cloud) -> list[LinkedVpc]:
    """The links of registries that answer."""
    return [row for row in cloud.all(LinkedVpc) if row.status == "RUNNING" and row.module == "Registry"]


def add_registry_links(cloud: Cloud, draft: Draft) -> None:
    """Add every link that runs."""
    for link in running_links(cloud):
        name = draft.namespace(names.registry(link.id), "registry", link.id)
        add_member(draft, name, link.vpc, link.id, link.address)
        for resolver in RESOLVERS:
            draft.address(name, LOOPBACK, resolver)

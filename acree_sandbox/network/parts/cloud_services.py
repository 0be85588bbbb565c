"""The cloud services of a region as one VPC reaches them behind its built-in route of 100.64.0.0/10.

Each VPC has a namespace of its own with the same addresses as every other VPC of the region: hosts of two VPCs may
have the same address, and names have other answers in each VPC.
"""

from __future__ import annotations

from collections.abc import Iterator

from acree_sandbox.api.cr.resources import RegistryInstance
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.draft import Draft
from acree_sandbox.network.parts import names
from acree_sandbox.network.parts.hosts import EVERYWHERE
from acree_sandbox.network.values import LOOPBACK, End
from acree_sandbox.services.auth_moves import SilentAddress
from acree_sandbox.services.storage_moves import FormerAddress

RESOLVERS = ("100.100.2.136", "100.100.2.138")
"""The resolvers of every VPC in every region (5.3)."""


def service_addresses(cloud: Cloud, region: str) -> Iterator[str]:
    """Where the cloud services of a region answer: resolvers, auth, object storage."""
    yield from RESOLVERS
    for instance in cloud.all(RegistryInstance, region):
        yield from instance.auth_addresses
        if instance.oss_address:
            yield instance.oss_address
    for former in cloud.all(FormerAddress, region):
        yield former.address
    for silent in cloud.all(SilentAddress, region):
        yield silent.address


def add_cloud_services(cloud: Cloud, draft: Draft) -> None:
    """Add the cloud services of every VPC."""
    for vpc in cloud.all(Vpc):
        name = draft.namespace(names.services(vpc.id), "services", vpc.id)
        draft.link(End(name, names.UPLINK), End(names.vpc(vpc.id), names.SERVICES))
        draft.route(name, names.MAIN_TABLE, EVERYWHERE, names.UPLINK)
        for address in service_addresses(cloud, vpc.region):
            draft.address(name, LOOPBACK, address)

"""The prefixes that each leg must reach, from the lock file."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

from acree_infra.discovery.model import Lock
from acree_infra.routing.nouns import LegId, LegTarget, VpcNode
from acree_infra.routing.prefixes import exact_aggregate, host_route, unique
from acree_infra.topology.stack_file import StackFile


def registry_address(stack: StackFile, lock: Lock) -> IPv4Address | None:
    """The address of the registry in the service VPC (R), declared or learned; None before the link runs."""
    if stack.topology.legs.registry is not None:
        return stack.topology.legs.registry.address
    return linked_address(lock, stack.topology.network.service_vpc.id)


def linked_address(lock: Lock, vpc: str) -> IPv4Address | None:
    """The registry's address in a VPC that is linked to the instance; None when it is not, or not yet."""
    for linked in lock.legs.registry.linked_vpcs:
        if linked.vpc == vpc:
            return linked.address
    return None


def registry_target(lock: Lock, service: VpcNode, address: IPv4Address) -> LegTarget:
    """The registry leg: the CIDR of the service VPC that holds R, since plain VPC routing covers it (2.2)."""
    registry = lock.legs.registry
    holding = tuple(cidr for cidr in service.cidrs if address in cidr) or (host_route(address),)
    return LegTarget(LegId.REGISTRY, registry.hosts, holding, registry.source)


def auth_target(lock: Lock) -> LegTarget | None:
    """The auth leg: every A record as /32, vanished ones within their grace time too (G23, G24)."""
    auth = lock.legs.auth
    if auth is None:
        return None
    prefixes = unique(host_route(seen.address) for seen in auth.addresses)
    return LegTarget(LegId.AUTH, (auth.host,), prefixes, auth.source)


def oss_target(stack: StackFile, lock: Lock) -> LegTarget:
    """The OSS leg: every range of the service region (G6), merged exactly if the stack says so (G19)."""
    oss = lock.legs.oss
    ranges: tuple[IPv4Network, ...] = unique(oss.ranges)
    if stack.topology.options.aggregate:
        ranges = exact_aggregate(ranges)
    return LegTarget(LegId.OSS, oss.hosts, ranges, oss.source)

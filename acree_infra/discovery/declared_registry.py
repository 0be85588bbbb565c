"""The registry leg as the stack file declares it, when the cr API is not to be asked (N2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from acree_infra.discovery.facts import Vpc
from acree_infra.discovery.legs import LinkedVpc, RegistryLeg
from acree_infra.errors import DiscoveryError, Problem
from acree_infra.topology.registry import StaticRegistry
from acree_infra.topology.stack_file import StackFile


def declared_registry_leg(
    stack: StackFile, declared: StaticRegistry, vpcs: Iterable[Vpc], known: RegistryLeg | None, now: datetime
) -> RegistryLeg:
    """The declared leg, with the vSwitch that holds its address read from the service VPC.

    Args:
        stack: the stack file.
        declared: its `legs.registry`.
        vpcs: the VPCs that were learned.
        known: the leg of the last lock file.
        now: time of this look-up.

    Raises:
        DiscoveryError: instance or name are missing, or no vSwitch of the service VPC holds the address.
    """
    registry = stack.topology.registry
    name = registry.name or _name_in(declared.hosts)
    if registry.instance is None or not name:
        raise _failed(
            stack,
            "expected instance id and name of the registry, because a declared leg is not asked",
            "declare registry.instance and registry.name",
        )
    return RegistryLeg(
        instance=registry.instance,
        name=name,
        hosts=tuple(dict.fromkeys([*declared.hosts, *sorted(registry.domains)])),
        linked_vpcs=(_link(stack, declared, vpcs),),
        source="declared",
        first_seen=known.first_seen if known and known.instance == registry.instance else now,
        last_seen=now,
    )


def _link(stack: StackFile, declared: StaticRegistry, vpcs: Iterable[Vpc]) -> LinkedVpc:
    service = stack.topology.network.service_vpc.id
    for vswitch in (vswitch for vpc in vpcs if vpc.id == service for vswitch in vpc.vswitches):
        if declared.address in vswitch.cidr:
            return LinkedVpc(vpc=service, vswitch=vswitch.id, address=declared.address, status="RUNNING")
    raise _failed(
        stack,
        f"expected {declared.address} in a vSwitch of {service}, found none that holds it",
        "correct legs.registry.address or network.service-vpc",
    )


def _name_in(hosts: Iterable[str]) -> str:
    """The instance name inside a name of the service's own form (S14)."""
    matches = (re.match(r"([a-z0-9-]+?)-(?:registry|chart)(?:-vpc)?\.", host) for host in hosts)
    return next((match[1] for match in matches if match), "")


def _failed(stack: StackFile, message: str, remedy: str) -> DiscoveryError:
    return DiscoveryError((Problem(stack.where("legs", "registry"), f"registry leg: {message}", remedy),))

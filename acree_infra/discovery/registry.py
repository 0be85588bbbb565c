"""The registry leg: instance, names, linked VPCs and their addresses, from the cr API (3.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from ipaddress import IPv4Address

from acree_infra.cloud.errors import ApiError
from acree_infra.cloud.registry import InstanceRecord, RegistryReader, VpcEndpointRecord
from acree_infra.discovery.legs import LinkedVpc, RegistryLeg
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.errors import DiscoveryError, Problem
from acree_infra.topology.stack_file import StackFile

_CREATING = "CREATING"


def registry_leg(
    stack: StackFile,
    reader: RegistryReader,
    around: Surroundings,
    known: RegistryLeg | None,
    *,
    now: datetime,
    note: Callable[[str], None],
) -> RegistryLeg:
    """The registry leg as the account knows it; a link that is being made is waited for (G49).

    Args:
        stack: the stack file; `legs.registry` is not declared in it.
        reader: the cr API.
        around: how long to wait.
        known: the leg of the last lock file.
        now: time of this look-up.
        note: takes a sentence for the user.

    Raises:
        DiscoveryError: the instance does not exist, is ambiguous, or has no name inside a VPC.
    """
    region, module = stack.topology.registry.region, stack.topology.registry.module
    instance = _instance(stack, reader)
    endpoint = _settled(stack, lambda: reader.vpc_endpoint(region, instance.id, module), around, note)
    links = (
        LinkedVpc(
            vpc=link.vpc,
            vswitch=link.vswitch,
            address=IPv4Address(link.address) if link.address else None,
            status=link.status,
            issue=link.issue,
        )
        for link in endpoint.links
    )
    return RegistryLeg(
        instance=instance.id,
        name=instance.name,
        hosts=_hosts(stack, reader, instance, endpoint),
        linked_vpcs=tuple(sorted(links, key=lambda link: (link.vpc, link.vswitch))),
        storage_domain_rules=_storage_rules(reader, region, instance.id, known, note),
        source="cr:GetInstanceVpcEndpoint",
        first_seen=known.first_seen if known and known.instance == instance.id else now,
        last_seen=now,
    )


def _instance(stack: StackFile, reader: RegistryReader) -> InstanceRecord:
    registry = stack.topology.registry
    if registry.instance is not None:
        return reader.instance(registry.region, registry.instance)
    name = registry.name or ""
    found = reader.instances_named(registry.region, name)
    if len(found) == 1:
        return found[0]
    listed = ", ".join(instance.id for instance in found) or "none"
    raise _failed(
        stack,
        f"expected one instance named {name!r} in {registry.region}, found {listed}",
        "check registry.name and registry.region, or give registry.instance (cri-…)",
        "name",
    )


def _settled(
    stack: StackFile,
    read: Callable[[], VpcEndpointRecord],
    around: Surroundings,
    note: Callable[[str], None],
) -> VpcEndpointRecord:
    """VPC access after the links of this stack's VPCs were made; as it is when they take too long."""
    topology = stack.topology
    awaited = {topology.network.service_vpc.id, *(client.vpc for client in topology.clients if client.via == "link")}
    endpoint = read()
    for pause in range(around.link_pauses):
        creating = sorted(link.vpc for link in endpoint.links if link.vpc in awaited and link.status == _CREATING)
        if not creating:
            break
        if pause == 0:
            note(f"the link to {', '.join(creating)} is being made; waiting up to {_limit(around)} s")
        around.sleep(around.link_pause)
        endpoint = read()
    return endpoint


def _limit(around: Surroundings) -> str:
    return f"{around.link_pauses * around.link_pause:g}"


def _hosts(
    stack: StackFile, reader: RegistryReader, instance: InstanceRecord, endpoint: VpcEndpointRecord
) -> tuple[str, ...]:
    """Names inside a VPC: the service's own, then custom ones, then declared ones; each group sorted."""
    registry = stack.topology.registry
    named = [d for d in reader.domains(registry.region, instance.id, registry.module) if d.endpoint == "vpc"]
    own = sorted(d.domain.lower() for d in named if d.type == "SYSTEM")
    custom = sorted(d.domain.lower() for d in named if d.type != "SYSTEM")
    listed = own + custom or sorted(domain.lower() for domain in endpoint.domains)
    hosts = tuple(dict.fromkeys([*listed, *sorted(registry.domains)]))
    if hosts:
        return hosts
    if registry.module == "Registry":
        return (f"{instance.name}-registry-vpc.{registry.region}.cr.aliyuncs.com",)  # S14
    raise _failed(
        stack,
        f"expected a name of {instance.id} for module {registry.module} inside a VPC, found none",
        "declare it in registry.domains",
        "domains",
    )


def _storage_rules(
    reader: RegistryReader, region: str, instance: str, known: RegistryLeg | None, note: Callable[[str], None]
) -> tuple[str, ...]:
    """Targets of domain routing rules; none without a rule. Few accounts have them, so a refusal is only noted."""
    try:
        rules = reader.storage_rules(region, instance)
    except ApiError as error:
        if error.absent:
            return ()
        note(f"domain routing rules could not be read ({error.api_code}); those of the last lock file stay (G43)")
        return known.storage_domain_rules if known else ()
    return tuple(sorted({rule.storage_domain.lower() for rule in rules if rule.endpoint.upper() != "INTERNET"}))


def _failed(stack: StackFile, message: str, remedy: str, key: str) -> DiscoveryError:
    return DiscoveryError((Problem(stack.where("registry", key), f"registry leg: {message}", remedy),))

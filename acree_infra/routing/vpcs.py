"""VPCs of the stack as the plan sees them: subnets, the tables that get routes, the zones to attach."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_infra.discovery.facts import NetworkFacts, Vpc
from acree_infra.discovery.model import Lock
from acree_infra.errors import LockError
from acree_infra.routing.nouns import Subnet, VpcNode, ZoneMapping
from acree_infra.topology.client import Client
from acree_infra.topology.network import AttachedVpc
from acree_infra.topology.stack_file import StackFile

SERVICE_NAME = "service"
"""Name of the VPC that is linked to the registry; a client may not have it."""

ZONES_WANTED = 2
"""Zones that an attachment covers where the region has as many (G30)."""


def service_node(stack: StackFile, lock: Lock) -> VpcNode:
    """The VPC that is linked to the registry.

    Raises:
        LockError: the lock file does not hold it.
    """
    declared = stack.topology.network.service_vpc
    facts = _vpc_facts(stack, lock.networks, declared.id)
    return _node(SERVICE_NAME, facts, declared)


def client_nodes(stack: StackFile, lock: Lock) -> tuple[VpcNode, ...]:
    """The clients' VPCs, by name.

    Raises:
        LockError: the lock file does not hold one of them.
    """
    by_id = {vpc.id: vpc for vpc in lock.networks.vpcs}
    nodes = []
    for client in stack.topology.clients:
        facts = by_id.get(client.vpc) or _vpc_facts(stack, lock.networks, client.vpc)
        nodes.append(_node(client.name, facts, client))
    return tuple(sorted(nodes, key=lambda node: node.name))


def zone_mappings(node: VpcNode, declared: tuple[str, ...], supported: tuple[str, ...]) -> tuple[ZoneMapping, ...]:
    """The vSwitches that a new attachment takes, by zone.

    Declared vSwitches are taken as they are. Otherwise the first vSwitch with a free address of each of
    the first two supported zones is chosen, so that the choice stays the same while others are added.
    """
    if declared:
        by_id = {subnet.id: subnet for subnet in node.subnets}
        chosen = [ZoneMapping(by_id[name].zone, name) for name in declared if name in by_id]
        return tuple(sorted(chosen, key=lambda mapping: (mapping.zone, mapping.vswitch)))
    first: dict[str, str] = {}
    for subnet in node.subnets:
        if subnet.free_addresses > 0 and (not supported or subnet.zone in supported):
            first.setdefault(subnet.zone, subnet.id)
    return tuple(ZoneMapping(zone, first[zone]) for zone in sorted(first)[:ZONES_WANTED])


def _vpc_facts(stack: StackFile, networks: NetworkFacts, vpc_id: str) -> Vpc:
    for vpc in networks.vpcs:
        if vpc.id == vpc_id:
            return vpc
    raise LockError(
        f"the lock file of stack {stack.name} does not hold {vpc_id}, which the stack file names",
        remedy=f"run `acree resolve --stack {stack.name}`",
    )


def _node(name: str, facts: Vpc, declared: AttachedVpc | Client) -> VpcNode:
    subnets = tuple(
        Subnet(vswitch.id, vswitch.zone, vswitch.cidr, vswitch.route_table, vswitch.free_addresses)
        for vswitch in sorted(facts.vswitches, key=lambda vswitch: vswitch.id)
    )
    cidrs: tuple[IPv4Network, ...] = declared.cidrs or facts.cidrs
    return VpcNode(
        id=facts.id,
        region=facts.region,
        owner=facts.owner,
        name=name,
        cidrs=cidrs,
        subnets=subnets,
        tables=tuple(sorted(declared.route_tables)) or _tables_in_use(facts),
        left_out=tuple(cidr for cidr in facts.cidrs if cidr not in cidrs),
    )


def _tables_in_use(facts: Vpc) -> tuple[str, ...]:
    bound = {vswitch.route_table for vswitch in facts.vswitches}
    return tuple(sorted(bound or {table.id for table in facts.route_tables if table.type == "System"}))

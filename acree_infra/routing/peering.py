"""A client's VPC that is joined to the service VPC by a VPC peering: the official alternative to CEN (2.2)."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import ALL_LEGS, Hop, HopKind, LegId, Origin, Route, Table, TableKind, VpcNode
from acree_infra.routing.rows import Scene, needed, vpc_tables
from acree_infra.routing.sites.nouns import Passage, Peering, Premises
from acree_infra.topology.client import Client
from acree_infra.topology.stack_file import StackFile


def peering_hop(client: Client | VpcNode, declared: str) -> Hop:
    """The hop over a client's peering, from either side."""
    return Hop(HopKind.PEERING, f"peering-{client.name}" if declared == "create" else declared)


def existing_peerings(stack: StackFile) -> dict[str, Hop]:
    """The hop over each declared peering that exists, by its id: rows of others may lead over it too."""
    declared = {client.peering for client in stack.topology.clients if client.via == "vpc-peering"} - {"create"}
    return {peering: Hop(HopKind.PEERING, peering) for peering in sorted(declared)}


def peering_rows(stack: StackFile, scene: Scene) -> Iterator[Route]:
    """The client's tables: the service VPC, and from another region each auth and OSS prefix; the way back.

    Peering carries 100.64.0.0/10 too: the official guides route auth and OSS over it (2.2).
    """
    for node, hop in _peered(stack, scene):
        for table in vpc_tables(node):
            for target, prefix in needed(scene, node.region, all_legs=False):
                reason = f"{target.leg} leg of {node.name}: {target.source}"
                yield Route(table, prefix, hop, (target.leg,), Origin.CREATED, reason)
        legs = ALL_LEGS if node.region != scene.service.region else (LegId.REGISTRY,)
        for table in vpc_tables(scene.service):
            for cidr in node.cidrs:
                yield Route(table, cidr, hop, legs, Origin.CREATED, f"way back to {node.name}")


def peerings(stack: StackFile, scene: Scene) -> Premises:
    """The peerings, and the steps over them."""
    made, steps = [], list[Passage]()
    bandwidth = stack.topology.network.bandwidth
    for node, hop in _peered(stack, scene):
        across = node.region != scene.service.region
        made.append(
            Peering(
                name=hop.name,
                region=node.region,
                vpc=node.id,
                owner=node.owner,
                peer_region=scene.service.region,
                peer_vpc=scene.service.id,
                peer_owner=scene.service.owner,
                id=None if hop.name == f"peering-{node.name}" else hop.name,
                mbps=bandwidth.mbps if bandwidth is not None and across else 0,
            )
        )
        steps += [_into(node, hop, scene.service), _into(scene.service, hop, node)]
    return Premises(peerings=tuple(made), passages=tuple(steps))


def _into(leaving: VpcNode, hop: Hop, entered: VpcNode) -> Passage:
    """No vSwitch is named where a peering comes in, so every table of the VPC must know the way on."""
    vswitches = tuple(subnet.id for subnet in entered.subnets)
    table = Table(TableKind.VPC, entered.region, entered.id, entered.subnets[0].table)
    return Passage(TableKind.VPC, leaving.id, hop, table, vswitches)


def _peered(stack: StackFile, scene: Scene) -> Iterator[tuple[VpcNode, Hop]]:
    declared = {client.name: client.peering for client in stack.topology.clients}
    for node in scene.peered:
        if node.subnets and scene.service.subnets:
            yield node, peering_hop(node, declared[node.name])

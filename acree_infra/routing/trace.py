"""The walk of one packet through the plan's tables, and of its answer back.

Every step is a longest-prefix match: in a VPC the table bound to the vSwitch decides, in a transit router the
table associated with the attachment that the packet came through. An answer of a cloud service enters the VPC
again where the question left it: at the vSwitches of the attachment; when these use several tables, each of
them must know the way (the service does not say which one it takes).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network

from acree_infra.routing.network import Network, Row
from acree_infra.routing.nouns import Hop, HopKind, LegId, Subnet, Table, VpcNode
from acree_infra.routing.plan_model import Plan

_MOST_STEPS = 16


class Verdict(StrEnum):
    """What became of a packet and its answer."""

    DELIVERED = "delivered"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Step:
    """One look-up: the table, the row that won, and where it sends."""

    table: Table
    destination: IPv4Network
    hop: Hop


@dataclass(frozen=True, slots=True)
class Walk:
    """One direction: its steps, where it ended, or the first table that lacks a route.

    Attributes:
        steps: in the order of the walk.
        arrived: VPC that took the packet, its subnets or those of the attachment it came through; None when dropped.
        reason: why it was dropped; empty otherwise.
        lacking: the first table without a route; None when another thing stopped the packet.
    """

    steps: tuple[Step, ...]
    arrived: tuple[VpcNode, tuple[Subnet, ...]] | None
    reason: str = ""
    lacking: Table | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """A packet and its answer."""

    source: IPv4Address
    destination: IPv4Address
    verdict: Verdict
    forward: tuple[Step, ...]
    back: tuple[Step, ...]
    reason: str
    lacking: Table | None


def trace(network: Network, source: IPv4Address, destination: IPv4Address) -> Trace:
    """Follow a packet there and its answer back."""
    start = network.locate(int(source))
    if start is None:
        reason = f"{source} lies in no vSwitch of this stack"
        return Trace(source, destination, Verdict.DROPPED, (), (), reason, None)
    node, subnet = start
    forward = _walk(network, node, (subnet,), int(destination))
    if forward.arrived is None:
        return Trace(source, destination, Verdict.DROPPED, forward.steps, (), forward.reason, forward.lacking)
    back = _return(network, *forward.arrived, int(source))
    verdict = Verdict.DROPPED if back.arrived is None else Verdict.DELIVERED
    reason = f"no way back: {back.reason}" if back.arrived is None else ""
    return Trace(source, destination, verdict, forward.steps, back.steps, reason, back.lacking)


def _return(network: Network, node: VpcNode, subnets: tuple[Subnet, ...], destination: int) -> Walk:
    """The answer's walk; with several possible tables the first failing one counts."""
    walk: Walk | None = None
    seen: set[str] = set()
    for subnet in subnets:
        if subnet.table not in seen:
            seen.add(subnet.table)
            walk = _walk(network, node, (subnet,), destination)
            if walk.arrived is None:
                return walk
    if walk is None:
        return Walk((), None, f"the attachment of {node.id} has no vSwitch to come back through")
    return walk


def _walk(network: Network, node: VpcNode, subnets: tuple[Subnet, ...], destination: int) -> Walk:
    steps: list[Step] = []
    table = network.vpc_table(node, subnets[0].table)
    entered = subnets
    for _ in range(_MOST_STEPS):
        row = network.look_up(table, destination)
        if row is None:
            reason = f"{table} has no route to {IPv4Address(destination)}"
            return Walk(tuple(steps), None, reason, table)
        steps.append(Step(table, row.destination, row.hop))
        match row.hop.kind:
            case HopKind.LOCAL:
                return Walk(tuple(steps), (node, (network.subnet(node, row.hop.name),)))
            case HopKind.CLOUD_SERVICE:
                return _at_service(network, tuple(steps), node, entered, destination)
            case HopKind.FOREIGN:
                reason = f"{table} sends {IPv4Address(destination)} to {row.hop.name} by {row.destination}"
                return Walk(tuple(steps), None, reason, table)
        crossed = network.cross(table, row.hop)
        if crossed is None:
            reason = f"{row.hop} of {table} leads nowhere: it has no associated table or no vSwitch there"
            return Walk(tuple(steps), None, reason, table)
        table, vpc, subnets_entered = crossed
        if vpc is not None:
            node, entered = vpc, subnets_entered
    return Walk(tuple(steps), None, f"the packet to {IPv4Address(destination)} runs in a loop", table)


def _at_service(
    network: Network, steps: tuple[Step, ...], node: VpcNode, entered: tuple[Subnet, ...], destination: int
) -> Walk:
    """Cloud services answer in their own region only; the legs live in the service region."""
    if node.region != network.region and network.is_service_prefix(destination):
        reason = (
            f"{steps[-1].table} leaves {IPv4Address(destination)} to the cloud services of {node.region}, "
            f"but it is served in {network.region}"
        )
        return Walk(steps, None, reason, steps[-1].table)
    return Walk(steps, (node, entered))


@dataclass(frozen=True, slots=True)
class Path:
    """One thing that must work: a client's subnet to one prefix of one leg."""

    client: VpcNode
    subnet: Subnet
    leg: LegId
    prefix: IPv4Network
    trace: Trace


def paths(plan: Plan, network: Network | None = None) -> Iterator[Path]:
    """Every (client subnet x leg prefix) of the plan, traced there and back.

    Subnets and prefixes are traced at their ends and inside each foreign route that cuts them.
    """
    network = network or Network(plan)
    for client in plan.clients:
        wanted = [
            (target.leg, prefix, IPv4Address(point))
            for target in plan.targets
            for prefix, points in network.points(client, target)
            for point in points
        ]
        for subnet in client.subnets:
            for source in network.sources(subnet):
                for leg, prefix, destination in wanted:
                    yield Path(client, subnet, leg, prefix, trace(network, IPv4Address(source), destination))


__all__ = ["Network", "Path", "Row", "Step", "Trace", "Verdict", "Walk", "paths", "trace"]

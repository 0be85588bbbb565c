"""The walk of one packet through the plan's tables, and of its answer back.

Every step is a longest-prefix match: in a VPC the table bound to the vSwitch decides, in a transit router the
table associated with the attachment that the packet came through. Into a VPC a packet comes at a vSwitch of the
attachment; when these use several tables, each of them must know the way (the service does not say which one it
takes). An answer of a cloud service enters the VPC again where the question left it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network

from acree_infra.routing.network import Crossing, Network, Place, Row
from acree_infra.routing.nouns import Hop, HopKind, LegId, Subnet, Table
from acree_infra.routing.plan_model import Plan

_MOST_STEPS = 16
_ENDS = frozenset({HopKind.LOCAL, HopKind.CLOUD_SERVICE, HopKind.FOREIGN})


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
        arrived: VPC or site that took the packet, its subnets or those that it came through; None when dropped.
        reason: why it was dropped; empty otherwise.
        lacking: the first table without a route; None when another thing stopped the packet.
    """

    steps: tuple[Step, ...]
    arrived: tuple[Place, tuple[Subnet, ...]] | None
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


def trace(
    network: Network, source: IPv4Address, destination: IPv4Address, start: tuple[Place, Subnet] | None = None
) -> Trace:
    """Follow a packet there and its answer back, over every table that it can meet.

    Args:
        network: the tables.
        source: where it is sent.
        destination: where it goes.
        start: the place and the subnet of the source; looked for by its address when None. Clients that need no way
            back, such as linked ones, may have addresses of another.
    """
    start = start or network.locate(int(source))
    if start is None:
        reason = f"{source} lies in no {network.holders} of this stack"
        return Trace(source, destination, Verdict.DROPPED, (), (), reason, None)
    node, subnet = start
    first: Trace | None = None
    for forward in _walks(network, node, subnet, int(destination)):
        found = _answered(network, source, destination, node, forward)
        if found.verdict is Verdict.DROPPED:
            return found
        first = first or found
    return first or Trace(source, destination, Verdict.DROPPED, (), (), "there is no way to follow", None)


def _answered(network: Network, source: IPv4Address, destination: IPv4Address, node: Place, forward: Walk) -> Trace:
    """The whole trace of a packet that went this way there; its answer is to come back to where it was sent."""
    if forward.arrived is None:
        return Trace(source, destination, Verdict.DROPPED, forward.steps, (), forward.reason, forward.lacking)
    back = _return(network, *forward.arrived, int(source))
    reason = back.reason
    if back.arrived is not None and back.arrived[0].id != node.id:
        reason = f"the answer ends in {back.arrived[0].id}, which has {source} too, and not in {node.id}"
    verdict = Verdict.DROPPED if reason else Verdict.DELIVERED
    reason = f"no way back: {reason}" if reason else ""
    return Trace(source, destination, verdict, forward.steps, back.steps, reason, back.lacking)


def _return(network: Network, node: Place, subnets: tuple[Subnet, ...], destination: int) -> Walk:
    """The answer's walk, which is the same to a source from whatever leg it comes to the same subnets."""
    key = (node.id, tuple(subnet.id for subnet in subnets), destination)
    known = network.answers.get(key)
    if known is None:
        known = network.answers[key] = _answer(network, node, subnets, destination)
    return known


def _answer(network: Network, node: Place, subnets: tuple[Subnet, ...], destination: int) -> Walk:
    """The walk itself; with several possible tables the first failing one counts."""
    first: Walk | None = None
    for subnet in _one_of_each_table(subnets):
        for walk in _walks(network, node, subnet, destination):
            if walk.arrived is None:
                return walk
            first = first or walk
    return first or Walk((), None, f"the attachment of {node.id} has no vSwitch to come back through")


def _one_of_each_table(subnets: tuple[Subnet, ...]) -> Iterator[Subnet]:
    seen: set[str] = set()
    for subnet in subnets:
        if subnet.table not in seen:
            seen.add(subnet.table)
            yield subnet


def _walks(network: Network, node: Place, subnet: Subnet, destination: int) -> Iterator[Walk]:
    """Every walk that a packet can take from a subnet: more than one where an attachment leads to several tables."""
    yield from _onward(network, (network.table_of(node, subnet.table), node, (subnet,)), (), destination)


def _onward(network: Network, at: Crossing, taken: tuple[Step, ...], destination: int) -> Iterator[Walk]:
    steps, (table, node, entered) = list(taken), at
    while len(steps) < _MOST_STEPS:
        row = network.look_up(table, destination)
        if row is None:
            yield Walk(tuple(steps), None, f"{table} has no route to {IPv4Address(destination)}", table)
            return
        steps.append(Step(table, row.destination, row.hop))
        if row.hop.kind in _ENDS:
            yield _end(network, tuple(steps), node, entered, destination)
            return
        ways = _entrances(network, network.cross(table, row.hop), node, entered)
        if not ways:
            reason = f"{row.hop} of {table} leads nowhere: it has no associated table or no vSwitch there"
            yield Walk(tuple(steps), None, reason, table)
            return
        if len(ways) > 1:
            for way in ways:
                yield from _onward(network, way, tuple(steps), destination)
            return
        table, node, entered = ways[0]
    yield Walk(tuple(steps), None, f"the packet to {IPv4Address(destination)} runs in a loop", table)


def _entrances(
    network: Network, crossed: Crossing | None, node: Place | None, entered: tuple[Subnet, ...]
) -> list[Crossing]:
    """Where a packet can be after a hop; inside a VPC at one of the attachment's vSwitches, each with its table."""
    if crossed is None:
        return []
    table, place, subnets = crossed
    if place is None:
        return [(table, node, entered)]
    each = list(_one_of_each_table(subnets))
    if len(each) == 1 or table != network.table_of(place, each[0].table):
        return [crossed]
    return [(network.table_of(place, subnet.table), place, (subnet,)) for subnet in each]


def _end(
    network: Network, steps: tuple[Step, ...], node: Place | None, entered: tuple[Subnet, ...], destination: int
) -> Walk:
    """What becomes of a packet whose row sends it no further."""
    table, prefix, hop = steps[-1].table, steps[-1].destination, steps[-1].hop
    if node is None or hop.kind is HopKind.FOREIGN:
        return Walk(steps, None, f"{table} sends {IPv4Address(destination)} to {hop.name} by {prefix}", table)
    if hop.kind is HopKind.LOCAL:
        if network.is_elsewhere(destination, node):
            reason = f"{table} keeps {IPv4Address(destination)} in {node.id} by {prefix}: it is the service VPC's"
            return Walk(steps, None, reason, table)
        return Walk(steps, (node, (network.subnet(node, hop.name),)))
    return _at_service(network, steps, node, entered, destination)


def _at_service(
    network: Network, steps: tuple[Step, ...], node: Place, entered: tuple[Subnet, ...], destination: int
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
    """One thing that must work: a subnet of a client, or a CIDR of a site, to one prefix of one leg."""

    client: Place
    subnet: Subnet
    leg: LegId
    prefix: IPv4Network
    trace: Trace


def paths(plan: Plan, network: Network | None = None) -> Iterator[Path]:
    """Every (client subnet x leg prefix) of the plan, traced there and back.

    Subnets and prefixes are traced at their ends and inside each foreign route that cuts them.
    """
    network = network or Network(plan)
    places: tuple[Place, ...] = (*plan.clients, *plan.premises.sites)
    for client in places:
        wanted = [
            (target.leg, prefix, IPv4Address(point))
            for target in plan.targets
            for prefix, points in network.points(client, target)
            for point in points
        ]
        for subnet in client.subnets:
            for source in network.sources(subnet):
                for leg, prefix, destination in wanted:
                    found = trace(network, IPv4Address(source), destination, (client, subnet))
                    yield Path(client, subnet, leg, prefix, found)


__all__ = ["Network", "Path", "Row", "Step", "Trace", "Verdict", "Walk", "paths", "trace"]

"""What a difference means: for whom a leg arrives, stops arriving, or goes another way. Exact, without sampling.

Every look-up on the way is a longest-prefix match. Between two neighbouring bounds of all prefixes of both plans no
look-up can tell two addresses apart, so one packet stands for all of them. And a packet can only fare otherwise when
a row that holds its destination or its source differs, or when something else than a row does: all other packets
need no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network

from acree_infra.routing.diff import empty_plan
from acree_infra.routing.identity import aligned
from acree_infra.routing.network import Network, Place
from acree_infra.routing.nouns import Hop, LegId, Table
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.spans import Span, SpanSet, span_of
from acree_infra.routing.standing import standing_rows
from acree_infra.routing.trace import Trace, Verdict, trace
from acree_infra.topology.values import SERVICE_SPACE


class Effect(StrEnum):
    """What changes for the packets of one class."""

    GAINED = "gained"
    LOST = "lost"
    REROUTED = "rerouted"
    """Delivered before and after, over another way there or back."""
    STILL_DROPPED = "still-dropped"
    """Dropped before and after, but not at the same place."""


@dataclass(frozen=True, slots=True)
class PathChange:
    """Packets of one client to one leg that fare otherwise, all in the same way.

    Attributes:
        client: name of the client.
        vswitch: the source subnet.
        source: addresses of the subnet.
        leg: the leg.
        destination: addresses of the leg.
        effect: what changes.
        before: the trace of one such packet before.
        after: the same one now.
        wanted_before: whether the leg had these addresses before.
        wanted_after: whether it has them now.
    """

    client: str
    vswitch: str
    source: Span
    leg: LegId
    destination: Span
    effect: Effect
    before: Trace
    after: Trace
    wanted_before: bool
    wanted_after: bool


Way = tuple[Verdict, tuple[tuple[Table, Hop], ...], tuple[tuple[Table, Hop], ...]]


def way(found: Trace) -> Way:
    """What counts of a trace: the verdict, and the tables and hops there and back.

    Which prefix won does not: a row split in two halves with the same hop sends nobody elsewhere.
    """
    there = tuple((step.table, step.hop) for step in found.forward)
    return found.verdict, there, tuple((step.table, step.hop) for step in found.back)


def effect_of(before: Trace, after: Trace) -> Effect | None:
    """What a packet's two traces say; None when it fares as before."""
    if way(before) == way(after):
        return None
    was, now = before.verdict is Verdict.DELIVERED, after.verdict is Verdict.DELIVERED
    if was and now:
        return Effect.REROUTED
    if was or now:
        return Effect.LOST if was else Effect.GAINED
    return Effect.STILL_DROPPED


def path_changes(before: Plan | None, after: Plan) -> tuple[PathChange, ...]:
    """Every class of packets, from a client's vSwitch to a leg, that fares otherwise.

    Args:
        before: None where the stack did not exist.
        after: what is wanted now.

    Returns:
        Sorted by client, vSwitch, leg and addresses; neighbouring classes that fare alike are one.
    """
    start = empty_plan(after) if before is None else aligned(before, after)
    return tuple(_Comparison(start, after).changes())


@dataclass(frozen=True, slots=True)
class _Piece:
    """Addresses of a leg that no look-up tells apart, and whether each plan gives them to the leg."""

    span: Span
    before: bool
    after: bool


class _Comparison:
    def __init__(self, before: Plan, after: Plan) -> None:
        self._plans = (before, after)
        self._networks = networks_of(before, after)
        self._bounds = _bounds(self._plans)
        self._touched = _touched(before, after)
        self._doors = {name for plan in self._plans for name in _through_the_door(plan)}

    def changes(self) -> Iterator[PathChange]:
        legs = {leg: self._pieces(leg) for leg in LegId}
        for client, vswitch, cidr in self._sources():
            sources = span_of(cidr).cut(self._bounds)
            for leg, pieces in legs.items():
                if self._asked(client, leg):
                    found = [
                        change
                        for source in sources
                        for change in _merged(self._row(client, vswitch, source, leg, pieces), "destination")
                    ]
                    found.sort(key=lambda change: (change.destination, change.source))
                    yield from sorted(_merged(found, "source"), key=lambda change: (change.source, change.destination))

    def _sources(self) -> list[tuple[str, str, IPv4Network]]:
        places: list[Place] = [place for plan in self._plans for place in plan.clients]
        places += [site for plan in self._plans for site in plan.premises.sites]
        return sorted({(place.name, subnet.id, subnet.cidr) for place in places for subnet in place.subnets})

    def _asked(self, client: str, leg: LegId) -> bool:
        """Sites, and clients that are not linked themselves, take the service VPC's door to the registry."""
        return leg is not LegId.REGISTRY or client in self._doors

    def _pieces(self, leg: LegId) -> list[_Piece]:
        before, after = (SpanSet(leg_spans(plan, leg)) for plan in self._plans)
        both = SpanSet((*before.spans, *after.spans))
        cut = (piece for span in both.spans for piece in span.cut(self._bounds))
        return [_Piece(span, span.first in before, span.first in after) for span in cut]

    def _row(
        self, client: str, vswitch: str, source: Span, leg: LegId, pieces: Iterable[_Piece]
    ) -> Iterator[PathChange]:
        """The changes from one source to each piece of a leg."""
        every = self._differs(source)
        start = IPv4Address(source.first)
        for piece in pieces:
            if every or self._differs(piece.span):
                end = IPv4Address(piece.span.first)
                was, now = (trace(network, start, end) for network in self._networks)
                effect = effect_of(was, now)
                if effect is not None:
                    yield PathChange(
                        client, vswitch, source, leg, piece.span, effect, was, now, piece.before, piece.after
                    )

    def _differs(self, piece: Span) -> bool:
        return self._touched is None or piece.first in self._touched


def _through_the_door(plan: Plan) -> Iterator[str]:
    """The clients and the sites that reach the registry by the service VPC."""
    routed = {attachment.vpc for attachment in plan.vpc_attachments}
    routed |= {peering.vpc for peering in plan.premises.peerings}
    yield from (site.name for site in plan.premises.sites)
    yield from (node.name for node in plan.clients if node.id in routed)


def networks_of(before: Plan, after: Plan) -> tuple[Network, Network]:
    """Both plans as tables to ask, each knowing the legs of both.

    An address that only one plan gives to a leg is a service of the service region all the same: in the other plan
    too a client elsewhere does not find it among the cloud services of its own region.
    """
    targets = (*before.targets, *after.targets)
    return Network(replace(before, targets=targets)), Network(replace(after, targets=targets))


def leg_spans(plan: Plan, leg: LegId) -> tuple[Span, ...]:
    """The addresses of a leg: of the registry the one that it has, of the others all of their prefixes."""
    if leg is LegId.REGISTRY:
        address = plan.registry_address
        return (Span(int(address), int(address)),) if address is not None else ()
    return tuple(span_of(prefix) for target in plan.targets if target.leg is leg for prefix in target.prefixes)


def _bounds(plans: Iterable[Plan]) -> list[int]:
    """Where some prefix of the plans begins, or has ended: between two of them all look-ups give the same row."""
    spans = {span_of(prefix) for plan in plans for prefix in _prefixes(plan)}
    spans |= {span for plan in plans for span in leg_spans(plan, LegId.REGISTRY)}
    return sorted({span.first for span in spans} | {span.last + 1 for span in spans})


def _prefixes(plan: Plan) -> Iterator[IPv4Network]:
    """Every prefix that a look-up in a plan can meet."""
    yield SERVICE_SPACE
    yield from (row.destination for row in plan.routes)
    yield from (row.destination for row in plan.foreign_routes)
    yield from (subnet.cidr for node in (plan.service, *plan.clients) for subnet in node.subnets)
    yield from (cidr for site in plan.premises.sites for cidr in site.cidrs)
    yield from (prefix for target in plan.targets for prefix in target.prefixes)


def _touched(before: Plan, after: Plan) -> SpanSet | None:
    """The addresses that a differing row holds; None when more than rows differ, and all are to be traced."""
    if _frame(before) != _frame(after):
        return None
    return SpanSet(span_of(destination) for _, destination, _ in _rows(before) ^ _rows(after))


def _rows(plan: Plan) -> set[tuple[Table, IPv4Network, Hop]]:
    """The rows as look-ups see them."""
    return {
        (table, destination, hop) for table, rows in standing_rows(plan).items() for destination, hop in rows.items()
    }


def _frame(plan: Plan) -> tuple[object, ...]:
    """All that a walk depends on beside the rows."""
    links = tuple((link.table, link.attachment, link.missing) for link in plan.associations)
    nodes = tuple((node.id, node.name, node.region, node.subnets) for node in (plan.service, *plan.clients))
    attachments = tuple((a.name, a.region, a.vpc, a.zones) for a in plan.vpc_attachments)
    peers = tuple((p.name, p.region, p.peer_region) for p in plan.peer_attachments)
    premises = plan.premises
    return plan.region, plan.registry_address, links, nodes, attachments, peers, premises.sites, premises.passages


def _merged(changes: Iterable[PathChange], axis: str) -> Iterator[PathChange]:
    """Neighbours along one axis, `source` or `destination`, that fare alike as one."""
    last: PathChange | None = None
    for change in changes:
        if last is not None and _alike(last, change, axis):
            span = Span(getattr(last, axis).first, getattr(change, axis).last)
            last = replace(last, source=span) if axis == "source" else replace(last, destination=span)
            continue
        if last is not None:
            yield last
        last = change
    if last is not None:
        yield last


def _alike(one: PathChange, other: PathChange, axis: str) -> bool:
    along: tuple[Span, Span] = (getattr(one, axis), getattr(other, axis))
    across = "destination" if axis == "source" else "source"
    return (
        along[0].last + 1 == along[1].first
        and getattr(one, across) == getattr(other, across)
        and (one.wanted_before, one.wanted_after) == (other.wanted_before, other.wanted_after)
        and (way(one.before), way(one.after)) == (way(other.before), way(other.after))
    )

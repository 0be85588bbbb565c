"""What a difference means, in sentences: who gains a leg, who loses one, whose packets go another way."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass

from acree_infra.reports.diff_review import Review
from acree_infra.routing.nouns import HopKind
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.reachability import Effect, PathChange, leg_spans
from acree_infra.routing.spans import SpanSet, span_of
from acree_infra.routing.trace import Step, Trace

_CARRIERS = (HopKind.ATTACHMENT, HopKind.PEER_ATTACHMENT, HopKind.FOREIGN)
_MOST_LISTED = 6
"""Ranges in one sentence; the classes behind it are in the JSON, all of them."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that changes for one client.

    Attributes:
        effect: what kind of thing.
        text: the sentence.
        why: where a packet is dropped, and for what reason; empty when none is.
    """

    effect: Effect
    text: str
    why: str = ""


def sentences(review: Review) -> list[Sentence]:
    """What changes for each client and leg; what is lost comes first."""
    found: list[Sentence] = []
    for changes in _grouped(review.paths or (), lambda x: (x.client, x.leg)):
        found += _of_leg(review, changes)
    order = [Effect.LOST, Effect.STILL_DROPPED, Effect.REROUTED, Effect.GAINED]
    return sorted(found, key=lambda sentence: order.index(sentence.effect))


def _of_leg(review: Review, changes: list[PathChange]) -> Iterator[Sentence]:
    """The sentences of one client and one leg."""
    by_effect = {effect: [x for x in changes if x.effect is effect] for effect in Effect}
    lost, gained = by_effect[Effect.LOST], by_effect[Effect.GAINED]
    if _moved(review, lost, gained):
        client, leg = lost[0].client, lost[0].leg
        text = f"the {leg} leg of {client} moves from {_places(lost)} to {_places(gained)}"
        yield Sentence(Effect.GAINED, text)
    else:
        yield from _lost(review, lost)
        yield from _gained(review, gained)
    yield from _rerouted(by_effect[Effect.REROUTED])
    for group in _grouped(by_effect[Effect.STILL_DROPPED], lambda x: x.after.lacking or x.after.reason):
        text = f"{group[0].client} → {_places(group)} ({group[0].leg}) is dropped as before, but elsewhere"
        yield Sentence(Effect.STILL_DROPPED, text, group[0].after.reason)


def _moved(review: Review, lost: list[PathChange], gained: list[PathChange]) -> bool:
    """Whether a leg is somewhere else as a whole: all that it was is left behind, all that it is is new."""
    if not lost or not gained or any(x.wanted_after for x in lost) or any(x.wanted_before for x in gained):
        return False
    return _whole(review.before.plan, lost) and _whole(review.after.plan, gained)


def _lost(review: Review, lost: list[PathChange]) -> Iterator[Sentence]:
    if not lost:
        return
    client, leg = lost[0].client, lost[0].leg
    if all(node.name != client for node in review.after.plan.clients):
        yield Sentence(Effect.LOST, f"{client} is no client any more and loses the {leg} leg")
        return
    wanted = [x for x in lost if x.wanted_after]
    if wanted:
        whole = _whole(review.after.plan, wanted)
        what = f"the {leg} leg" if whole else f"part of the {leg} leg: {_pairs(review.after.plan, wanted)}"
        yield Sentence(Effect.LOST, f"{client} loses {what}", wanted[0].after.reason)
    left = [x for x in lost if not x.wanted_after]
    if left:
        text = f"{client} no longer reaches {_places(left)}, which is no part of the {leg} leg any more"
        yield Sentence(Effect.LOST, text)


def _gained(review: Review, gained: list[PathChange]) -> Iterator[Sentence]:
    if not gained:
        return
    client, leg, plan = gained[0].client, gained[0].leg, review.after.plan
    if _whole(plan, gained):
        yield Sentence(Effect.GAINED, f"{client} gains the {leg} leg")
    else:
        yield Sentence(Effect.GAINED, f"{client} gains part of the {leg} leg: {_pairs(plan, gained)}")


def _rerouted(changes: list[PathChange]) -> Iterator[Sentence]:
    for group in _grouped(changes, lambda x: (_ways(x.before, x.after), x.destination)):
        client, leg, (was, now, verbs) = group[0].client, group[0].leg, _ways(group[0].before, group[0].after)
        sources = _listed(str(span) for span in SpanSet(x.source for x in group).spans)
        text = f"{client} {sources} → {group[0].destination} ({leg}) {verbs[0]} {was}, {verbs[1]} {now}"
        yield Sentence(Effect.REROUTED, text)


def _grouped(changes: Iterable[PathChange], key: Callable[[PathChange], Hashable]) -> Iterable[list[PathChange]]:
    """Changes of the same key together, in the order in which the keys first appear."""
    groups: dict[Hashable, list[PathChange]] = {}
    for change in changes:
        groups.setdefault(key(change), []).append(change)
    return groups.values()


def _ways(before: Trace, after: Trace) -> tuple[str, str, tuple[str, str]]:
    """The first thing in which two delivered traces differ: the way there, the way back, or the tables read."""
    there = _carriers(before.forward), _carriers(after.forward)
    if there[0] != there[1]:
        return *there, ("went over", "goes over")
    back = _carriers(before.back), _carriers(after.back)
    if back[0] != back[1]:
        return *back, ("was answered over", "is answered over")
    steps = (*before.forward, *before.back), (*after.forward, *after.back)
    return _tables(steps[0]), _tables(steps[1]), ("was looked up in", "is looked up in")


def _carriers(steps: Iterable[Step]) -> str:
    return " → ".join(step.hop.name for step in steps if step.hop.kind in _CARRIERS) or "no attachment"


def _tables(steps: Iterable[Step]) -> str:
    return " → ".join(f"{step.table.owner}/{step.table.id} ({step.hop.name})" for step in steps)


def _whole(plan: Plan, changes: list[PathChange]) -> bool:
    """Whether changes are all that a plan's client sends to a leg."""
    client, leg = changes[0].client, changes[0].leg
    addresses = SpanSet(leg_spans(plan, leg))
    wanted = addresses.size * _sources(plan, client).size
    found = sum(x.source.size * x.destination.size for x in changes if x.destination.first in addresses)
    return 0 < wanted == found


def _sources(plan: Plan, client: str) -> SpanSet:
    nodes = (node for node in plan.clients if node.name == client)
    return SpanSet(span_of(subnet.cidr) for node in nodes for subnet in node.subnets)


def _pairs(plan: Plan, changes: list[PathChange]) -> str:
    """The destinations; the sources too where they are not all that the client has."""
    sources = SpanSet(x.source for x in changes)
    if sources.size == _sources(plan, changes[0].client).size:
        return _places(changes)
    return f"{_listed(str(span) for span in sources.spans)} → {_places(changes)}"


def _places(changes: list[PathChange]) -> str:
    return _listed(str(span) for span in sorted({x.destination for x in changes}))


def _listed(words: Iterable[str]) -> str:
    every = list(words)
    more = f" and {len(every) - _MOST_LISTED} more" if len(every) > _MOST_LISTED else ""
    return ", ".join(every[:_MOST_LISTED]) + more

"""What must be said to the kernel to get from one plan to another: as little as possible, in an order without gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from acree_sandbox.network import commands
from acree_sandbox.network.values import End, Link, Namespace, NetworkPlan

ROOT = ""
"""The namespace in which all others are made."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Commands for one namespace.

    Attributes:
        namespace: its name without the mark of the run, or `ROOT`.
        lines: what iproute2 is to do, one command each.
        marking: what nftables is to do afterwards, empty for nothing.
        new: whether the namespace has just been made and needs its kernel settings.
        forwards: of a new one, whether it is a router.
        waits: whether all batches before it must be done: batches of several namespaces run side by side.
    """

    namespace: str
    lines: tuple[str, ...] = ()
    marking: str = ""
    new: bool = False
    forwards: bool = False
    waits: bool = False


def difference(before: NetworkPlan, after: NetworkPlan, prefix: str = "") -> tuple[Batch, ...]:
    """Return the batches that turn one plan into another.

    What is added comes before what is taken away, and a route that only changes is replaced in place. An interface
    that changes hands is the exception: its old link goes first.

    Args:
        before: what the kernel has.
        after: what it should have.
        prefix: mark of the run before each namespace's name.
    """
    clashing = _clashing(before, after)
    cleared = _without(before, clashing)
    fresh = _by_namespace(after.links - cleared.links)
    batches = [
        *_deleted(clashing, after),
        Batch(ROOT, tuple(_made(cleared, after, prefix))),
        *(
            _changed(cleared.namespaces.get(name), its, fresh.get(name, ()))
            for name, its in sorted(after.namespaces.items())
        ),
        *_deleted(cleared.links - after.links, after),
        Batch(
            ROOT, tuple(f"netns del {prefix}{name}" for name in sorted(set(before.namespaces) - set(after.namespaces)))
        ),
    ]
    return tuple(batch for batch in batches if batch.lines or batch.marking or batch.new)


def _clashing(before: NetworkPlan, after: NetworkPlan) -> frozenset[Link]:
    """Old links whose interface a new link takes over."""
    wanted = set(_ends(after.links - before.links))
    return frozenset(link for link in before.links - after.links if wanted & {link.near, link.far})


def _without(plan: NetworkPlan, links: frozenset[Link]) -> NetworkPlan:
    """A plan as the kernel leaves it when links are deleted: their addresses and routes are gone with them."""
    if not links:
        return plan
    gone = set(_ends(links))
    namespaces = {
        name: replace(
            its,
            addresses=frozenset(a for a in its.addresses if End(name, a.link) not in gone),
            routes=frozenset(r for r in its.routes if End(name, r.link) not in gone),
        )
        for name, its in plan.namespaces.items()
    }
    return NetworkPlan(namespaces, plan.links - links)


def _made(before: NetworkPlan, after: NetworkPlan, prefix: str) -> Iterator[str]:
    for name in sorted(set(after.namespaces) - set(before.namespaces)):
        yield f"netns add {prefix}{name}"
    for link in sorted(after.links - before.links):
        yield commands.add_link(link, prefix)


def _changed(old: Namespace | None, new: Namespace, fresh: Iterable[str]) -> Batch:
    lines = [commands.raise_link(link) for link in sorted(fresh)]
    made = old is None
    if old is None:
        old = Namespace(new.name, new.kind, new.subject)
        lines = [commands.raise_link("lo"), *(commands.KERNEL_RULES if new.forwards else ()), *lines]
    lines += _contents(old, new)
    marking = commands.replace_marking(new.marking) if new.marking != old.marking else ""
    return Batch(new.name, tuple(lines), marking, new=made, forwards=new.forwards)


def _contents(old: Namespace, new: Namespace) -> Iterable[str]:
    kept = {(its.table, its.destination) for its in new.routes}
    return chain(
        (commands.address("add", its) for its in sorted(new.addresses - old.addresses)),
        (commands.route("replace", its) for its in sorted(new.routes - old.routes)),
        (commands.rule("add", its) for its in sorted(new.rules - old.rules)),
        (commands.rule("del", its) for its in sorted(old.rules - new.rules)),
        (
            commands.route("del", its)
            for its in sorted(old.routes - new.routes)
            if (its.table, its.destination) not in kept
        ),
        (commands.address("del", its) for its in sorted(old.addresses - new.addresses)),
    )


def _deleted(links: Iterable[Link], after: NetworkPlan) -> Sequence[Batch]:
    """Delete links at an end that stays; where neither end stays, the namespace's end takes the link along.

    The first waits: until then routes through a link are taken away at its other end too.
    """
    staying = (
        next((end for end in (link.near, link.far) if end.namespace in after.namespaces), None)
        for link in sorted(links)
    )
    ends = [end for end in staying if end is not None]
    return [Batch(end.namespace, (commands.delete_link(end.link),), waits=place == 0) for place, end in enumerate(ends)]


def _ends(links: Iterable[Link]) -> Iterator[End]:
    for link in links:
        yield link.near
        yield link.far


def _by_namespace(links: Iterable[Link]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for end in _ends(links):
        found.setdefault(end.namespace, []).append(end.link)
    return found

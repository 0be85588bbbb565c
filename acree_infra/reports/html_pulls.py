"""Every pull of a plan, there and back, as the page shows it: pulls that read the same rows are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import NamedTuple

from acree_infra.routing.nouns import HopKind, LegId, Table
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.trace import Path, Step, Verdict, paths

BEFORE, AFTER = "before", "after"


class PullKey(NamedTuple):
    """What pulls have in common that are shown as one: all but the last step home, into the asking vSwitch."""

    client: str
    leg: LegId
    prefix: IPv4Network
    verdict: Verdict
    there: tuple[Step, ...]
    back: tuple[Step, ...]


@dataclass(slots=True)
class Pull:
    """Packets of one client to one prefix of a leg that read the same rows.

    Attributes:
        key: client, leg, prefix, rows.
        destination: one address of the prefix, for example.
        reason: why it is dropped; empty when it is not.
        sources: vSwitch and address of each place that it was traced from.
        homes: the last step of the answer to each of them; None where it does not come so far.
        sides: `before` and `after` in a difference; in a plan alone `after`.
    """

    key: PullKey
    destination: str
    reason: str
    sources: list[str]
    homes: list[Step | None]
    sides: list[str]


def pulls_of(plans: Sequence[tuple[str, Plan]]) -> list[Pull]:
    """The pulls of one plan, or of two that are compared.

    Args:
        plans: each with its side.

    Returns:
        Sorted by client, leg and prefix; what differs between two plans stands side by side. None of a plan that
        waits for the registry's link: it has no routes yet.
    """
    found: dict[PullKey, Pull] = {}
    for side, plan in plans:
        for path in () if plan.waiting else paths(plan):
            _add(found, side, path)
    legs = {leg: place for place, leg in enumerate(LegId)}

    def order(pull: Pull) -> tuple[str, int, IPv4Network, str, str]:
        key = pull.key
        return key.client, legs[key.leg], key.prefix, AFTER if pull.sides[0] == AFTER else "", pull.destination

    return sorted(found.values(), key=order)


def _add(found: dict[PullKey, Pull], side: str, path: Path) -> None:
    trace = path.trace
    home = trace.back[-1] if trace.back and trace.back[-1].hop.kind is HopKind.LOCAL else None
    back = trace.back if home is None else trace.back[:-1]
    key = PullKey(path.client.name, path.leg, path.prefix, trace.verdict, trace.forward, back)
    pull = found.get(key)
    if pull is None:
        pull = found[key] = Pull(key, str(trace.destination), trace.reason, [], [], [])
    source = f"{path.subnet.id} {trace.source}"
    if source not in pull.sources:
        pull.sources.append(source)
        pull.homes.append(home)
    if side not in pull.sides:
        pull.sides.append(side)


class PullData:
    """The pulls as data of the page: each table and each step is written once, and named by its place."""

    def __init__(
        self, service: str, rows: Mapping[tuple[Table, IPv4Network], int], titles: Mapping[Table, str]
    ) -> None:
        """Start with nothing.

        Args:
            service: id of the service VPC.
            rows: place of each row on the page.
            titles: what the page calls each table.
        """
        self._service = service
        self._rows = rows
        self._titles = titles
        self._tables: dict[Table, int] = {}
        self._steps: dict[Step, int] = {}

    def of(self, pulls: Iterable[Pull]) -> dict[str, object]:
        """The whole value: lists, mappings, texts and numbers."""
        told = [self._pull(pull) for pull in pulls]
        return {
            "service": self._service,
            "tables": [{"title": self._titles.get(table, str(table)), "owner": table.owner} for table in self._tables],
            "steps": [self._step(step) for step in self._steps],
            "pulls": told,
        }

    def _pull(self, pull: Pull) -> dict[str, object]:
        return {
            "client": pull.key.client,
            "leg": str(pull.key.leg),
            "prefix": str(pull.key.prefix),
            "destination": pull.destination,
            "delivered": pull.key.verdict is Verdict.DELIVERED,
            "reason": pull.reason,
            "sources": pull.sources,
            "sides": pull.sides,
            "there": [self._place(step) for step in pull.key.there],
            "back": [self._place(step) for step in pull.key.back],
            "homes": [-1 if step is None else self._place(step) for step in pull.homes],
        }

    def _place(self, step: Step) -> int:
        self._tables.setdefault(step.table, len(self._tables))
        return self._steps.setdefault(step, len(self._steps))

    def _step(self, step: Step) -> dict[str, object]:
        crosses = step.hop.kind not in (HopKind.LOCAL, HopKind.CLOUD_SERVICE, HopKind.FOREIGN)
        return {
            "table": self._tables[step.table],
            "prefix": str(step.destination),
            "hop": str(step.hop),
            "over": step.hop.name if crosses else "",
            "row": self._rows.get((step.table, step.destination), -1),
        }


class Ways(NamedTuple):
    """Pulls of one client and one leg that go the same way, for a reader without scripts."""

    client: str
    leg: str
    verdict: str
    sides: str
    prefixes: str
    there: tuple[str, ...]
    back: tuple[str, ...]
    reason: str


def ways_of(pulls: Iterable[Pull], titles: Mapping[Table, str]) -> list[Ways]:
    """The pulls, joined where they go through the same tables by the same hops."""
    groups: dict[tuple[object, ...], list[Pull]] = {}
    for pull in pulls:
        key = pull.key
        ways = tuple((step.table, step.hop) for step in key.there), tuple((step.table, step.hop) for step in key.back)
        groups.setdefault((key.client, key.leg, key.verdict, *pull.sides, *ways), []).append(pull)
    return [_ways(group, titles) for group in groups.values()]


def _ways(group: list[Pull], titles: Mapping[Table, str]) -> Ways:
    first = group[0]
    prefixes = ", ".join(dict.fromkeys(str(pull.key.prefix) for pull in group))
    home = [step for step in first.homes[:1] if step is not None]
    there, back = (tuple(_told(steps, titles)) for steps in (first.key.there, [*first.key.back, *home]))
    sides = " and ".join(first.sides)
    return Ways(first.key.client, first.key.leg, first.key.verdict, sides, prefixes, there, back, first.reason)


def _told(steps: Iterable[Step], titles: Mapping[Table, str]) -> Iterator[str]:
    for step in steps:
        yield f"{titles.get(step.table, str(step.table))} → {step.hop}"

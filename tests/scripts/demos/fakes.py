"""A workplace and a proof that answer what a test says, and remember what they were asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from scripts.proof import Proof
from scripts.removals import Removal
from scripts.workplace import Done, Workplace


@dataclass
class FakeWorkplace:
    """Stands in for a `Workplace`.

    Attributes:
        outputs: what a command prints, by its first word.
        asked: every command.
    """

    outputs: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def pulumi(self, *arguments: str, expect: int | None = 0) -> Done:
        self.asked.append(("pulumi", *arguments))
        return Done(expect or 0, self.outputs.get(arguments[0], ""))

    def acree(self, *arguments: str, expect: int | None = 0) -> Done:
        self.asked.append(("acree", *arguments))
        return Done(expect or 0, self.outputs.get(arguments[0], ""))


@dataclass
class FakeProof:
    """Stands in for a `Proof`: every pull and push ends as `good` says."""

    host: str
    good: bool
    pulls: list[str] = field(default_factory=list)

    def pull(self, image: str = "small") -> bool:
        self.pulls.append(image)
        return self.good

    def push(self, tag: str) -> bool:
        self.pulls.append(f"push {tag}")
        return self.good


def workplace(**outputs: str) -> tuple[FakeWorkplace, Workplace]:
    """One workplace, as the fake that it is and as what is taken."""
    fake = FakeWorkplace(outputs)
    return fake, cast("Workplace", fake)


def proof(*, good: bool) -> tuple[FakeProof, Proof]:
    """One proof, likewise."""
    fake = FakeProof("runner", good)
    return fake, cast("Proof", fake)


def route(destination: str, owner: str, *legs: str, kind: str = "vpc", origin: str = "created") -> dict[str, Any]:
    """A row of a plan's JSON."""
    table = {"kind": kind, "region": "cn-shanghai", "owner": owner, "id": f"vtb-{owner}"}
    return {"table": table, "destination": destination, "legs": list(legs), "origin": origin}


def removal(found: dict[str, Any], *, healed: bool = True, **by_host: tuple[str, ...]) -> Removal:
    """What was seen without a route, on each host; those on which something failed use it."""
    users = frozenset(host for host, legs in by_host.items() if legs)
    return Removal(found, by_host, users, pulled=None, healed=healed)

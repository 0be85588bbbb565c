"""What the core must know of a world: who may call, how fast things settle, how many are allowed, what exists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acree_sandbox.core.cloud import Cloud

ANY = "*"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a change of status takes.

    Attributes:
        seconds: time until the new status holds; 0 is at once.
        reads: number of reading calls that still see the old status, on top of the time.
    """

    seconds: float = 0.2
    reads: int = 0


def _nothing(_cloud: Cloud) -> None:
    """Populate an empty world."""


@dataclass(frozen=True, slots=True)
class World:
    """The start of a sandbox.

    Attributes:
        account: account id of the caller.
        keys: secret by access key id; never written anywhere.
        seed: from which ids are made: the same calls give the same ids.
        paces: pace by resource kind; ``*`` for all others.
        quotas: limit by quota name, where it differs from the service's own.
        clock_skew: seconds by which a request's time may be off.
        populate: puts what exists at the start; called only when there is no saved state.
    """

    account: str = "1234567890123456"
    keys: Mapping[str, str] = field(default_factory=lambda: {"sandbox-key": "sandbox-secret"}, repr=False)
    seed: int = 0
    paces: Mapping[str, Pace] = field(default_factory=dict)
    quotas: Mapping[str, int] = field(default_factory=dict)
    clock_skew: float = 900.0
    populate: Callable[[Cloud], None] = _nothing

    def pace(self, kind: str) -> Pace:
        """Return how long a change of status of this kind takes."""
        return self.paces.get(kind) or self.paces.get(ANY) or Pace()

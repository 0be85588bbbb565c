"""From where a pull is followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from acree_infra.doctor.facts import Fact
from acree_infra.doctor.job import Job

Emit = Callable[[Fact], None]


class Place(Protocol):
    """A host of which a report tells."""

    @property
    def name(self) -> str:
        """How reports call it."""
        ...


class Vantage(Place, Protocol):
    """A host that the probe runs on."""

    def follow(self, job: Job, emit: Emit) -> None:
        """Follow one pull and tell every fact, one at a time.

        Raises:
            AcreeError: the probe could not be run there.
        """
        ...

"""What a run of look-ups tells while it works."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    """What happened to a look-up."""

    BEGIN = "begin"
    """It started."""
    DONE = "done"
    """It ended well."""
    FAILED = "failed"
    """It failed; the run goes on and lists the failure at its end."""
    NOTE = "note"
    """Something that a person should know, and that is no failure."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One event.

    Attributes:
        stage: what happened.
        subject: what is looked up, for example `auth leg` or `vpc-bp1demo`.
        text: one sentence; empty for a start.
        seconds: how long it took, for `DONE` and `FAILED`.
    """

    stage: Stage
    subject: str
    text: str = ""
    seconds: float | None = None


class Observer(Protocol):
    """Takes the events of a run; called from several threads, never twice at once."""

    def __call__(self, event: Progress) -> None:
        """Show or record one event."""
        ...


def silent(event: Progress) -> None:
    """An observer that shows nothing."""
    del event

"""What a rule says: a finding, with its severity, its place and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from acree_infra.errors import Where


class Severity(StrEnum):
    """How much a finding weighs (domain reference, section 7.1)."""

    REFUSE = "refuse"
    """Stop; nothing lifts it but a change."""
    ASK = "ask"
    """Stop until the user confirms by an override with a reason."""
    WARN = "warn"
    """Go on, and say it."""
    INFO = "info"
    """Good to know."""

    @property
    def stops(self) -> bool:
        """Whether a plan with such a finding is refused."""
        return self in (Severity.REFUSE, Severity.ASK)

    @property
    def rank(self) -> int:
        """Place in the order from heavy (0) to light."""
        return _ORDER[self]


_ORDER = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule's check yields: the message, the place, and the way out.

    Attributes:
        message: what collides, with both sides named.
        where: where the user wrote it.
        remedy: what to change, or which key lifts it.
        severity: when it differs from the rule's own.
    """

    message: str
    where: Where
    remedy: str
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit of one rule, with the severity that holds for this stack.

    Attributes:
        rule: id, for example `G9`.
        name: short name, for example `service-overlap`.
        severity: after the stack's own overrides.
        message: what collides.
        where: `file:line`.
        remedy: the way out.
        reason: why the severity was lowered, as the stack file says; empty otherwise.
    """

    rule: str
    name: str
    severity: Severity
    message: str
    where: str
    remedy: str
    reason: str = ""

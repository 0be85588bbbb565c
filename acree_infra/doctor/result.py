"""What a run of the doctor says: checks, legs, the report. All of it is data; observers print it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from acree_infra.routing.nouns import LegId

PASSED, FAILED, UNSAFE = 0, 4, 5
UNSAFE_CODES = frozenset({"unexpected-realm"})
"""Outcomes that stop the pull for safety."""


class Outcome(StrEnum):
    """What became of a check."""

    OK = "ok"
    WARN = "warn"
    """It passed, and something about it should be known."""
    FAIL = "fail"
    SKIP = "skip"
    """It was not done; the cause names the check that made it pointless, or the wish of the user."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check of one thing.

    Attributes:
        check: name of the check, for example `tls`; see `checks`.
        leg: leg that it belongs to.
        host: host name that was checked; empty when no host was reached.
        address: IPv4 address, or the destination of a route; empty where a check has none.
        outcome: what became of it.
        code: id of the named outcome (see `catalogue`); empty when nothing is to be said.
        cause: one line: what was wanted and what was found.
        remedy: what to do; empty when there is nothing to do.
        milliseconds: how long this phase took; None where nothing was measured.
    """

    check: str
    leg: LegId
    host: str
    address: str
    outcome: Outcome
    code: str = ""
    cause: str = ""
    remedy: str = ""
    milliseconds: float | None = None

    @property
    def passed(self) -> bool:
        """Whether what depends on it can go on."""
        return self.outcome in (Outcome.OK, Outcome.WARN)


_WEIGHT = (Outcome.FAIL, Outcome.WARN, Outcome.OK, Outcome.SKIP)


def heaviest(outcomes: list[Outcome]) -> Outcome:
    """The outcome that decides for several; SKIP when there is none."""
    return next((outcome for outcome in _WEIGHT if outcome in outcomes), Outcome.SKIP)


@dataclass(frozen=True, slots=True)
class LegResult:
    """All checks of one leg, in the order of a pull."""

    leg: LegId
    checks: tuple[CheckResult, ...]

    @property
    def outcome(self) -> Outcome:
        """The heaviest outcome of its checks."""
        return heaviest([check.outcome for check in self.checks])


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """One run.

    Attributes:
        stack: name of the stack.
        vantage: from where it looked: `here`, `ecs:<instance id>`, `ssh:<host>`, or `answers:<file>`.
        image: the image that was followed; empty when none was named.
        legs: the three legs.
        milliseconds: the whole run.
    """

    stack: str
    vantage: str
    image: str
    legs: tuple[LegResult, ...]
    milliseconds: float

    @property
    def checks(self) -> tuple[CheckResult, ...]:
        """Every check of every leg."""
        return tuple(check for leg in self.legs for check in leg.checks)

    @property
    def outcome(self) -> Outcome:
        """The heaviest outcome of its legs."""
        return heaviest([leg.outcome for leg in self.legs])

    @property
    def exit_code(self) -> int:
        """0 when nothing failed, 5 when it was stopped for safety, 4 when a check failed."""
        if any(check.code in UNSAFE_CODES for check in self.checks):
            return UNSAFE
        return FAILED if self.outcome is Outcome.FAIL else PASSED

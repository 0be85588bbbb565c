"""Who watches a run."""

from __future__ import annotations

from typing import Protocol

from acree_infra.doctor.result import CheckResult, DoctorReport


class Observer(Protocol):
    """Takes what happens in a run, one event at a time."""

    def begin(self, vantage: str, attempt: int) -> None:
        """A run begins; attempts are counted from 1."""
        ...

    def checked(self, result: CheckResult) -> None:
        """A check has its result."""
        ...

    def end(self, report: DoctorReport) -> None:
        """The run has ended."""
        ...


class Silent:
    """Shows nothing."""

    def begin(self, vantage: str, attempt: int) -> None:
        """Show nothing."""

    def checked(self, result: CheckResult) -> None:
        """Show nothing."""

    def end(self, report: DoctorReport) -> None:
        """Show nothing."""

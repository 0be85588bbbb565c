"""What a person sees while the doctor looks, on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acree_infra.cli.streams import complain

if TYPE_CHECKING:
    from acree_infra.doctor.result import CheckResult, DoctorReport


class Progress:
    """Shows each result as soon as it is known."""

    def begin(self, vantage: str, attempt: int) -> None:
        """Say from where it looks."""
        complain(f"from {vantage}" + (f", run {attempt}" if attempt > 1 else ""))

    def checked(self, result: CheckResult) -> None:
        """Show one check."""
        from acree_infra.doctor.formats.text import check_line  # loaded already, when a check has been made

        complain(f"  {check_line(result)}")

    def end(self, report: DoctorReport) -> None:
        """Say how it ended."""
        complain(f"{report.outcome} after {report.milliseconds / 1000:.1f} s")


class Ends:
    """Shows how each of several hosts ended, since their checks would come in between one another."""

    def begin(self, vantage: str, attempt: int) -> None:
        """Say that a host tries again; that it tries at all is no news."""
        if attempt > 1:
            complain(f"from {vantage}, run {attempt}")

    def checked(self, result: CheckResult) -> None:
        """Show nothing."""

    def end(self, report: DoctorReport) -> None:
        """Say how one ended."""
        complain(f"from {report.vantage}: {report.outcome} after {report.milliseconds / 1000:.1f} s")

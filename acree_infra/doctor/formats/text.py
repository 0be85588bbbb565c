"""A report as text for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.doctor.result import CheckResult, DoctorReport, LegResult, Outcome

_WORDS = {Outcome.OK: "ok", Outcome.WARN: "warn", Outcome.FAIL: "FAIL", Outcome.SKIP: "skip"}


def check_line(result: CheckResult) -> str:
    """One check on one line, such as `ok    registry  tcp  10.0.0.20  12.3 ms`."""
    took = "" if result.milliseconds is None else f"  {result.milliseconds:.1f} ms"
    place = result.address or result.host
    said = f"  {result.code}: {result.cause}" if result.code else f"  {result.cause}" if result.cause else ""
    return f"{_WORDS[result.outcome]:<5} {result.leg:<8}  {result.check:<9}  {place:<18}{took}{said}".rstrip()


def text_lines(report: DoctorReport) -> Iterator[str]:
    """The whole report: leg by leg, then what to do about each thing that is not in order."""
    image = f", image {report.image}" if report.image else ""
    yield f"stack {report.stack}, from {report.vantage}{image}"
    for leg in report.legs:
        yield from _leg_lines(leg)
    yield ""
    yield _summary(report)
    for result in _told(report):
        yield f"  {result.code}: {result.cause}"
        yield f"    -> {result.remedy}"


def _leg_lines(leg: LegResult) -> Iterator[str]:
    yield ""
    yield f"{leg.leg} leg: {_WORDS[leg.outcome]}"
    host = ""
    for result in leg.checks:
        if result.host and result.host != host:
            host = result.host
            yield f"  {host}"
        took = "" if result.milliseconds is None else f"{result.milliseconds:.1f} ms"
        said = result.code or result.cause
        yield f"    {_WORDS[result.outcome]:<5} {result.check:<9}  {result.address:<18}  {took:>10}  {said}".rstrip()


def _summary(report: DoctorReport) -> str:
    counts = {outcome: sum(result.outcome is outcome for result in report.checks) for outcome in Outcome}
    parts = ", ".join(f"{counts[outcome]} {_WORDS[outcome]}" for outcome in Outcome)
    return f"{parts} in {report.milliseconds / 1000:.1f} s"


def _told(report: DoctorReport) -> list[CheckResult]:
    """What has a name, each once, failures first."""
    named = {(result.code, result.cause): result for result in report.checks if result.code}
    weight = (Outcome.FAIL, Outcome.WARN, Outcome.SKIP, Outcome.OK)
    return sorted(named.values(), key=lambda result: weight.index(result.outcome))

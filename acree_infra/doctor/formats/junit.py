"""A report as JUnit XML: a leg is a suite, a check is a case. A warning is told in the output of a passed case."""

from __future__ import annotations

from acree_infra.doctor.result import CheckResult, DoctorReport, Outcome
from acree_infra.junit import Case, Suite, junit_text


def junit_xml(report: DoctorReport) -> str:
    """The whole report."""
    return junit_text(f"acree doctor {report.stack}", suites(report), report.milliseconds)


def suites(report: DoctorReport) -> list[Suite]:
    """Its legs."""
    return [Suite(f"{leg.leg} leg from {report.vantage}", tuple(map(_case, leg.checks))) for leg in report.legs]


def _case(result: CheckResult) -> Case:
    name = " ".join(part for part in (result.check, result.host, result.address) if part)
    group, took = f"doctor.{result.leg}", result.milliseconds or 0
    match result.outcome:
        case Outcome.FAIL:
            return Case(group, name, took, failure=(result.code, result.cause), remedy=result.remedy)
        case Outcome.SKIP:
            return Case(group, name, took, skipped=result.cause or "left out")
        case _:
            said = f"{result.code}: {result.cause}; {result.remedy}" if result.code else result.cause
            return Case(group, name, took, output=said if result.cause else "")

"""A report as JUnit XML: a leg is a suite, a check is a case. A warning is told in the output of a passed case."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from acree_infra.doctor.result import CheckResult, DoctorReport, LegResult, Outcome


def junit_xml(report: DoctorReport) -> str:
    """The whole report."""
    root = ET.Element("testsuites", _counts(report.checks) | {"name": f"acree doctor {report.stack}"})
    root.set("time", _seconds(report.milliseconds))
    for leg in report.legs:
        root.append(_suite(leg, report.vantage))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(leg: LegResult, vantage: str) -> ET.Element:
    suite = ET.Element("testsuite", {"name": f"{leg.leg} leg from {vantage}"} | _counts(leg.checks) | {"errors": "0"})
    suite.set("time", _seconds(sum(result.milliseconds or 0 for result in leg.checks)))
    suite.extend(_case(result) for result in leg.checks)
    return suite


def _case(result: CheckResult) -> ET.Element:
    name = " ".join(part for part in (result.check, result.host, result.address) if part)
    case = ET.Element("testcase", {"classname": f"doctor.{result.leg}", "name": name})
    case.set("time", _seconds(result.milliseconds or 0))
    match result.outcome:
        case Outcome.FAIL:
            failure = ET.SubElement(case, "failure", {"type": result.code, "message": result.cause})
            failure.text = result.remedy
        case Outcome.SKIP:
            ET.SubElement(case, "skipped", {"message": result.cause})
        case _ if result.cause:
            said = f"{result.code}: {result.cause}; {result.remedy}" if result.code else result.cause
            ET.SubElement(case, "system-out").text = said
    return case


def _counts(checks: tuple[CheckResult, ...]) -> dict[str, str]:
    def count(outcome: Outcome) -> str:
        return str(sum(result.outcome is outcome for result in checks))

    return {"tests": str(len(checks)), "failures": count(Outcome.FAIL), "skipped": count(Outcome.SKIP)}


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.3f}"

"""JUnit XML, which GitLab, Jenkins and most pipelines show beside a change: suites of cases that pass or fail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

_IMPOSSIBLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that was checked.

    Attributes:
        group: what it belongs to, with dots: a pipeline shows it as a class.
        name: what was checked.
        milliseconds: how long it took; 0 when that was not measured.
        failure: kind and text of what failed; None when nothing did.
        remedy: what to do about the failure.
        skipped: why it was left out; empty when it was not.
        output: what else to know of a case that passed.
    """

    group: str
    name: str
    milliseconds: float = 0
    failure: tuple[str, str] | None = None
    remedy: str = ""
    skipped: str = ""
    output: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases that belong together."""

    name: str
    cases: tuple[Case, ...]


def junit_text(name: str, suites: Sequence[Suite], milliseconds: float = 0) -> str:
    """The whole document.

    Args:
        name: what was checked.
        suites: in the order in which they are shown.
        milliseconds: how long all of it took.
    """
    cases = [case for suite in suites for case in suite.cases]
    root = ET.Element("testsuites", _counts(cases) | {"name": printable(name), "time": _seconds(milliseconds)})
    root.extend(_suite(suite) for suite in suites)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def printable(text: str) -> str:
    """Text without what XML cannot hold, even as a reference."""
    return _IMPOSSIBLE.sub("", text)


def _suite(suite: Suite) -> ET.Element:
    name = {"name": printable(suite.name)}
    element = ET.Element("testsuite", name | _counts(suite.cases) | {"errors": "0"})
    element.set("time", _seconds(sum(case.milliseconds for case in suite.cases)))
    element.extend(_case(case) for case in suite.cases)
    return element


def _case(case: Case) -> ET.Element:
    element = ET.Element("testcase", {"classname": printable(case.group), "name": printable(case.name)})
    element.set("time", _seconds(case.milliseconds))
    if case.failure is not None:
        kind, message = case.failure
        failure = ET.SubElement(element, "failure", {"type": printable(kind), "message": printable(message)})
        failure.text = printable(case.remedy)
    elif case.skipped:
        ET.SubElement(element, "skipped", {"message": printable(case.skipped)})
    elif case.output:
        ET.SubElement(element, "system-out").text = printable(case.output)
    return element


def _counts(cases: Sequence[Case]) -> dict[str, str]:
    failures = sum(case.failure is not None for case in cases)
    skipped = sum(case.failure is None and bool(case.skipped) for case in cases)
    return {"tests": str(len(cases)), "failures": str(failures), "skipped": str(skipped)}


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.3f}"

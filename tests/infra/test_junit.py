from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from acree_infra.junit import Case, Suite, junit_text, printable


def parsed(*suites: Suite) -> ET.Element:
    return ET.fromstring(junit_text("everything", suites, 1500))  # noqa: S314  # our own text


def test_suites_and_cases_are_counted() -> None:
    root = parsed(
        Suite("one", (Case("a", "x", 250), Case("a", "y", 250, failure=("kind", "text"), remedy="do it"))),
        Suite("two", (Case("b", "z", skipped="not here"),)),
    )
    assert root.attrib == {"name": "everything", "tests": "3", "failures": "1", "skipped": "1", "time": "1.500"}
    assert [suite.attrib for suite in root] == [
        {"name": "one", "tests": "2", "failures": "1", "skipped": "0", "errors": "0", "time": "0.500"},
        {"name": "two", "tests": "1", "failures": "0", "skipped": "1", "errors": "0", "time": "0.000"},
    ]


def test_what_a_case_says() -> None:
    cases = (
        Case("a", "failed", failure=("kind", "text"), remedy="do it", output="unseen"),
        Case("a", "skipped", skipped="why", output="unseen"),
        Case("a", "told", output="so it is"),
        Case("a", "fine"),
    )
    failed, skipped, told, fine = parsed(Suite("one", cases)).iter("testcase")
    assert [(child.tag, child.attrib, child.text) for child in failed] == [
        ("failure", {"type": "kind", "message": "text"}, "do it")
    ]
    assert [(child.tag, child.attrib) for child in skipped] == [("skipped", {"message": "why"})]
    assert [(child.tag, child.text) for child in told] == [("system-out", "so it is")]
    assert list(fine) == []
    assert fine.attrib == {"classname": "a", "name": "fine", "time": "0.000"}


def test_nothing_is_a_document_too() -> None:
    assert parsed().get("tests") == "0"


@given(st.text(), st.text())
def test_any_text_stays_xml(name: str, cause: str) -> None:
    root = parsed(Suite(name, (Case(name, name, failure=(name, cause), remedy=cause),)))
    failure = next(root.iter("failure"))
    assert failure.get("message") == printable(cause)
    assert (failure.text or "") == printable(cause)


def test_what_xml_cannot_hold() -> None:
    assert printable("a\x00b\x1b[31m\ud800\ufffe\tc\nd\r") == "ab[31m\tc\nd"

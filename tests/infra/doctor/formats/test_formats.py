"""Every format tells the same report, and what others had a hand in forms nothing in it."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from acree_infra.doctor.catalogue import CATALOGUE
from acree_infra.doctor.checks import NAMES
from acree_infra.doctor.formats.document import report_document, report_schema
from acree_infra.doctor.formats.text import check_line
from acree_infra.doctor.formats.writers import WRITERS
from acree_infra.doctor.result import CheckResult, DoctorReport, LegResult, Outcome, heaviest
from acree_infra.routing.nouns import LegId

FINE = CheckResult("tcp", LegId.OSS, "bucket.example", "100.118.28.44", Outcome.OK, milliseconds=12.34)
WARNED = CheckResult(
    "tls", LegId.OSS, "bucket.example", "100.118.28.44", Outcome.WARN, "slow", "tls took long", "check"
)
FAILED = CheckResult("dns", LegId.AUTH, "auth.example", "", Outcome.FAIL, "no-dns-answer", "no address", "add a record")
SKIPPED = CheckResult("digest", LegId.OSS, "", "", Outcome.SKIP, cause="skipped: no image was named")


def report(*checks: CheckResult, image: str = "team/app:1") -> DoctorReport:
    legs = tuple(LegResult(leg, tuple(check for check in checks if check.leg is leg)) for leg in LegId)
    return DoctorReport("dev", "here", image, legs, 1234.5)


REPORT = report(FINE, WARNED, FAILED, SKIPPED)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)


class TestOutcomes:
    @pytest.mark.parametrize(
        ("checks", "outcome", "code"),
        [
            ((FINE,), Outcome.OK, 0),
            ((FINE, SKIPPED), Outcome.OK, 0),
            ((FINE, WARNED), Outcome.WARN, 0),
            ((FINE, FAILED), Outcome.FAIL, 4),
            ((FAILED, replace(FAILED, code="unexpected-realm")), Outcome.FAIL, 5),
            ((), Outcome.SKIP, 0),
        ],
    )
    def test_exit_codes(self, checks: tuple[CheckResult, ...], outcome: Outcome, code: int) -> None:
        assert (report(*checks).outcome, report(*checks).exit_code) == (outcome, code)

    def test_the_heaviest_decides(self) -> None:
        assert heaviest([Outcome.SKIP, Outcome.OK, Outcome.FAIL, Outcome.WARN]) is Outcome.FAIL


class TestText:
    def test_it(self) -> None:
        lines = WRITERS["text"](REPORT).splitlines()
        assert lines[0] == "stack dev, from here, image team/app:1"
        assert "auth leg: FAIL" in lines
        assert "    ok    tcp        100.118.28.44          12.3 ms" in lines
        assert "1 ok, 1 warn, 1 FAIL, 1 skip in 1.2 s" in lines
        assert lines.index("  no-dns-answer: no address") < lines.index("  slow: tls took long")
        assert "    -> add a record" in lines

    def test_without_an_image(self) -> None:
        assert WRITERS["text"](report(FINE, image="")).startswith("stack dev, from here\n")

    def test_one_line(self) -> None:
        assert check_line(FAILED) == "FAIL  auth      dns        auth.example        no-dns-answer: no address"
        assert check_line(FINE).endswith("12.3 ms")


class TestJson:
    def test_it_keeps_its_schema(self) -> None:
        Draft202012Validator.check_schema(report_schema())
        Draft202012Validator(report_schema()).validate(json.loads(WRITERS["json"](REPORT)))

    @given(TEXTS, TEXTS)
    def test_for_any_text(self, cause: str, host: str) -> None:
        Draft202012Validator(report_schema()).validate(report_document(report(replace(FAILED, cause=cause, host=host))))

    def test_the_schema_knows_every_check_and_no_other(self) -> None:
        assert sorted(report_schema()["$defs"]["check"]["properties"]["check"]["enum"]) == sorted(NAMES)

    def test_what_it_does_not_know_is_refused(self) -> None:
        document = report_document(REPORT)
        document["legs"][0]["surprise"] = 1
        assert not Draft202012Validator(report_schema()).is_valid(document)

    def test_every_code_fits_the_schema(self) -> None:
        for code in CATALOGUE:
            Draft202012Validator(report_schema()).validate(report_document(report(replace(FAILED, code=code))))


class TestMarkdown:
    def test_it(self) -> None:
        text = WRITERS["markdown"](REPORT)
        assert "## acree doctor: fail" in text
        assert "| dns | auth.example |  | **fail** |  | `no-dns-answer` no address |" in text
        assert "- `slow`: check" in text

    def test_nothing_to_do_is_not_a_heading(self) -> None:
        assert "What to do" not in WRITERS["markdown"](report(FINE, image=""))

    @given(st.text(max_size=40))
    def test_a_text_makes_no_table_and_no_link(self, cause: str) -> None:
        row = next(
            line for line in WRITERS["markdown"](report(replace(FAILED, cause=cause))).split("\n") if "| dns |" in line
        )
        assert row.replace("\\|", "").count("|") == 7
        assert "](" not in row.replace("\\]", "")
        assert "<" not in row.replace("\\<", "")


class TestJunit:
    def test_it(self) -> None:
        root = ET.fromstring(WRITERS["junit"](REPORT))  # noqa: S314  # our own text
        assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("4", "1", "1")
        cases = {case.get("name"): case for case in root.iter("testcase")}
        failure = cases["dns auth.example"].find("failure")
        assert failure is not None
        assert (failure.get("type"), failure.get("message"), failure.text) == (
            "no-dns-answer",
            "no address",
            "add a record",
        )
        assert cases["digest"].find("skipped") is not None
        told = cases["tls bucket.example 100.118.28.44"].find("system-out")
        assert told is not None
        assert told.text == "slow: tls took long; check"
        assert cases["tcp bucket.example 100.118.28.44"].get("time") == "0.012"
        assert [suite.get("name") for suite in root] == [
            "registry leg from here",
            "auth leg from here",
            "oss leg from here",
        ]

    @given(TEXTS)
    def test_any_text_stays_xml(self, cause: str) -> None:
        clean = "".join(letter for letter in cause if letter.isprintable())
        root = ET.fromstring(WRITERS["junit"](report(replace(FAILED, cause=clean))))  # noqa: S314  # our own text
        failure = next(root.iter("failure"))
        assert failure.get("message") == clean

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from acree_infra.reports.diff_report import DiffReport
from acree_infra.reports.diff_review import Review
from acree_infra.reports.junit_reports import diff_junit, lint_junit
from acree_infra.reports.lint_report import LintReport
from acree_infra.reports.style import Style
from acree_infra.routing.rails import RAILS, Refusal
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.finding import Finding, Severity
from tests.infra.reports.cases import Case, dev, refused, unlinked
from tests.infra.reports.conftest import Golden
from tests.infra.reports.reviews import hops_changed, new_range


def lint(case: Case, *findings: Finding, traced: int = 20, delivered: int = 20) -> str:
    return lint_junit(LintReport(case.plan, findings or case.findings, traced, delivered, Style()))


def diff(review: Review) -> str:
    return diff_junit(DiffReport(review, Style()))


def cases(text: str) -> dict[str, ET.Element]:
    root = ET.fromstring(text)  # noqa: S314  # our own text
    found = {str(case.get("name")): case for case in root.iter("testcase")}
    assert len(found) == int(str(root.get("tests")))
    return found


def failed(text: str) -> dict[str, tuple[str | None, str | None, str | None]]:
    found = {name: case.find("failure") for name, case in cases(text).items()}
    return {name: (f.get("type"), f.get("message"), f.text) for name, f in found.items() if f is not None}


class TestLint:
    def test_a_rule_that_finds_nothing_passes(self) -> None:
        text = lint(dev())
        assert failed(text) == {}
        assert {rule.id for rule in RULES.all()} == {name.split()[0] for name in cases(text) if name.startswith("G")}

    def test_what_does_not_stop_is_told_in_a_passed_case(self) -> None:
        (told,) = [case for name, case in cases(lint(dev())).items() if name.startswith("G12 ")]
        said = told.findtext("system-out") or ""
        assert said.startswith("warn: stacks/Pulumi.dev.yaml:4: ")

    def test_what_stops_fails_with_the_place_and_the_way_out(self) -> None:
        (name, (kind, message, remedy)), *_ = failed(lint(refused())).items()
        assert name.startswith("G9 service-overlap stacks/Pulumi.dev.yaml:")
        assert (kind, remedy) == ("refuse", "give shanghai another range, or remove the client from this stack")
        assert message is not None
        assert message.startswith("stacks/Pulumi.dev.yaml:")

    def test_a_lowered_finding_says_why(self) -> None:
        finding = Finding("G9", "service-overlap", Severity.WARN, "overlaps", "a.yaml:1", "move", "agreed")
        case = cases(lint(dev(), finding))["G9 service-overlap a.yaml:1"]
        assert (case.findtext("system-out") or "").endswith("; lowered by this stack: agreed")

    def test_paths_that_are_dropped_fail(self) -> None:
        message = "16 of 20 paths are delivered, there and back"
        found = failed(lint(dev(), delivered=16))
        assert found == {"every path there and back": ("dropped", message, "see which: acree trace --all")}

    def test_paths_of_a_plan_that_waits_are_left_out(self) -> None:
        skipped = cases(lint(unlinked(), traced=0, delivered=0))["every path there and back"].find("skipped")
        assert skipped is not None
        assert skipped.get("message") == "the service VPC is not linked to the registry yet"

    @pytest.mark.parametrize(("name", "case"), [("dev", dev), ("refused", refused)])
    def test_it_is_what_was_kept(self, name: str, case: object, golden: Golden) -> None:
        assert callable(case)
        silent = re.sub(r"^ *<testcase [^>]* />\n", "", lint(case()), flags=re.MULTILINE)
        golden(f"../formats/lint-{name}.xml", re.sub(r' tests="\d+"', "", silent))  # a new rule changes no kept output


class TestDiff:
    def test_each_rail_is_a_case(self) -> None:
        text = diff(new_range())
        assert failed(text) == {}
        assert list(cases(text)) == list(RAILS)

    def test_a_rail_that_refuses_fails_with_its_key(self) -> None:
        kind, message, remedy = failed(diff(hops_changed()))["hop-change"]
        assert kind == "refused"
        assert str(message).startswith("6 routes send elsewhere, expected 0")
        assert remedy == "--accept hop-change=REASON, if it is meant"

    def test_a_rail_that_was_lifted_passes_and_says_why(self) -> None:
        text = diff(hops_changed({"hop-change": "leased line", "lost-leg": "until Monday"}))
        assert failed(text) == {}
        assert (cases(text)["hop-change"].findtext("system-out") or "").endswith("; accepted: leased line")

    def test_a_rail_of_another_register_is_shown_too(self) -> None:
        review = replace(new_range(), refusals=(Refusal("own-rail", 1, 0, "1 found, expected 0"),))
        assert list(failed(diff(review))) == ["own-rail"]

    def test_it_is_what_was_kept(self, golden: Golden) -> None:
        golden("../formats/diff-hops-changed.xml", diff(hops_changed()))

from __future__ import annotations

import re
from dataclasses import replace

from acree_infra.reports.diff_report import DiffReport
from acree_infra.reports.html_diff import diff_html
from acree_infra.reports.style import Style
from tests.infra.reports.pages import Reader, page_of
from tests.infra.reports.reviews import hops_changed, new_range


def headings(text: str) -> list[str]:
    found = re.findall(r"<h2[^>]*>(.*?)</h2>", text[: text.index("<noscript>")] if "<noscript>" in text else text)
    return [re.sub("<[^>]+>", "", heading) for heading in found]


class TestPlan:
    def test_its_parts(self) -> None:
        assert headings(page_of("plan-dev")) == [
            "Legs",
            "Findings",
            "Network",
            "Routes",
            "Attachments",
            "Associations and propagations",
            "DNS records",
        ]

    def test_findings_that_stop_are_said_in_the_heading(self) -> None:
        assert '<strong class="badge bad">refused</strong></h1>' in page_of("plan-refused")
        assert '<strong class="badge good">nothing stands in the way</strong></h1>' in page_of("plan-dev")

    def test_a_plan_that_waits_says_so(self) -> None:
        text = page_of("plan-unlinked")
        assert "not linked yet</strong></h1>" in text
        assert "There is no route yet." in text
        assert "<noscript>" not in text
        assert "Links to the registry" in headings(text)

    def test_routes_of_others_are_shown(self) -> None:
        assert "Routes of others in these tables" in headings(page_of("plan-foreign"))

    def test_every_route_can_be_linked_to(self) -> None:
        reader = Reader(page_of("plan-dev"))
        rows = [row["id"] for row in reader.all("tr") if "id" in row]
        assert rows == [f"r{place}" for place in range(27)]
        assert {f"#{row}" for row in rows} <= {link["href"] for link in reader.all("a")}


class TestDiff:
    def test_its_parts(self) -> None:
        assert headings(page_of("diff-hops-changed")) == [
            "What it means",
            "Rails",
            "Network",
            "Routes",
            "Order of change",
        ]
        assert "What carries them" in headings(page_of("diff-new-range"))

    def test_routes_of_others_say_what_they_do(self) -> None:
        text = page_of("diff-foreign-half")
        assert "Routes of others" in headings(text)
        assert "wins: longer than 100.118.28.0/24" in text

    def test_the_verdict_stands_in_the_heading(self) -> None:
        assert '<strong class="badge bad">refused</strong></h1>' in page_of("diff-hops-changed")
        assert "nothing changes</strong></h1>" in page_of("diff-nothing")
        assert "no rail stands in the way</strong></h1>" in page_of("diff-new-range")

    def test_a_rail_that_was_lifted_says_why(self) -> None:
        text = diff_html(DiffReport(hops_changed({"hop-change": "leased line", "lost-leg": "until Monday"}), Style()))
        assert "Accepted: leased line" in text
        assert "refused</strong></h1>" not in text

    def test_what_does_not_change_is_marked_for_the_filter(self) -> None:
        text = page_of("diff-new-range")
        assert len(re.findall(r"<tr [^>]*data-kept", text)) == 27
        assert re.search(r'<input id="changes" type="checkbox" checked>', text)
        assert re.search(r'<input id="changes" type="checkbox">', page_of("diff-nothing"))
        assert 'id="changes"' not in page_of("plan-dev")

    def test_without_vpcs_nobody_can_tell_who_reaches_what(self) -> None:
        review = replace(new_range(), paths=None, notes=("a saved plan tells no VPCs",))
        text = diff_html(DiffReport(review, Style()))
        assert "who reaches what cannot be told" in text
        assert '<p class="note">a saved plan tells no VPCs</p>' in text
        assert {tuple(pull["sides"]) for pull in Reader(text).data["pulls"]} == {("after",)}

    def test_a_stack_that_did_not_exist(self) -> None:
        text = page_of("diff-new-stack")
        assert "no such stack" in text
        assert {tuple(pull["sides"]) for pull in Reader(text).data["pulls"]} == {("after",)}

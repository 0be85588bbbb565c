from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from acree_infra.reports.html_page import digest, environment, page, policy
from acree_infra.reports.html_plan import plan_html
from acree_infra.reports.html_shapes import Drawing
from acree_infra.reports.plan_report import PlanReport
from acree_infra.reports.plan_text import View
from acree_infra.rules.finding import Finding, Severity
from tests.infra.reports.cases import dev
from tests.infra.reports.conftest import Golden
from tests.infra.reports.pages import NAMES, Reader, page_of

EMPTY = Drawing(10, 10, (), (), ())


@pytest.mark.parametrize("name", NAMES)
class TestEveryPage:
    def test_tags_close_in_their_turn_and_ids_are_unique(self, name: str) -> None:
        reader = Reader(page_of(name))
        ids = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
        assert len(ids) == len(set(ids))

    def test_links_and_labels_lead_somewhere(self, name: str) -> None:
        reader = Reader(page_of(name))
        ids = {attributes["id"] for _, attributes in reader.tags if "id" in attributes}
        wanted = [str(a["href"]).removeprefix("#") for a in reader.all("a")]
        wanted += [str(label["for"]) for label in reader.all("label") if "for" in label]
        for key in ("aria-labelledby", "aria-describedby"):
            wanted += [str(attributes[key]) for _, attributes in reader.tags if key in attributes]
        assert set(wanted) <= ids

    def test_nothing_is_asked_of_the_network(self, name: str) -> None:
        reader = Reader(page_of(name))
        asked = [a[key] for _, a in reader.tags for key in ("src", "href", "action", "data", "poster") if key in a]
        assert all(str(address).startswith("#") or address == "data:," for address in asked)
        assert not re.search(r"@import|url\(", "".join(reader.texts["style"]))

    def test_its_policy_allows_its_own_style_and_script_only(self, name: str) -> None:
        reader = Reader(page_of(name))
        (told,) = [m["content"] for m in reader.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
        style, script = "".join(reader.texts["style"]), reader.texts["script"][-1]
        assert told == policy(style, script)
        assert "unsafe" not in str(told)
        assert not [a for _, a in reader.tags if "style" in a or any(key.startswith("on") for key in a)]

    def test_headings_come_in_order(self, name: str) -> None:
        reader = Reader(page_of(name))
        levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_landmarks_and_table_heads(self, name: str) -> None:
        reader = Reader(page_of(name))
        tags = [tag for tag, _ in reader.tags]
        assert [tags.count(tag) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
        assert all(head.get("scope") in ("col", "row") for head in reader.all("th"))
        assert all({"aria-labelledby", "aria-label"} & table.keys() for table in reader.all("table"))


@pytest.mark.parametrize("name", ["plan-dev", "diff-hops-changed"])
def test_it_is_what_was_kept(name: str, golden: Golden) -> None:
    golden(f"../formats/{name}.html", page_of(name))


def hostile(text: str) -> str:
    case = dev()
    finding = Finding("G9", text, Severity.WARN, text, f"{text}:1", text, text)
    plan = replace(case.plan, stack=text, clients=tuple(replace(c, name=text) for c in case.plan.clients))
    return plan_html(PlanReport(plan, (finding,), View()))


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "\"'><img src=x onerror=alert(1)>",
        "{{ 7 * 7 }}{% raw %}",
        "a & b\u2028c",
        "]]></style>",
    ],
)
def test_a_name_stays_a_name(text: str) -> None:
    shown = hostile(text)
    reader = Reader(shown)
    assert len(reader.all("script")) == 2
    assert len(reader.all("style")) == 1
    assert reader.all("img") == []
    assert {pull["client"] for pull in reader.data["pulls"]} == {text}
    assert "".join(reader.texts["title"]).startswith(f"Plan of stack {text}")


@given(st.text(max_size=40))
def test_data_is_json_that_ends_no_script(text: str) -> None:
    values = {"drawing": EMPTY, "tables": (), "total": 0, "sections": [], "ways": [], "compares": False, "kept": 0}
    plan = dev().plan
    values |= {"plan": plan, "legs": [], "findings": (), "summary": "", "refused": False}
    shown = page("plan.html", values, {"text": text})
    start = shown.index('id="acree-data">') + len('id="acree-data">')
    told = shown[start : shown.index("</script>", start)]
    assert json.loads(told) == {"text": text}
    assert not set(told) & set("<>&'")


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        page("plan.html", {"drawing": EMPTY}, {})
    assert environment().autoescape is True


def test_a_digest_is_a_source_of_a_policy() -> None:
    assert digest("") == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

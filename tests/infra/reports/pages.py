"""Pages of the cases and the reviews, and a reader that checks their structure."""

from __future__ import annotations

import json
from functools import cache
from html.parser import HTMLParser
from typing import Any

from acree_infra.reports.diff_report import DiffReport
from acree_infra.reports.html_diff import diff_html
from acree_infra.reports.html_plan import plan_html
from acree_infra.reports.plan_report import PlanReport
from acree_infra.reports.plan_text import View
from acree_infra.reports.style import Style
from tests.infra.reports.cases import CASES
from tests.infra.reports.reviews import REVIEWS

NAMES = [*(f"plan-{name}" for name in CASES), *(f"diff-{name}" for name in REVIEWS)]
_VOID = {"meta", "link", "input", "br", "path", "rect"}


@cache
def page_of(name: str) -> str:
    """The page of `plan-…` or `diff-…`."""
    kind, _, which = name.partition("-")
    if kind == "diff":
        return diff_html(DiffReport(REVIEWS[which](), Style()))
    case = CASES[which]()
    return plan_html(PlanReport(case.plan, case.findings, View()))


class Reader(HTMLParser):
    """The tags of a page with what is in them; a tag that is not closed in its turn is an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1:] == [tag], f"</{tag}> closes {self.open[-1:]} at {self.getpos()}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every tag of a name."""
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def data(self) -> dict[str, Any]:
        """What the script of the page is given."""
        found: dict[str, Any] = json.loads(next(text for text in self.texts["script"] if text.startswith("{")))
        return found

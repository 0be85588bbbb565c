"""The pages of plan and diff in a real browser: what a reviewer does with mouse, keyboard and screen reader."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from acree_infra.reports.html_plan import plan_html
from acree_infra.reports.plan_report import PlanReport
from acree_infra.reports.plan_text import View
from acree_infra.routing.planner import make_plan
from bench.stacks import stack
from tests.e2e.browser.chromium import Browser
from tests.e2e.browser.conftest import Show
from tests.e2e.browser.looking import CONTRAST, SMALL_TARGETS, STOPS, TOO_WIDE
from tests.infra.reports.pages import page_of
from tests.infra.reports.test_html_page import hostile

pytestmark = pytest.mark.e2e

PAGES = ["plan-dev", "plan-three-regions", "plan-same-region", "plan-unlinked", "diff-client-gone", "diff-nothing"]
ROWS = "section.table tbody tr:not(.trace)"


def filtered(browser: Browser, text: str) -> str:
    """Type a filter; what the page then says of it."""
    before = browser.text("#count")
    browser.run("document.getElementById('filter').value = ''")
    browser.type("#filter", text)
    browser.wait(f"document.getElementById('count').textContent.trim() !== {before!r}")
    return browser.text("#count")


def focused(browser: Browser) -> str:
    return str(browser.run("return document.activeElement.getAttribute('href') ?? document.activeElement.id"))


class TestFilter:
    def test_every_word_must_match(self, show: Show) -> None:
        browser = show(page_of("plan-dev"))
        assert browser.text("#count") == "27 routes in 4 tables"
        assert filtered(browser, "shanghai oss created") == "5 of 27 routes, in 2 of 4 tables"
        assert browser.count(ROWS) == 5
        assert browser.count("section.table") == 2

    def test_an_address_finds_each_prefix_that_holds_it(self, show: Show) -> None:
        browser = show(page_of("plan-dev"))
        filtered(browser, "100.118.28.44")
        found = browser.run(f"return [...document.querySelectorAll('{ROWS}:not([hidden]) th')].map((x) => x.innerText)")
        assert sorted(found) == ["100.118.28.0/24"] * 3 + ["100.64.0.0/10"] * 2

    def test_nothing_that_matches_is_said(self, show: Show) -> None:
        browser = show(page_of("plan-dev"))
        assert filtered(browser, "nowhere") == "0 of 27 routes, in 0 of 4 tables"
        assert browser.count("#nothing") == 1
        assert browser.count(ROWS) == 0

    def test_a_leg_can_be_chosen(self, show: Show) -> None:
        browser = show(page_of("plan-dev"))
        browser.choose("#leg", "auth")
        browser.wait("document.getElementById('count').textContent.startsWith('7 of')")
        legs = browser.run(f"return [...document.querySelectorAll('{ROWS}:not([hidden])')].map((x) => x.textContent)")
        assert len(legs) == 7
        assert all("auth" in text for text in legs)

    def test_a_difference_shows_what_changes_first(self, show: Show) -> None:
        browser = show(page_of("diff-new-range"))
        assert browser.text("#count") == "3 of 30 routes, in 3 of 4 tables"
        browser.click("#changes")
        browser.wait("document.getElementById('count').textContent.startsWith('30 routes')")
        assert browser.count(ROWS) == 30

    def test_it_is_announced(self, show: Show) -> None:
        browser = show(page_of("plan-dev"))
        assert browser.run("const x = document.getElementById('count'); return [x.role, x.ariaLive]") == [
            "status",
            "polite",
        ]


class TestTrace:
    def test_a_click_shows_it_and_another_hides_it(self, show: Show) -> None:
        browser = show(page_of("plan-dev"))
        browser.click("#r2 th a")
        assert browser.text("#trace .pull h4") == "oss of shanghai → 100.98.170.0/24 delivered"
        assert browser.run("return [...document.querySelectorAll('#trace .steps')].map((x) => x.children.length)") == [
            4,
            4,
        ]
        assert browser.text("#trace li[aria-current]").startswith("VPC shanghai, vtb-uf6main: 100.98.170.0/24")
        assert browser.run("return document.querySelector('#r2 th a').ariaExpanded") == "true"
        browser.click("#r2 th a")
        assert browser.count("#trace") == 0
        assert browser.run("return document.querySelector('#r2 th a').ariaExpanded") == "false"

    def test_the_keyboard_does_all_of_it(self, show: Show) -> None:
        browser = show(page_of("plan-dev"))
        browser.run("document.querySelector('#r0 th a').focus()")
        browser.press("ArrowDown", "ArrowDown")
        assert focused(browser) == "#r2"
        browser.press("Enter")
        assert browser.count("#trace") == 1
        assert focused(browser) == "#r2"
        browser.press("Tab")
        assert focused(browser) == "#network"
        assert browser.run("return document.activeElement.closest('tr').id") == "trace"
        browser.press("Escape")
        assert browser.count("#trace") == 0
        assert focused(browser) == "#r2"
        browser.press("ArrowUp")
        assert focused(browser) == "#r1"

    def test_its_way_is_drawn(self, show: Show) -> None:
        browser = show(page_of("plan-three-regions"))
        browser.click("section.table tbody tr:nth-child(4) th a")
        on = browser.run("return [...document.querySelectorAll('svg .on')].map((x) => x.dataset.box ?? x.dataset.line)")
        assert {"att-beijing", "peer-cn-beijing", "att-service", "vpc-beijing", "vpc-bp1demo"} <= set(on)
        assert not {"att-shanghai", "vpc-shenzhen"} & set(on)
        browser.press("Escape")
        assert browser.count("svg .on") == 0

    def test_a_step_leads_to_its_row(self, show: Show) -> None:
        browser = show(page_of("plan-dev"))
        browser.click("#r2 th a")
        target = browser.run("return document.querySelector('#trace .steps li:nth-child(2) a').hash")
        browser.click("#trace .steps li:nth-child(2) a")
        assert focused(browser) == target
        assert browser.run("return document.querySelector('tr.trace').previousElementSibling.id") == target[1:]

    def test_a_link_to_a_row_opens_it_whatever_is_hidden(self, show: Show) -> None:
        browser = show(page_of("diff-new-range"), at="#r0")
        assert browser.run("return document.querySelector('tr.trace').previousElementSibling.id") == "r0"
        assert browser.text("#count") == "30 routes in 4 tables"

    def test_before_and_after_stand_together(self, show: Show) -> None:
        browser = show(page_of("diff-hops-changed"))
        browser.click("#r0 th a")
        verdicts = browser.run("return [...document.querySelectorAll('#trace h4 .badge')].map((x) => x.textContent)")
        assert verdicts == ["delivered before", "dropped after"]
        assert "to vpn by 10.0.0.0/16" in browser.text("#trace p.bad")

    def test_a_row_that_no_pull_reads_says_so(self, show: Show) -> None:
        browser = show(page_of("plan-dev"))
        browser.click("#r1 th a")
        assert browser.text("#trace") == "No pull that was traced reads this row."

    def test_many_pulls_come_by_and_by(self, show: Show) -> None:
        browser = show(page_of("plan-three-regions"))
        browser.run(f"[...document.querySelectorAll('{ROWS} th a')].at(-5).click()")
        wide = "[...document.querySelectorAll('section.table')].at(-1).querySelectorAll('th a')"
        browser.run(f"[...{wide}].find((x) => x.textContent === '100.64.0.0/10').click()")
        assert browser.count("#trace .pull") == 8
        browser.click("#trace .more")
        assert browser.count("#trace .pull") == 15
        assert browser.run("return document.activeElement.className") == "pull"


@pytest.mark.parametrize("name", PAGES)
class TestForEverybody:
    @pytest.mark.parametrize("dark", [False, True])
    def test_contrast(self, show: Show, name: str, dark: bool) -> None:
        browser = show(page_of(name), dark=dark)
        assert browser.run(CONTRAST) == []

    @pytest.mark.parametrize("width", [390, 820, 1280])
    def test_it_fits_the_screen(self, show: Show, name: str, width: int) -> None:
        browser = show(page_of(name), width=width)
        assert browser.run(TOO_WIDE) == 0
        assert browser.run(SMALL_TARGETS) == []

    def test_what_a_screen_reader_is_told(self, show: Show, name: str) -> None:
        browser = show(page_of(name))
        nodes = browser.emulate("Accessibility.getFullAXTree")["nodes"]
        seen = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]]
        roles = [role for role, _ in seen]
        for landmark in ("banner", "main", "contentinfo", "navigation"):
            assert roles.count(landmark) == 1
        named = {"link", "button", "searchbox", "combobox", "checkbox", "table", "region", "search", "navigation"}
        assert [role for role, text in seen if role in named and not text.strip()] == []
        if name != "plan-unlinked":
            assert ("search", "Filter of the routes") in seen
            assert ("searchbox", "Filter") in seen
            assert "columnheader" in roles
            assert "rowheader" in roles


class TestKeyboard:
    def test_tab_goes_from_the_top_and_stops_once_in_each_table(self, show: Show) -> None:
        browser = show(page_of("plan-dev"))
        stops = browser.run(STOPS)
        assert stops[:2] == ["#routes", "#legs"]
        assert stops[stops.index("filter") :][:2] == ["filter", "leg"]
        assert [stop for stop in stops if stop.startswith("#r") and stop[2:].isdigit()] == [
            "#r0",
            "#r9",
            "#r16",
            "#r23",
        ]

    def test_hidden_rows_are_no_stops(self, show: Show) -> None:
        browser = show(page_of("plan-dev"))
        filtered(browser, "auth created")
        rows = [stop for stop in browser.run(STOPS) if stop.startswith("#r") and stop[2:].isdigit()]
        assert rows == ["#r3", "#r18", "#r26"]

    def test_the_first_tab_offers_to_skip(self, show: Show) -> None:
        browser = show(page_of("plan-dev"))
        browser.press("Tab")
        assert focused(browser) == "#routes"
        assert browser.run("return document.activeElement.getBoundingClientRect().left >= 0")


def test_motion_only_for_those_who_like_it(show: Show) -> None:
    browser = show(page_of("plan-dev"))
    took = "return getComputedStyle(document.querySelector('svg .line path')).transitionDuration"
    assert browser.run(took) != "0s"
    browser.emulate("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    assert browser.run(took) == "0s"


def test_without_scripts_everything_is_shown(driver: int, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(page_of("diff-hops-changed"), encoding="utf-8")
    with Browser(driver, tmp_path / "profile", scripts=False) as browser:
        browser.window(1280, 900)
        browser.open(file.as_uri())
        assert browser.run("return document.documentElement.dataset.ready ?? 'no'") == "no"
        assert browser.count(ROWS) == 27
        assert browser.count("form.filter") == 0
        assert browser.count("#pulls tbody tr") == 6
        assert browser.messages() == []


def test_a_name_from_a_stack_file_runs_nothing(show: Show) -> None:
    attack = "\"'><img src=x onerror='window.ran=1'></script><script>window.ran=1</script>"
    browser = show(hostile(attack))
    browser.click("#r0 th a")
    assert browser.run("return window.ran ?? 'nothing ran'") == "nothing ran"
    assert attack in browser.text("#trace h4")


def test_the_pages_own_policy_stops_other_scripts(show: Show) -> None:
    browser = show(page_of("plan-dev"))
    browser.run(
        "window.stopped = '';"
        "addEventListener('securitypolicyviolation', (event) => { window.stopped = event.violatedDirective; });"
        "const x = document.createElement('script'); x.textContent = 'window.ran = 1'; document.body.append(x);"
    )
    browser.wait("window.stopped")
    assert browser.run("return [window.ran ?? 'nothing ran', window.stopped]") == ["nothing ran", "script-src-elem"]
    (complaint,) = browser.messages()
    assert "Content Security Policy" in complaint


def test_a_large_plan_opens_filters_and_traces(show: Show) -> None:
    made = make_plan(*stack(660, 20))
    assert len(made.routes) > 10_000
    browser = show(plan_html(PlanReport(made, (), View())))
    told = filtered(browser, "client77 oss")
    assert told.startswith(f"{browser.count(ROWS)} of {len(made.routes)} routes, ")
    browser.run(f"document.querySelector('{ROWS}:not([hidden]) th a').click()")
    assert browser.text("#trace h4").startswith("oss of client77 → ")
    assert browser.text("#trace .badge") == "delivered"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["plan-three-regions", "diff-client-gone"])
def test_a_picture_of_it(show: Show, tmp_path: Path, name: str, width: int) -> None:
    browser = show(page_of(name), width=width, height=1600)
    picture = browser.screenshot()
    (tmp_path / f"{name}-{width}.png").write_bytes(picture)
    assert struct.unpack(">II", picture[16:24]) == (width, 1600)
    assert len(picture) > 30_000, "an empty page is smaller"

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from acree_infra.reports.diff_review import Review, described, headline, in_words
from acree_infra.reports.diff_text import LEGEND, diff_lines, was
from acree_infra.reports.output import as_text
from acree_infra.reports.style import Style
from acree_infra.routing.diff import Change, diff_plans
from acree_infra.routing.nouns import Origin
from tests.infra.reports.reviews import REVIEWS, auth_moved, client_gone, hops_changed, new_client, new_range, nothing
from tests.infra.routing.pairs import plan_with

Golden = Callable[[str, str], None]


def text_of(review: Review, style: Style | None = None, *, kept: bool = True) -> str:
    return as_text(diff_lines(review, style or Style(), kept=kept))


@pytest.mark.parametrize("name", ["new-range", "auth-moved", "hops-changed", "client-gone", "live", "foreign-half"])
def test_the_text_is_what_was_kept(name: str, golden: Golden) -> None:
    golden(f"diff-{name}.txt", text_of(REVIEWS[name](), kept=False))


@pytest.mark.parametrize("name", REVIEWS)
def test_every_row_stands_in_it(name: str) -> None:
    review = REVIEWS[name]()
    lines = text_of(review).splitlines()
    for mark, change in (("+", Change.ADDED), ("-", Change.REMOVED), ("!", Change.HOP_CHANGED)):
        shown = [line for line in lines if line.startswith(f"  {mark} ") and " → " in line and "/" in line.split()[1]]
        assert len(shown) == review.diff.count(change)
    for row in review.diff.routes:
        assert any(f"{row.route.destination} " in line and f"→ {row.route.hop}" in line for line in lines)


def test_without_what_is_kept() -> None:
    review = new_range()
    brief = text_of(review, kept=False)
    assert len([line for line in brief.splitlines() if "100.115.0.0/24 " in line and " → " in line]) >= 3
    assert "172.16.0.0/24  → local" not in brief
    assert "VPC service" not in brief
    assert "VPC service" in text_of(review)


def test_nothing_changes() -> None:
    text = text_of(nothing(), kept=False)
    assert "  nothing changes\n" in text
    assert LEGEND not in text
    assert "Order of change" not in text
    assert text.endswith("\nno rail stands in the way\n")


def test_a_rail_refuses_and_says_how_to_lift_it() -> None:
    text = text_of(hops_changed())
    assert "  refuse hop-change\n" in text
    assert "to do: --accept hop-change=REASON, if it is meant" in text
    assert text.endswith("\nrefused\n")


def test_an_accepted_rail_shows_its_reason() -> None:
    text = text_of(hops_changed({"hop-change": "moving to the vpn", "lost-leg": "all at once"}))
    assert "  accept hop-change\n" in text
    assert "accepted: moving to the vpn" in text
    assert text.endswith("\nno rail stands in the way\n")


def test_a_note_is_shown() -> None:
    assert "  note: read this\n" in text_of(replace(nothing(), notes=("read this",)))


def test_where_a_prefix_was_learned() -> None:
    lines = [line for line in text_of(auth_moved()).splitlines() if "→ attachment att-shanghai" in line]
    assert any("[legs.auth.addresses by challenge+dns, first seen 2026-11-02" in line for line in lines)
    assert any("100.103.9.188/32" in line and line.startswith("  -") for line in lines)


def test_a_terminal_gets_colours_and_is_not_overrun() -> None:
    text = text_of(new_client(), Style(colour=True, width=100))
    assert "\x1b[32m  + " in text
    assert "\x1b[2m    " in text
    plain = text_of(new_client(), Style(width=100))
    assert any(line.endswith("…") for line in plain.splitlines())


def test_steps_are_numbered_and_breaks_named() -> None:
    text = text_of(hops_changed())
    assert "  1.  replace  route 10.0.0.0/16 in vpc table vtb-uf6main" in text
    assert "breaks registry by this row: it is gone until the new one stands" in text


def test_what_a_row_said_before() -> None:
    plan = plan_with()
    rows = list(plan.routes)
    place = next(n for n, row in enumerate(rows) if row.origin is Origin.CREATED and row.legs)
    said = []
    for changed in ({"origin": Origin.LEARNED}, {"legs": ()}, {"reason": "other"}):
        before = replace(plan, routes=(*rows[:place], replace(rows[place], **changed), *rows[place + 1 :]))
        said += [was(row) for row in diff_plans(before, plan).routes if was(row)]
    assert said == [", created, was learned", ", was used by no leg"]


def test_the_headline_counts() -> None:
    assert headline(nothing()) == "nothing changes"
    assert headline(new_range()).startswith("routes: 3 added, ")
    assert headline(new_range()).endswith("; other things changed: 1; 2 classes of packets fare otherwise")
    assert headline(replace(new_range(), paths=None)).endswith("other things changed: 1")
    one = replace(new_range(), paths=(new_range().paths or ())[:1])
    assert headline(one).endswith("1 class of packets fares otherwise")
    assert headline(replace(one, paths=())).endswith("no class of packets fares otherwise")
    assert in_words(dict.fromkeys(Change, 0)) == "none"


def test_a_changed_part_says_what_differs() -> None:
    changed = [part for part in new_range().parts if part.change is Change.CHANGED]
    assert [described(part).partition(":")[0] for part in changed] == ["prefixes"]
    assert "→" in described(changed[0])
    assert described(client_gone().parts[0]) == ""


def test_a_value_that_comes_is_shown_beside_none() -> None:
    plan = plan_with()
    before = replace(plan, vpc_attachments=tuple(replace(a, id="tr-attach-1", zones=()) for a in plan.vpc_attachments))
    review = replace(nothing(), diff=diff_plans(before, plan))
    texts = [described(part) for part in review.parts]
    assert all(text.startswith("zones: none → ") and text.endswith("; id: tr-attach-1 → none") for text in texts)

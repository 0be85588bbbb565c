from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from acree_infra.reports.diff_markdown import MOST_CHARACTERS, diff_markdown, escaped
from acree_infra.reports.diff_review import Review
from acree_infra.routing.diff import diff_plans
from acree_infra.routing.rails import Refusal
from tests.infra.reports.reviews import REVIEWS, edited, hops_changed, new_client, new_range, new_stack, nothing
from tests.infra.routing.pairs import with_ranges

Golden = Callable[[str, str], None]


def summary_of(text: str) -> str:
    return text.partition("\n<details>")[0]


def huge() -> Review:
    """More rows than a comment takes."""
    return edited(with_ranges(*(f"100.{second}.{third}.0/24" for second in (112, 113) for third in range(150))))


@pytest.mark.parametrize("name", ["new-range", "hops-changed", "nothing", "live"])
def test_the_comment_is_what_was_kept(name: str, golden: Golden) -> None:
    golden(f"diff-{name}.md", diff_markdown(REVIEWS[name]()))


@pytest.mark.parametrize("name", REVIEWS)
def test_summary_first_and_details_folded(name: str) -> None:
    text = diff_markdown(REVIEWS[name]())
    assert text.startswith("### Routes of stack dev: ")
    assert text.count("<details>") == text.count("</details>") == text.count("<summary>")
    assert "| prefix |" not in summary_of(text)
    assert "**Cut**" not in text


@pytest.mark.parametrize("name", REVIEWS)
def test_every_row_of_a_table_has_its_cells(name: str) -> None:
    for block in diff_markdown(REVIEWS[name]()).split("<details>")[1:]:
        lines = [line for line in block.splitlines() if line.startswith("|")]
        cells = {len(re.findall(r"(?<!\\)\|", line)) for line in lines}
        assert len(cells) <= 1


def test_what_is_kept_comes_last() -> None:
    titles = re.findall(r"<summary>(.*?)</summary>", diff_markdown(new_client()))
    kept = [place for place, title in enumerate(titles) if title.endswith("kept")]
    assert kept == list(range(len(titles) - len(kept), len(titles)))
    assert "Order of change" in titles
    assert "What carries them" in titles


def test_it_is_never_too_long_and_says_what_was_cut() -> None:
    text = diff_markdown(huge())
    assert MOST_CHARACTERS - 2_000 < len(text) <= MOST_CHARACTERS
    said = re.search(r"\*\*Cut\*\* to fit into 60000 characters: (\d+) of (\d+) lines of “(.*?)”", text)
    assert said is not None
    assert text.count("<details>") == text.count("</details>")
    shown = text.partition(f"<summary>{said[3]}</summary>")[2].partition("</details>")[0]
    lines = [line for line in shown.splitlines() if line.startswith("|")][2:]
    assert int(said[2]) - int(said[1]) == len(lines)


@pytest.mark.parametrize("most", [0, 700, 1_000, 1_500, 3_000, 10_000])
def test_the_summary_is_never_cut(most: int) -> None:
    whole, short = diff_markdown(huge()), diff_markdown(huge(), most)
    assert summary_of(short).partition("\n> **Cut**")[0].rstrip() == summary_of(whole).rstrip()
    assert "**Cut**" in short
    assert len(short) <= max(most, len(summary_of(whole)) + 420)


def test_the_summary_has_an_end_of_its_own() -> None:
    review = new_stack()
    paths = tuple(replace(path, client=f"client-{n:03}") for n in range(90) for path in review.paths or ())
    text = diff_markdown(replace(review, paths=paths))
    assert len(text) <= MOST_CHARACTERS
    assert re.search(r"- … and \d+ more; all of them are below", summary_of(text))
    assert "What else it means" in text


def test_what_a_file_says_stays_text() -> None:
    evil = "</details><script>@team #1 [x](http://evil) `|` *b* \n# head"
    review = replace(
        nothing(), notes=(evil,), refusals=(Refusal("hop-change", 1, 0, evil, evil),), before=replace(
            nothing().before, name=evil)
    )  # fmt: skip
    text = diff_markdown(review)
    assert "<script>" not in text
    assert "@team" not in text
    assert "[x](http" not in text
    assert "\n# head" not in text
    assert text.count("</details>") == text.count("<details>")
    assert escaped("a|b") == "a\\|b"
    assert escaped("att-service 10.0.0.0/8: (x)") == "att-service 10.0.0.0/8: (x)"


def test_a_long_message_is_cut_in_the_summary() -> None:
    text = diff_markdown(replace(nothing(), notes=("n" * 5_000,)))
    assert "n" * 400 + "…" in text
    assert "n" * 401 not in text


def test_rails_and_breaks_are_in_the_summary() -> None:
    refused = summary_of(diff_markdown(hops_changed()))
    assert "**Refused: hop-change.**" in refused
    assert "--accept hop-change=REASON, if it is meant" in refused
    assert "steps cannot be made without a break" in refused
    accepted = summary_of(diff_markdown(hops_changed({"hop-change": "over the vpn", "lost-leg": "so be it"})))
    assert "**Accepted: hop-change.**" in accepted
    assert "over the vpn" in accepted
    assert "refused" not in accepted.splitlines()[0]


def test_nothing_changes() -> None:
    text = diff_markdown(nothing())
    assert text.startswith("### Routes of stack dev: nothing changes\n")
    assert diff_plans(nothing().before.plan, nothing().after.plan).empty


def test_two_runs_give_the_same_bytes() -> None:
    assert diff_markdown(new_range()) == diff_markdown(new_range())

"""What the page of a difference says beside its routes."""

from __future__ import annotations

import re

import pytest

from acree_infra.reports.diff_report import DiffReport
from acree_infra.reports.diff_review import Review
from acree_infra.reports.diff_text import foreign_rows
from acree_infra.reports.html_diff import diff_html
from acree_infra.reports.style import Style
from tests.infra.reports.reviews import REVIEWS, client_gone, foreign_half, live, new_range, nothing


def page(review: Review) -> str:
    return diff_html(DiffReport(review, Style()))


def section(text: str, anchor: str) -> list[str]:
    """Cells of a small table, as a person reads them."""
    found = re.search(rf'<section class="small" id="{anchor}".*?</section>', text, re.DOTALL)
    if found is None:
        return []
    cells = re.findall(r"<td>(.*?)</td>", found[0])
    return [cell.replace("&#34;", '"').replace("&#39;", "'") for cell in cells]


def test_routes_of_others_stand_with_what_they_do() -> None:
    review = foreign_half()
    cells = section(page(review), "foreign")
    assert cells == [cell for row in foreign_rows(review) for cell in row]
    assert any(cell.startswith("wins: longer than 100.118.28.0/24") for cell in cells)
    assert "new" in cells


def test_nothing_of_others_no_section() -> None:
    assert 'id="foreign"' not in page(new_range())


def test_how_full_tables_will_be_stands_at_each() -> None:
    review = new_range()
    text = page(review)
    assert review.loads
    for load in review.loads:
        assert f"; {load}</p>" in text
    assert "; " not in "".join(re.findall(r'<p class="counted muted">(.*?)</p>', page(nothing())))


def test_states_in_the_account_stand_at_rows() -> None:
    text = page(live())
    assert "in the account: Available" in text
    assert "in the account: Rejected" in text
    assert "in the account" not in page(new_range())


def test_names_lose_a_vpc_in_words() -> None:
    cells = section(page(client_gone()), "carriers")
    assert "vpcs: vpc-osaka in ap-northeast-1, vpc-uf6demo in cn-shanghai → vpc-uf6demo in cn-shanghai" in cells


@pytest.mark.parametrize("name", REVIEWS)
def test_no_value_stands_as_python_writes_it(name: str) -> None:
    text = page(REVIEWS[name]())
    assert not re.search(r"IPv4|\('|&#39;\)|Hop\(|None<", text)

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.kinds import by_name, parse
from acree_sandbox.core.paging import numbered_page, page_parameters, token_page, token_parameters
from acree_sandbox.core.records import Call, Request


def request(**sent: str) -> Request:
    known = by_name([*page_parameters(), *page_parameters("PageNo")[:1], *token_parameters()])
    return Request(Call("X", "1", sent), parse(known, sent), known)


def test_the_first_page_by_default() -> None:
    page = numbered_page(request(), list(range(25)))
    assert page.items == list(range(10))
    assert page.fields == {"PageNumber": 1, "PageSize": 10, "TotalCount": 25}


def test_the_last_page_is_shorter_and_behind_it_is_nothing() -> None:
    items = list(range(25))
    assert numbered_page(request(PageNumber="3"), items).items == [20, 21, 22, 23, 24]
    assert numbered_page(request(PageNumber="4"), items).items == []


def test_the_spelling_of_cr() -> None:
    page = numbered_page(request(PageNo="2", PageSize="2"), "abcde", number="PageNo", size=30)
    assert page.items == "cd"
    assert page.fields == {"PageNo": 2, "PageSize": 2, "TotalCount": 5}


@pytest.mark.parametrize("sent", [{"PageNumber": "0"}, {"PageSize": "0"}, {"PageSize": "101"}, {"MaxResults": "101"}])
def test_a_page_that_cannot_be(sent: dict[str, str]) -> None:
    with pytest.raises(ApiError, match="a whole number from 1"):
        request(**sent)


@given(st.integers(0, 60), st.integers(1, 20))
def test_pages_by_number_make_up_the_list(count: int, size: int) -> None:
    items = list(range(count))
    pages = [
        numbered_page(request(PageNumber=str(number), PageSize=str(size)), items).items
        for number in range(1, math.ceil(count / size) + 1)
    ]
    assert [item for page in pages for item in page] == items


@given(st.integers(0, 60), st.integers(1, 20))
def test_pages_by_token_make_up_the_list(count: int, size: int) -> None:
    items, token = list(range(count)), ""
    seen: list[int] = []
    while True:
        page = token_page(request(MaxResults=str(size), NextToken=token), items)
        assert page.fields["TotalCount"] == count
        seen += page.items
        if "NextToken" not in page.fields:
            break
        assert len(page.items) == size
        token = str(page.fields["NextToken"])
    assert seen == items


@pytest.mark.parametrize("token", ["x", "Zm9vOjE=", "ZnJvbTp4", "é"])
def test_a_token_of_somebody_else(token: str) -> None:
    with pytest.raises(ApiError) as caught:
        token_page(request(NextToken=token), [1])
    assert caught.value.code == "InvalidParameter.NextToken"

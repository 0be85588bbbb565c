import pytest

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.signing.message import Message, decoded, percent


def test_percent_keeps_only_the_unreserved_characters() -> None:
    assert percent("aZ09-_.~") == "aZ09-_.~"
    assert percent("a b/é*+") == "a%20b%2F%C3%A9%2A%2B"


def test_decoded_keeps_empty_values_and_takes_the_last_of_equal_names() -> None:
    assert decoded("a=&b=1&b=2&c=%2B+x") == {"a": "", "b": "2", "c": "+ x"}


def test_form_is_empty_without_body_whatever_the_type() -> None:
    assert Message("POST", headers={"content-type": "application/json"}).form() == {}


def test_form_is_read_with_and_without_a_type() -> None:
    assert Message("POST", body=b"a=1").form() == {"a": "1"}
    headers = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    assert Message("POST", headers=headers, body=b"a=1").form() == {"a": "1"}


def test_another_type_of_body_is_named() -> None:
    with pytest.raises(ApiError, match="application/json") as caught:
        Message("POST", headers={"content-type": "application/json"}, body=b"{}").form()
    assert (caught.value.code, caught.value.status) == ("InvalidContentType", 415)

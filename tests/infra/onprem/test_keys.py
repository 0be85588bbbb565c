from __future__ import annotations

import pytest

from acree_infra.onprem.keys import MARK, REFERENCES, Keys
from acree_infra.onprem.refusal import CannotRender
from acree_infra.onprem.view import SecretReference

ONE = SecretReference("hq-1")


def test_a_reference_stands_for_a_key() -> None:
    assert REFERENCES(ONE) == f"{MARK}hq-1"
    assert not REFERENCES.shown


def test_a_key_is_put_where_it_is_asked_for() -> None:
    keys = Keys({"hq-1": "Abc/+=._~:,@%^*()!-9"})
    assert keys(ONE) == "Abc/+=._~:,@%^*()!-9"
    assert keys.shown


def test_a_key_that_is_missing_is_named() -> None:
    with pytest.raises(CannotRender, match="there is no value for the secret hq-1; set it"):
        Keys({"hq-2": "x"})(ONE)


@pytest.mark.parametrize(
    "key", ["", "a b", 'a"b', "a?b", "a#b", "a\\b", "a\nb", "a;b", "a$b", "a`b", "a'b", "a{b", "é"]
)
def test_a_key_that_some_device_reads_differently_is_refused_unseen(key: str) -> None:
    with pytest.raises(CannotRender, match="holds a character that not every device takes") as caught:
        Keys({"hq-1": key})(ONE)
    assert not key or f"secret {key}" not in str(caught.value)


def test_keys_show_nothing_of_themselves() -> None:
    assert "hunter2" not in repr(Keys({"hq-1": "hunter2"}))

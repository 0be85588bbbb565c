"""Values in messages, and the nearest names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.topology.found import nearest, shown, suggestion


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nothing"),
        (True, "true"),
        (False, "false"),
        (5, "5"),
        (1.5, "1.5"),
        ("a", "'a'"),
        ("", "''"),
        ("two\nlines", r"'two\nlines'"),
        ([], "an empty list"),
        (["a"], "a list"),
        ({"a": 1}, "a mapping"),
        ("x" * 100, "'" + "x" * 59 + "…"),
    ],
)
def test_values_are_shown_short(value: object, text: str) -> None:
    assert shown(value, ("clients", 0, "name")) == text


@pytest.mark.parametrize(
    "key",
    ["password", "clientSecret", "access-key", "accessKeyId", "private_key", "token", "encryptionsalt", "credentials"],
)
@pytest.mark.parametrize("value", ["hunter22", 5, True])
def test_nothing_is_shown_below_a_key_that_speaks_of_secrets(key: str, value: object) -> None:
    assert shown(value, ("registry", key, 0)) == "a value that is not shown"


@pytest.mark.parametrize(
    "value",
    [
        "LTAI5tExampleExample",
        "id=LTAI5tExampleExample",
        "STS.NUexample1234",
        "v1:abc:def",
        "-----BEGIN KEY-----",
        "eyJhbGciOiJIUzI1NiJ9.e30.x",
    ],
)
def test_values_that_look_like_secrets_are_not_shown(value: str) -> None:
    assert shown(value) == "a value that looks like a secret"


@pytest.mark.parametrize("value", ["vpc-bp1demo", "cri-demo1234", "10.0.0.1/16", "cn-hangzhou", "sts.example.com"])
def test_plain_values_do_not_look_like_secrets(value: str) -> None:
    assert shown(value) == repr(value)


@given(st.text() | st.integers(-(10**50), 10**50) | st.floats() | st.booleans() | st.none())
def test_whatever_is_shown_is_one_short_line(value: object) -> None:
    text = shown(value)
    assert len(text) <= 61
    assert text.isprintable()


class TestNearest:
    @pytest.mark.parametrize(
        ("name", "close"),
        [("pod-cidr", "pod-cidrs"), ("vpcs", "vpc"), ("vswitch", "vswitches"), ("zzz", None), ("", None)],
    )
    def test_name(self, name: str, close: str | None) -> None:
        assert nearest(name, ("vpc", "vswitches", "pod-cidrs", "cidrs")) == close

    def test_is_suggested_with_all_that_are_known(self) -> None:
        assert suggestion("vpcs", ("vpc", "name")) == "did you mean 'vpc'? (known: vpc, name)"
        assert suggestion("zzz", ("vpc", "name")) == "known: vpc, name"
        assert suggestion("vpcs", iter(["vpc"])) == "did you mean 'vpc'? (known: vpc)"

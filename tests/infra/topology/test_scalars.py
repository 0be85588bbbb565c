"""Plain text as values, kind by kind."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.topology.scalars import SCALARS


class TestWholeNumbers:
    @given(st.integers(-(10**38), 10**38))
    def test_in_each_base(self, number: int) -> None:
        sign, size = ("-", -number) if number < 0 else ("", number)
        read = SCALARS["int"]
        assert read(str(number)) == number
        assert read(f"{sign}{size:_}") == number
        assert read(f"{sign}{size:#x}") == number
        if size < 8**30:
            assert read(f"{sign}{size:#o}") == number

    @pytest.mark.parametrize("text", ["", "abc", "1.0", "0x", "0b2", "--", "1" * 41, "0x" + "f" * 10_000])
    def test_other_text_stays_text(self, text: str) -> None:
        assert SCALARS["int"](text) == text


class TestOtherNumbers:
    @given(st.floats(allow_nan=False))
    def test_are_floats(self, number: float) -> None:
        assert SCALARS["float"](repr(number)) == number

    @pytest.mark.parametrize(("text", "sign"), [(".inf", 1), ("+.INF", 1), ("-.Inf", -1)])
    def test_without_end(self, text: str, sign: int) -> None:
        assert SCALARS["float"](text) == sign * math.inf

    @pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
    def test_that_are_none(self, text: str) -> None:
        number = SCALARS["float"](text)
        assert isinstance(number, float)
        assert math.isnan(number)

    def test_other_text_stays_text(self) -> None:
        assert SCALARS["float"]("fast") == "fast"


@pytest.mark.parametrize(("text", "value"), [("true", True), ("TRUE", True), ("False", False), ("yes", "yes")])
def test_booleans(text: str, value: object) -> None:
    assert SCALARS["bool"](text) is value or SCALARS["bool"](text) == value == "yes"


@pytest.mark.parametrize("text", ["", "~", "null", "Null"])
def test_nothing(text: str) -> None:
    assert SCALARS["null"](text) is None


@given(st.sampled_from(sorted(SCALARS)), st.text(max_size=12))
def test_any_text_is_read(kind: str, text: str) -> None:
    assert SCALARS[kind](text) in (None, text) or isinstance(SCALARS[kind](text), int | float)

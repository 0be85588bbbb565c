"""Version numbers, in the forms that the programs in question print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_toolchain.versions import at_least, parse, written

NUMBERS = st.tuples(st.integers(0, 999), st.integers(0, 999), st.integers(0, 999))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v3.259.0", (3, 259, 0)),
        ("3.300.1\n", (3, 300, 1)),
        ("go version go1.26.8 linux/amd64", (1, 26, 8)),
        ("go version go1.26 linux/arm64", (1, 26, 0)),
        ("v3.0.0+unknown", (3, 0, 0)),
        ("3.260.0-alpha.1", (3, 260, 0)),
        ("(devel)", None),
        ("", None),
    ],
)
def test_parse(text: str, expected: tuple[int, int, int] | None) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("found", "wanted", "expected"),
    [
        ("3.259.0", "3.259.0", True),
        ("3.259.1", "3.259.0", True),
        ("3.300.0", "3.259.0", True),
        ("4.0.0", "3.259.0", True),
        ("3.99.0", "3.259.0", False),  # as text it would be newer
        ("3.258.9", "3.259.0", False),
        ("unknown", "3.259.0", False),
    ],
)
def test_at_least(found: str, wanted: str, expected: bool) -> None:
    assert at_least(found, wanted) is expected


@given(NUMBERS)
def test_written_is_read_back(version: tuple[int, int, int]) -> None:
    assert parse(written(version)) == version


@given(NUMBERS, NUMBERS)
def test_order_is_that_of_the_numbers(left: tuple[int, int, int], right: tuple[int, int, int]) -> None:
    assert at_least(written(left), written(right)) is (left >= right)

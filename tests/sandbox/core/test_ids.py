import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_sandbox.core.ids import make_id, suffix


@given(st.integers(0, 5), st.integers(0, 10**6), st.integers(1, 24))
def test_a_suffix_is_letters_and_digits_of_the_wanted_length(seed: int, serial: int, length: int) -> None:
    assert re.fullmatch(f"[0-9a-z]{{{length}}}", suffix(seed, serial, length))


def test_suffixes_differ() -> None:
    assert len({suffix(0, serial) for serial in range(5000)}) == 5000


@pytest.mark.parametrize(
    ("region", "start"), [("cn-hangzhou", "vpc-bp1"), ("cn-shanghai", "vpc-uf6"), ("xx-nowhere", "vpc-"), ("", "vpc-")]
)
def test_a_regional_id_begins_as_the_real_ones_do(region: str, start: str) -> None:
    made = make_id("vpc", region, 0, 1)
    assert made == start + suffix(0, 1)

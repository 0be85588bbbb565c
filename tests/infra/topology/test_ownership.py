from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.topology.ownership import is_own_route, is_own_tag, route_name, stack_tag, zone_remark

STACKS = st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,10}[a-z0-9])?", fullmatch=True)
PURPOSES = st.sampled_from(["registry", "auth", "oss", "return"])


@given(STACKS, PURPOSES)
def test_a_stack_knows_its_own_routes(stack: str, purpose: str) -> None:
    assert is_own_route(stack, route_name(stack, purpose))


@given(STACKS, STACKS, PURPOSES)
def test_a_stack_never_takes_the_routes_of_another(stack: str, other: str, purpose: str) -> None:
    assert is_own_route(stack, route_name(other, purpose)) is (stack == other)


def test_a_stack_whose_name_begins_like_another_is_told_apart() -> None:
    assert not is_own_route("dev", "acree-dev-eu-oss")
    assert not is_own_route("a.b", "acree-axb-oss")
    assert not is_own_route("dev", "acree-dev-")
    assert not is_own_route("dev", "my acree-dev-oss")


@pytest.mark.parametrize("purpose", ["", "b-c", "OSS", "o s"])
def test_purpose_is_one_word(purpose: str) -> None:
    with pytest.raises(ValueError, match="expected a purpose of one lower-case word"):
        route_name("dev", purpose)


def test_tag_and_remark() -> None:
    assert stack_tag("dev") == ("acree:stack", "dev")
    assert is_own_tag("dev", [("team", "a"), ("acree:stack", "dev")])
    assert not is_own_tag("dev", [("acree:stack", "prod"), ("dev", "acree:stack")])
    assert zone_remark("dev") == "acree:dev"

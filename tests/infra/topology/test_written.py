"""A stack file read key by key, whatever stands there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.topology.fault import Key
from acree_infra.topology.written import Written
from tests.infra.samples import stack_data


class TestWritten:
    written = Written(stack_data(), {("clients", 0): 11})

    def test_values_by_key(self) -> None:
        assert self.written.at("clients", 0, "pod-cidrs", 0) == "10.244.0.0/16"
        assert self.written.at("clients", 0, "name", "x") is None
        assert self.written.at("network", "nothing", "x") is None
        assert self.written.at("clients", "name") is None

    def test_text_by_key(self) -> None:
        assert self.written.text("clients", 0, "name") == "shanghai"
        assert self.written.text("clients", 0) is None

    def test_items(self) -> None:
        assert self.written.clients() == [("clients", 0)]
        assert self.written.items("network") == []

    def test_first_names_the_nearest_line(self) -> None:
        assert self.written.first(("clients", 0, "name")) == "first on line 11"

    @pytest.mark.parametrize(
        ("vpc", "key", "text"),
        [
            ("vpc-1", ("network", "service-vpc"), "vpc-1"),
            ({"id": "vpc-1"}, ("network", "service-vpc", "id"), "vpc-1"),
            ({}, ("network", "service-vpc", "id"), None),
            (None, ("network", "service-vpc", "id"), None),
            (["vpc-1"], ("network", "service-vpc", "id"), None),
        ],
    )
    def test_the_service_vpc_short_or_in_full(self, vpc: object, key: Key, text: str | None) -> None:
        data: dict[str, Any] = stack_data()
        data["network"]["service-vpc"] = vpc
        written = Written(data, {})
        assert written.service_vpc() == key
        assert written.text(*written.service_vpc()) == text

    @given(st.none() | st.integers() | st.text() | st.dictionaries(st.text(), st.text()))
    def test_what_is_no_list_has_no_items(self, value: object) -> None:
        assert Written({"clients": value}, {}).clients() == []
        assert Written(value, {}).items("clients") in ([], [("clients", 0)])

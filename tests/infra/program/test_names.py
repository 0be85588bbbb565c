"""Names by content, and what a destination is for."""

from __future__ import annotations

from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_infra.program.names import Purposes, component, route_name, table_name
from acree_infra.routing.nouns import SYSTEM_TABLE, Table, TableKind
from tests.infra.routing.variations import add_client, example, plan_of

TABLE = Table(TableKind.VPC, "cn-shanghai", "vpc-uf6demo", "vtb-uf6main")
networks = st.builds(
    lambda address, length: IPv4Network((address, length), strict=False),
    st.integers(0, 2**32 - 1),
    st.integers(0, 32),
)


class TestNames:
    def test_component(self) -> None:
        assert component("Mesh") == "acree:index:Mesh"

    def test_a_route_is_named_by_its_content(self) -> None:
        name = route_name(TABLE, "oss", IPv4Network("100.118.28.0/24"))
        assert name == "vtb-uf6main-oss-100.118.28.0-24"

    def test_a_system_table_that_is_not_known_goes_by_its_region(self) -> None:
        assert table_name(Table(TableKind.TRANSIT_ROUTER, "cn-hangzhou", "tr", SYSTEM_TABLE)) == "cn-hangzhou-system"

    @given(st.lists(networks, unique=True, max_size=20))
    def test_two_destinations_of_a_table_never_share_a_name(self, found: list[IPv4Network]) -> None:
        assert len({route_name(TABLE, "oss", network) for network in found}) == len(found)

    @pytest.mark.parametrize(
        ("destination", "purpose"),
        [
            ("10.0.0.0/16", "registry"),
            ("100.103.9.188/32", "auth"),
            ("100.118.28.0/24", "oss"),
            ("172.16.0.0/16", "return"),
        ],
    )
    def test_purpose(self, destination: str, purpose: str) -> None:
        assert Purposes(plan_of(*example())).of(IPv4Network(destination)) == purpose

    def test_a_purpose_does_not_change_with_the_clients(self) -> None:
        stack, lock = example()
        before = Purposes(plan_of(stack, lock))
        add_client(stack, lock, "ci", "cn-hangzhou", "172.30.0.0/16")
        plan = plan_of(stack, lock)
        after = Purposes(plan)
        assert {before.of(r.destination) == after.of(r.destination) for r in plan.routes} == {True}

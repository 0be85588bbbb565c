"""Packages of the SDK that are loaded ahead."""

from __future__ import annotations

from acree_infra.program.sdk import load
from tests.infra.routing.variations import example, plan_of


class TestLoad:
    def test_what_the_plan_needs(self) -> None:
        assert [kind.__name__ for kind in load(plan_of(*example()))] == ["Instance", "VPCRouteEntry", "Zone"]

    def test_only_the_link_while_the_plan_waits(self) -> None:
        stack, lock = example()
        stack["registry"]["link"] = "vsw-bp1j"
        lock["legs"]["registry"]["linked-vpcs"] = []
        assert [kind.__name__ for kind in load(plan_of(stack, lock))] == ["VpcEndpointLinkedVpc"]

    def test_nothing_where_nothing_is_to_do(self) -> None:
        stack, lock = example()
        lock["legs"]["registry"]["linked-vpcs"] = []
        assert load(plan_of(stack, lock)) == ()

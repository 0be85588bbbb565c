"""Regions that need a provider."""

from __future__ import annotations

from acree_infra.program.providers import regions
from tests.infra.routing.variations import add_client, example, plan_of


class TestRegions:
    def test_of_the_mesh(self) -> None:
        stack, lock = example()
        add_client(stack, lock, "beijing", "cn-beijing", "172.20.0.0/16")
        assert regions(plan_of(stack, lock)) == ("cn-beijing", "cn-hangzhou", "cn-shanghai")

    def test_of_the_link_alone(self) -> None:
        stack, lock = example()
        lock["legs"]["registry"]["linked-vpcs"] = []
        assert regions(plan_of(stack, lock)) == ("cn-hangzhou",)

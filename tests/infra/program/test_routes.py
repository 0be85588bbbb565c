"""Which routes are made, and which are there already."""

from __future__ import annotations

from dataclasses import replace

from acree_infra.program.routes import to_create
from acree_infra.routing.nouns import ForeignRoute, Hop, HopKind, Origin, Table, TableKind
from tests.infra.routing.variations import example, plan_of

TABLE = Table(TableKind.VPC, "cn-shanghai", "vpc-uf6demo", "vtb-uf6main")


class TestRoutes:
    def test_only_created_ones(self) -> None:
        plan = plan_of(*example())
        wanted = [route for routes in to_create(plan).values() for route in routes]
        assert wanted == [route for route in plan.routes if route.origin is Origin.CREATED]

    def test_one_that_exists_with_the_same_hop_is_left(self) -> None:
        plan = plan_of(*example())
        route = to_create(plan)[TABLE][0]
        there = replace(plan, foreign_routes=(ForeignRoute(TABLE, route.destination, route.hop),))
        assert to_create(there)[TABLE] == to_create(plan)[TABLE][1:]

    def test_one_that_exists_elsewhere_or_otherwise_is_not(self) -> None:
        plan = plan_of(*example())
        route = to_create(plan)[TABLE][0]
        other = ForeignRoute(TABLE, route.destination, Hop(HopKind.FOREIGN, "VpnGateway vpn-1"))
        elsewhere = ForeignRoute(replace(TABLE, id="vtb-other"), route.destination, route.hop)
        assert to_create(replace(plan, foreign_routes=(other, elsewhere))) == to_create(plan)

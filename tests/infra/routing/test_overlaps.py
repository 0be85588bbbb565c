from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network

import pytest
from hypothesis import given, settings

from acree_infra.routing.network import Network
from acree_infra.routing.nouns import ForeignRoute, Hop, HopKind
from acree_infra.routing.overlaps import Outcome, Overlap, overlaps
from acree_infra.routing.plan_model import Plan
from tests.infra.routing.pairs import plan_with, with_client, with_foreign, worlds


def told(plan: Plan) -> list[tuple[str, Outcome, list[str]]]:
    return [
        (str(overlap.foreign.destination), overlap.outcome, [str(row.destination) for row in overlap.routes])
        for overlap in overlaps(plan, plan)
    ]


@pytest.mark.parametrize(
    ("destination", "outcome", "routes"),
    [
        ("100.118.28.0/24", Outcome.CONFLICT, ["100.118.28.0/24"]),
        ("100.118.28.0/25", Outcome.WINS, ["100.118.28.0/24"]),
        ("100.118.28.255/32", Outcome.WINS, ["100.118.28.0/24"]),
        ("100.118.0.0/16", Outcome.LOSES, ["100.118.28.0/24", "100.118.31.0/24"]),
        ("100.103.9.0/24", Outcome.LOSES, ["100.103.9.188/32"]),
    ],
)
def test_the_longer_prefix_wins(destination: str, outcome: Outcome, routes: list[str]) -> None:
    assert told(plan_with(with_foreign(destination))) == [(destination, outcome, routes)]


def test_what_meets_nothing_is_left_out() -> None:
    assert told(plan_with(with_foreign("192.168.0.0/24"), with_foreign("100.118.29.0/24"))) == []


def test_one_may_win_here_and_lose_there() -> None:
    plan = plan_with()
    route = next(row for row in plan.routes if str(row.destination) == "100.118.28.0/24")
    wide = replace(route, destination=IPv4Network("100.112.0.0/13"))
    foreign = ForeignRoute(route.table, IPv4Network("100.118.0.0/16"), Hop(HopKind.FOREIGN, "x"))
    found = told(replace(plan, routes=(*plan.routes, wide), foreign_routes=(foreign,)))
    assert ("100.118.0.0/16", Outcome.LOSES, ["100.118.28.0/24", "100.118.31.0/24"]) in found
    assert ("100.118.0.0/16", Outcome.WINS, ["100.112.0.0/13"]) in found


def test_the_same_prefix_and_hop_is_used() -> None:
    plan = plan_with(with_foreign("100.118.28.0/24"))
    hop = Hop(HopKind.ATTACHMENT, "att-shanghai")
    (overlap,) = overlaps(plan, replace(plan, foreign_routes=(replace(plan.foreign_routes[0], hop=hop),)))
    assert (overlap.outcome, overlap.harmful, overlap.new) == (Outcome.USED, False, True)


def test_only_another_hop_does_harm() -> None:
    plan = plan_with(with_foreign("100.118.28.0/25"))
    assert [overlap.harmful for overlap in overlaps(plan, plan)] == [True]
    same = replace(plan.foreign_routes[0], hop=Hop(HopKind.ATTACHMENT, "att-shanghai"))
    assert [x.harmful for x in overlaps(plan, replace(plan, foreign_routes=(same,)))] == [False]
    loses = plan_with(with_foreign("0.0.0.0/0"))
    assert not any(overlap.harmful for overlap in overlaps(loses, loses))


def test_what_was_there_before_is_not_new() -> None:
    before, after = plan_with(with_foreign("0.0.0.0/0")), plan_with(with_foreign("0.0.0.0/0"), with_client("osaka"))
    assert [overlap.new for overlap in overlaps(before, after)] == [False]
    assert [overlap.new for overlap in overlaps(plan_with(), after)] == [True]


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_it_says_what_look_ups_do(plan: Plan) -> None:
    """Where a foreign route wins, its own addresses go its way unless something longer holds them."""
    network, bare = Network(plan), Network(replace(plan, foreign_routes=()))
    found = overlaps(plan, plan)
    for overlap in found:
        first = int(overlap.foreign.destination.network_address)
        row, was = network.look_up(overlap.foreign.table, first), bare.look_up(overlap.foreign.table, first)
        assert row is not None
        if overlap.outcome is Outcome.WINS:
            assert was is not None
            assert row.destination.prefixlen >= overlap.foreign.destination.prefixlen
        for route in overlap.routes:
            start = network.look_up(route.table, int(route.destination.network_address))
            assert start is not None
            assert overlap.outcome is not Outcome.LOSES or start.destination != overlap.foreign.destination
    met = {(o.foreign, route.destination) for o in found for route in o.routes if o.outcome is not Outcome.WINS}
    assert met == {
        (foreign, route.destination)
        for foreign in plan.foreign_routes
        for route in plan.routes
        if route.legs and route.table == foreign.table and route.destination.subnet_of(foreign.destination)
    }


def test_it_is_a_value() -> None:
    plan = plan_with(with_foreign("100.118.28.0/24"))
    (overlap,) = overlaps(plan, plan)
    assert overlap == Overlap(plan.foreign_routes[0], Outcome.CONFLICT, overlap.routes)

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network
from itertools import pairwise

import pytest
from hypothesis import given, settings

from acree_infra.routing.diff import empty_plan
from acree_infra.routing.network import Network
from acree_infra.routing.nouns import Hop, HopKind, LegId
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.reachability import Effect, PathChange, effect_of, networks_of, path_changes, way
from acree_infra.routing.trace import trace
from acree_infra.topology.values import SERVICE_SPACE
from tests.infra.routing.pairs import plan_with, with_auth, with_client, with_foreign, with_ranges, worlds
from tests.infra.samples import HANGZHOU_OSS

Probe = tuple[str, str, int, LegId, int]


def edges(plans: tuple[Plan, Plan]) -> set[int]:
    """Both ends, and both neighbours, of every prefix that stands anywhere in the plans."""
    prefixes = {SERVICE_SPACE}
    for plan in plans:
        prefixes |= {row.destination for row in plan.routes} | {row.destination for row in plan.foreign_routes}
        prefixes |= {s.cidr for node in (plan.service, *plan.clients) for s in node.subnets}
        prefixes |= {prefix for target in plan.targets for prefix in target.prefixes}
    ends = {int(p.network_address) for p in prefixes} | {int(p.broadcast_address) for p in prefixes}
    return {address + step for address in ends for step in (-1, 0, 1) if 0 <= address + step < 2**32}


def brute_force(before: Plan, after: Plan) -> dict[Probe, Effect]:
    """Every (address of a client, address of a leg) at an edge or beside it, traced in both plans."""
    plans = (before, after)
    networks, addresses = networks_of(before, after), edges(plans)
    found: dict[Probe, Effect] = {}
    for leg in LegId:
        wanted = destinations(plans, leg, addresses)
        for client, vswitch, cidr in {(c.name, s.id, s.cidr) for p in plans for c in p.clients for s in c.subnets}:
            if leg is LegId.REGISTRY and not any(attached(plan, client) for plan in plans):
                continue
            for source in (a for a in addresses if IPv4Address(a) in cidr):
                for target in wanted:
                    was, now = (trace(net, IPv4Address(source), IPv4Address(target)) for net in networks)
                    effect = effect_of(was, now)
                    if effect is not None:
                        found[client, vswitch, source, leg, target] = effect
    return found


def attached(plan: Plan, client: str) -> bool:
    return any(node.name == client and node.id == a.vpc for node in plan.clients for a in plan.vpc_attachments)


def destinations(plans: tuple[Plan, Plan], leg: LegId, addresses: set[int]) -> set[int]:
    if leg is LegId.REGISTRY:
        return {int(plan.registry_address) for plan in plans if plan.registry_address is not None}
    ranges = {prefix for plan in plans for target in plan.targets if target.leg is leg for prefix in target.prefixes}
    return {address for address in addresses if any(IPv4Address(address) in prefix for prefix in ranges)}


def spread(changes: tuple[PathChange, ...], probes: set[int]) -> dict[Probe, Effect]:
    """What the classes say of each of the probed addresses."""
    return {
        (x.client, x.vswitch, source, x.leg, target): x.effect
        for x in changes
        for source in probes
        if x.source.first <= source <= x.source.last
        for target in probes
        if x.destination.first <= target <= x.destination.last
    }


@settings(max_examples=30, deadline=None)
@given(worlds(), worlds())
def test_it_agrees_with_tracing_every_class_of_addresses(before: Plan, after: Plan) -> None:
    registry = {int(plan.registry_address) for plan in (before, after) if plan.registry_address is not None}
    probes = edges((before, after)) | registry
    assert spread(path_changes(before, after), probes) == brute_force(before, after)


@settings(max_examples=30, deadline=None)
@given(worlds())
def test_the_same_plan_changes_nothing(plan: Plan) -> None:
    assert path_changes(plan, plan) == ()


@settings(max_examples=20, deadline=None)
@given(worlds(), worlds())
def test_classes_do_not_overlap_and_are_sorted_by_client(before: Plan, after: Plan) -> None:
    changes = path_changes(before, after)
    classes = [(x.client, x.vswitch, x.leg, x.source, x.destination) for x in changes]
    assert len(set(classes)) == len(classes)
    assert [x.client for x in changes] == sorted(x.client for x in changes)
    for one, other in pairwise(changes):
        if (one.vswitch, one.leg, one.source) == (other.vswitch, other.leg, other.source):
            assert one.destination.last < other.destination.first


def test_a_removed_row_loses_the_leg_of_one_client() -> None:
    before = plan_with()
    auth = IPv4Network("100.103.9.188/32")
    rows = tuple(r for r in before.routes if r.destination != auth or r.table.owner != "vpc-uf6demo")
    changes = path_changes(before, replace(before, routes=rows))
    assert [(x.client, x.leg, str(x.source), str(x.destination), x.effect) for x in changes] == [
        ("shanghai", LegId.AUTH, "172.16.0.0/24", "100.103.9.188/32", Effect.LOST),
        ("shanghai", LegId.AUTH, "172.16.1.0/24", "100.103.9.188/32", Effect.LOST),
    ]
    assert {(x.wanted_before, x.wanted_after) for x in changes} == {(True, True)}
    assert "cloud services of cn-shanghai" in changes[0].after.reason


def test_a_way_back_that_is_gone_is_seen_for_the_source_alone() -> None:
    before = plan_with()
    rows = tuple(r for r in before.routes if r.table.owner != "vpc-bp1demo" or str(r.destination) != "172.16.0.0/16")
    changes = path_changes(before, replace(before, routes=rows))
    assert {x.effect for x in changes} == {Effect.LOST}
    assert {x.leg for x in changes} == set(LegId)
    assert all(x.after.reason.startswith("no way back") for x in changes)


def test_a_foreign_route_takes_half_of_a_range() -> None:
    changes = path_changes(plan_with(), plan_with(with_foreign("100.118.28.0/25")))
    assert {(str(x.destination), x.effect) for x in changes} == {("100.118.28.0/25", Effect.LOST)}


def test_a_source_is_cut_where_the_way_back_is() -> None:
    changes = path_changes(plan_with(), plan_with(with_foreign("172.16.0.0/25", vpc=0)))
    assert {str(x.source) for x in changes} == {"172.16.0.0/25"}
    assert {x.effect for x in changes} == {Effect.LOST}


def test_a_row_in_two_halves_changes_nothing() -> None:
    before = plan_with(with_ranges("100.118.28.0/24"))
    halves = plan_with(with_ranges("100.118.28.0/25", "100.118.28.128/25"))
    assert path_changes(before, halves) == ()


def test_a_new_client_gains_and_others_stay_as_they_are() -> None:
    changes = path_changes(plan_with(), plan_with(with_client("osaka")))
    assert {(x.client, x.effect) for x in changes} == {("osaka", Effect.GAINED)}
    assert {x.leg for x in changes} == set(LegId)
    assert "lies in no vSwitch of this stack" in changes[0].before.reason


def test_an_address_that_left_the_leg_is_not_wanted_any_more() -> None:
    changes = path_changes(plan_with(), plan_with(with_auth("100.103.7.181")))
    assert {(str(x.destination), x.effect, x.wanted_before, x.wanted_after) for x in changes} == {
        ("100.103.9.188/32", Effect.LOST, True, False),
        ("100.103.7.181/32", Effect.GAINED, False, True),
    }


def test_no_stack_before_means_that_every_leg_is_gained() -> None:
    plan = plan_with()
    changes = path_changes(None, plan)
    assert changes == path_changes(empty_plan(plan), plan)
    gained = sum(x.destination.size for x in changes if x.leg is LegId.OSS and x.vswitch == "vsw-uf6m")
    assert gained == sum(IPv4Network(prefix).num_addresses for prefix in HANGZHOU_OSS)


def test_a_client_linked_by_itself_does_not_use_the_service_vpcs_door() -> None:
    def linked(stack: dict[str, object], lock: dict[str, object]) -> None:
        with_client("build")(stack, lock)
        stack["clients"][-1]["via"] = "link"  # type: ignore[index]  # plain data of a test

    changes = path_changes(plan_with(), plan_with(linked))
    assert {x.leg for x in changes if x.client == "build"} == {LegId.AUTH, LegId.OSS}


def test_another_way_for_the_same_packet_is_rerouted() -> None:
    before = plan_with(with_client("build"))
    tables = {row.table for row in before.routes if row.table.owner == "vpc-build"}
    detour = Hop(HopKind.ATTACHMENT, "att-build")
    rows = tuple(
        replace(row, hop=detour) if row.table in tables and str(row.destination) == "172.20.0.0/24" else row
        for row in before.routes
    )
    assert path_changes(before, replace(before, routes=rows))
    network = Network(before)
    one = trace(network, IPv4Address("172.16.0.1"), IPv4Address("100.118.28.44"))
    other = replace(one, forward=one.forward[:-1])
    assert effect_of(one, other) is Effect.REROUTED
    assert way(one) != way(other)


@pytest.mark.parametrize("swap", [False, True])
def test_dropped_elsewhere_is_still_dropped(swap: bool) -> None:
    plan = plan_with(with_foreign("100.103.9.188/32"))
    away = replace(
        plan,
        routes=tuple(r for r in plan.routes if str(r.destination) != "100.103.9.188/32"),
        foreign_routes=tuple(replace(f, hop=Hop(HopKind.FOREIGN, "other")) for f in plan.foreign_routes),
    )
    less = replace(away, foreign_routes=())
    pair = (less, away) if swap else (away, less)
    assert {x.effect for x in path_changes(*pair)} == {Effect.STILL_DROPPED}

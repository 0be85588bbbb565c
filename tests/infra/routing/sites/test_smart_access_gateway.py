"""A Smart Access Gateway: what has to exist, and who makes the entries of it that can be made."""

from __future__ import annotations

from acree_infra.program.routes import to_create
from acree_infra.routing.change_order import actions
from acree_infra.routing.diff import diff_plans
from acree_infra.routing.nouns import LegId, Origin
from tests.infra.routing.sites.places import (
    assert_each_row_is_needed_for_its_legs,
    plan_with,
    reached,
    rows_of,
    site,
)
from tests.infra.samples import HANGZHOU_OSS

WAY = {
    "kind": "smart-access-gateway",
    "gateway": "sag-1",
    "network": "ccn-1",
    "area": "ccn-cn-shanghai",
    "transit-router": "tr-basic",
}


CREATED = {**WAY, "entries": "create", "cen": "cen-hq"}


def test_every_leg_is_reached_and_every_entry_is_needed() -> None:
    plan = plan_with(site(WAY))
    assert reached(plan) == {("tokyo", leg) for leg in LegId}
    assert_each_row_is_needed_for_its_legs(plan)


def test_one_entry_for_each_prefix_of_auth_and_oss() -> None:
    entries = plan_with(site(WAY)).premises.service_entries
    assert {str(entry.host) for entry in entries} == {"100.103.9.188/32", *HANGZHOU_OSS}
    assert {(e.host_region, e.host_vpc, e.access_region, e.transit_router) for e in entries} == {
        ("cn-hangzhou", "vpc-bp1demo", "ccn-cn-shanghai", "tr-basic")
    }


def test_by_hand_they_are_no_rows_of_this_stack() -> None:
    plan = plan_with(site(WAY))
    rows = {
        route.origin for route in plan.routes if route.table.kind == "basic-transit-router" and "auth" in route.legs
    }
    assert Origin.CREATED not in rows
    assert not any(entry.created for entry in plan.premises.service_entries)
    assert to_create(plan) == {}


def test_the_stack_makes_them_when_it_may() -> None:
    plan = plan_with(site(CREATED))
    (rows,) = to_create(plan).values()
    assert {str(route.destination) for route in rows} == {"100.103.9.188/32", *HANGZHOU_OSS}
    assert {entry.cen for entry in plan.premises.service_entries} == {"cen-hq"}
    assert all(entry.created for entry in plan.premises.service_entries)
    assert_each_row_is_needed_for_its_legs(plan)
    difference = diff_plans(None, plan)
    assert [action.verb for action in actions(difference)] == ["add"] * 5


def test_no_enterprise_router_is_made_or_written_to() -> None:
    plan = plan_with(site(WAY))
    assert plan.transit_routers == ()
    assert rows_of(plan, "transit-router") == {}
    assert rows_of(plan, "basic-transit-router")["10.0.0.0/16"] == ("vpc vpc-bp1demo", "learned")


def test_the_gateway_learns_what_it_is_pushed() -> None:
    rows = rows_of(plan_with(site(WAY)), "device")
    assert rows["100.103.9.188/32"] == ("tunnel sag-1", "learned")


def test_what_is_not_known_is_said() -> None:
    (way,) = plan_with(site(WAY)).premises.ways
    assert [note.partition(":")[0] for note in way.notes] == ["K11", "N13"]


def test_forwarding_gets_entries_too() -> None:
    resolvers = {"100.100.2.136/32", "100.100.2.138/32"}
    for way, origin in ((WAY, "rendered"), (CREATED, "created")):
        plan = plan_with(site(way, dns="forward"))
        assert resolvers < {str(entry.host) for entry in plan.premises.service_entries}
        rows = rows_of(plan, "basic-transit-router")
        assert {rows[resolver] for resolver in resolvers} == {("vpc vpc-bp1demo", origin)}
        assert resolvers < rows_of(plan, "cloud-connect-network").keys()


def test_two_sites_of_one_router_share_its_entries() -> None:
    other = {**site({**CREATED, "gateway": "sag-2"}, name="osaka"), "cidrs": ["192.168.20.0/24"]}
    first = {**site(CREATED), "cidrs": ["192.168.10.0/24"]}
    plan = plan_with(first, other)
    (rows,) = to_create(plan).values()
    assert len(rows) == 5
    assert reached(plan) == {(name, leg) for name in ("tokyo", "osaka") for leg in LegId}
    assert_each_row_is_needed_for_its_legs(plan)

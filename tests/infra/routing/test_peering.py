"""VPC peering as the official alternative to CEN."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from acree_infra.program.routes import to_create
from acree_infra.routing.network import Network
from acree_infra.routing.nouns import LegId
from acree_infra.routing.observed import observe
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.seen import SeenRow, SeenTable, World
from acree_infra.routing.trace import Verdict, trace
from tests.infra.routing.sites.places import assert_each_row_is_needed_for_its_legs, failing, reached
from tests.infra.routing.variations import add_client, example, plan_of
from tests.infra.samples import HANGZHOU_OSS

SERVICES = {"10.0.0.0/16", "100.103.9.188/32", *HANGZHOU_OSS}


def peered(**changes: object) -> tuple[dict[str, Any], dict[str, Any]]:
    stack, lock = example()
    stack["network"]["cen"] = "none"
    stack["clients"][0].update({"via": "vpc-peering", **changes})
    return stack, lock


def rows(plan: Plan, owner: str) -> dict[str, str]:
    return {str(r.destination): str(r.hop) for r in plan.routes if r.table.owner == owner and r.origin == "created"}


def test_every_leg_is_reached_and_every_row_is_needed() -> None:
    plan = plan_of(*peered())
    assert reached(plan) == {("shanghai", leg) for leg in LegId}
    assert plan.transit_routers == ()
    assert_each_row_is_needed_for_its_legs(plan)


def test_the_client_routes_services_and_the_service_vpc_its_answer() -> None:
    plan = plan_of(*peered())
    assert rows(plan, "vpc-uf6demo") == dict.fromkeys(SERVICES, "vpc-peering peering-shanghai")
    assert rows(plan, "vpc-bp1demo") == {"172.16.0.0/16": "vpc-peering peering-shanghai"}


def test_the_peering_is_made_with_bandwidth_between_regions() -> None:
    (peering,) = plan_of(*peered()).premises.peerings
    assert (peering.id, peering.vpc, peering.peer_vpc, peering.mbps) == (None, "vpc-uf6demo", "vpc-bp1demo", 100)
    assert (peering.region, peering.peer_region) == ("cn-shanghai", "cn-hangzhou")


def test_one_that_exists_is_used() -> None:
    plan = plan_of(*peered(peering="pcc-1"))
    assert [peering.id for peering in plan.premises.peerings] == ["pcc-1"]
    assert set(rows(plan, "vpc-uf6demo").values()) == {"vpc-peering pcc-1"}
    assert failing(plan) == set()


def over_it(lock: dict[str, Any], destination: str) -> None:
    """Somebody else's row of the client's tables, over the peering that exists."""
    (client,) = (vpc for vpc in lock["networks"]["vpcs"] if vpc["id"] == "vpc-uf6demo")
    for table in client["route-tables"]:
        table["routes"] = [{"destination": destination, "hop-type": "VpcPeer", "hop": "pcc-1"}]


def test_rows_of_others_over_one_that_exists_lead_somewhere() -> None:
    stack, lock = peered(peering="pcc-1")
    over_it(lock, "100.96.0.0/11")
    plan = plan_of(stack, lock)
    assert {str(route.hop) for route in plan.foreign_routes} == {"vpc-peering pcc-1"}
    bare = replace(plan, routes=tuple(r for r in plan.routes if not (r.table.owner == "vpc-uf6demo" and r.legs)))
    found = trace(Network(bare), IPv4Address("172.16.0.9"), IPv4Address("100.103.9.188"))
    assert found.verdict is Verdict.DELIVERED
    assert [str(step.hop) for step in found.forward] == ["vpc-peering pcc-1", "cloud-service cn-hangzhou"]


def test_a_row_of_others_that_is_as_planned_is_used_as_it_is() -> None:
    stack, lock = peered(peering="pcc-1")
    over_it(lock, "10.0.0.0/16")
    plan = plan_of(stack, lock)
    made = {str(route.destination) for rows in to_create(plan).values() for route in rows}
    assert made == {*SERVICES, "172.16.0.0/16"} - {"10.0.0.0/16"}
    (table,) = {route.table for route in plan.foreign_routes}
    row = SeenRow(IPv4Network("10.0.0.0/16"), "pcc-1", "VpcPeer", "Available", "Custom", "")
    world = World(frozenset(), (), {table: SeenTable((row,))})
    assert observe(plan, world).unrecorded == ()


def test_rows_over_a_peering_of_nobody_lead_nowhere() -> None:
    stack, lock = peered(peering="pcc-2")
    over_it(lock, "10.0.0.0/16")
    assert {str(route.hop) for route in plan_of(stack, lock).foreign_routes} == {"foreign VpcPeer pcc-1"}


def test_in_one_region_only_the_registry_is_routed() -> None:
    stack, lock = example()
    stack["network"]["cen"] = "none"
    stack["clients"], lock["networks"]["vpcs"] = [], lock["networks"]["vpcs"][:1]
    add_client(stack, lock, "near", "cn-hangzhou", "172.20.0.0/16", via="vpc-peering")
    plan = plan_of(stack, lock)
    assert rows(plan, "vpc-near") == {"10.0.0.0/16": "vpc-peering peering-near"}
    assert plan.premises.peerings[0].mbps == 0
    assert_each_row_is_needed_for_its_legs(plan)


def test_it_stands_beside_clients_of_transit_routers() -> None:
    stack, lock = peered()
    stack["network"]["cen"] = "create"
    add_client(stack, lock, "shenzhen", "cn-shenzhen", "172.17.0.0/16")
    plan = plan_of(stack, lock)
    assert {router.region for router in plan.transit_routers} == {"cn-hangzhou", "cn-shenzhen"}
    assert {attachment.name for attachment in plan.vpc_attachments} == {"att-service", "att-shenzhen"}
    assert_each_row_is_needed_for_its_legs(plan)


def test_the_registrys_name_is_recorded_for_it() -> None:
    (record,) = plan_of(*peered()).records
    assert record.vpcs == (("cn-shanghai", "vpc-uf6demo"),)

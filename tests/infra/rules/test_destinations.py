"""Destinations, each once, with their places."""

from __future__ import annotations

from acree_infra.routing.nouns import LegId
from acree_infra.rules.destinations import destinations
from tests.infra.rules.world import World


def test_each_destination_once_with_legs_first() -> None:
    found = list(destinations(World().context()))
    prefixes = [str(destination.prefix) for destination in found]
    assert prefixes[0] == "100.103.9.188/32"
    assert len(prefixes) == len(set(prefixes)) == 7
    assert [destination.leg for destination in found[:5]] == [LegId.AUTH, *[LegId.OSS] * 4]
    assert sorted(prefixes[5:]) == ["10.0.0.0/16", "172.16.0.0/16"]


def test_texts_name_leg_table_or_number_of_tables() -> None:
    world = World()
    world.service_vpc["vswitches"][1]["route-table"] = "vtb-bp1other"
    world.service_vpc["route-tables"].append({"id": "vtb-bp1other", "type": "Custom", "routes": []})
    texts = {str(d.prefix): str(d) for d in destinations(world.context())}
    assert texts["100.118.28.0/24"] == "100.118.28.0/24 of the oss leg"
    assert texts["10.0.0.0/16"] == "10.0.0.0/16, a route of vpc table vtb-uf6main of vpc-uf6demo in cn-shanghai,"
    assert texts["172.16.0.0/16"] == "172.16.0.0/16, a route of 2 tables,"


def test_places() -> None:
    world = World()
    world.stack["options"] = {"auto-advertise": False}
    context = world.context()
    places = {str(d.prefix): str(d.where(context)) for d in destinations(context)}
    assert places["172.16.0.0/16"] == world.place("clients", 0)
    assert places["100.118.28.0/24"] == world.place("registry")
    assert places["10.0.0.0/16"] == world.place("network")


def test_a_waiting_plan_has_its_ranges() -> None:
    world = World()
    world.unlink()
    assert [destination.leg for destination in destinations(world.context())] == [LegId.OSS] * 4

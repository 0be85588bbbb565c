"""What a VPC's router must have, read off the plan."""

from typing import Any

import pytest

from acree_sandbox.api.vpc.resources import RouteEntry, VSwitch
from acree_sandbox.network.description import describe
from acree_sandbox.network.naming import number
from acree_sandbox.network.parts import names
from acree_sandbox.network.parts.vpc_routers import MEMBERS, entrances
from acree_sandbox.network.values import BLACK_HOLE, Namespace, Rule
from tests.sandbox.network.worlds import cloud_of, two_regions

CLIENT_TABLE = number("vtb-client")
WAY_OUT = names.attachment_link("att-client")
TO_HOST = names.member_end("vpc-client", "i-two").link


def router(content: dict[str, Any], vpc: str = "vpc-client") -> Namespace:
    return describe(cloud_of(content)).namespaces[names.vpc(vpc)]


def table(its: Namespace, number_of: int) -> dict[str, str]:
    return {route.destination: route.link for route in its.routes if route.table == number_of}


def test_the_table_has_every_row_of_the_control_planes() -> None:
    assert table(router(two_regions()), CLIENT_TABLE) == {
        "100.64.0.0/10": names.SERVICES,
        "172.16.0.0/24": BLACK_HOLE,
        "172.16.1.0/24": BLACK_HOLE,
        "10.0.0.0/16": WAY_OUT,
        "100.118.28.0/24": WAY_OUT,
        "100.103.9.188/32": WAY_OUT,
    }


def test_members_are_found_before_any_table() -> None:
    its = router(two_regions(), "vpc-service")
    assert table(its, MEMBERS) == {
        "10.0.0.1/32": names.member_end("vpc-service", "i-one").link,
        "10.0.0.20/32": next(
            route.link for route in its.routes if route.destination == "10.0.0.20/32" and route.table == MEMBERS
        ),
    }
    first, *_, last = sorted(its.rules)
    assert first == Rule(10, MEMBERS)
    assert last == Rule(1000, 0), "what no rule lets through is dropped without a word"


def test_each_way_in_has_the_table_of_its_vswitch() -> None:
    content = two_regions()
    content["vpcs"][1]["route-tables"].append({"id": "vtb-own", "vswitches": ["vsw-client-n"]})
    content["hosts"].append({"id": "i-three", "vswitch": "vsw-client-n", "address": "172.16.1.1"})
    its = router(content)
    by_link = {rule.link: rule.table for rule in its.rules if rule.priority == 30}
    assert by_link == {
        TO_HOST: CLIENT_TABLE,
        names.member_end("vpc-client", "i-three").link: number("vtb-own"),
        WAY_OUT: CLIENT_TABLE,
    }
    by_mark = {(rule.link, rule.mark): rule.table for rule in its.rules if rule.priority == 20}
    assert by_mark == {
        (names.SERVICES, number("vsw-client-m")): CLIENT_TABLE,
        (names.SERVICES, number("vsw-client-n")): number("vtb-own"),
        (WAY_OUT, number("vsw-client-m")): CLIENT_TABLE,
        (WAY_OUT, number("vsw-client-n")): number("vtb-own"),
    }


def test_an_attachment_enters_at_one_vswitch_of_each_table() -> None:
    cloud = cloud_of(two_regions())
    found = {link: [its.id for its in crossed] for link, crossed in entrances(cloud, "vpc-client").items()}
    assert found == {TO_HOST: ["vsw-client-m"], WAY_OUT: ["vsw-client-m"]}


@pytest.mark.parametrize("status", ["Pending", "Deleting"])
def test_a_route_that_is_not_there_yet_or_no_more_is_not_followed(status: str) -> None:
    cloud = cloud_of(two_regions())
    row = next(row for row in cloud.all(RouteEntry) if row.destination == "10.0.0.0/16")
    cloud.change(row, status=status)
    its = describe(cloud).namespaces[names.vpc("vpc-client")]
    assert "10.0.0.0/16" not in table(its, CLIENT_TABLE)


def test_a_route_that_changes_leads_to_its_new_hop() -> None:
    cloud = cloud_of(two_regions())
    row = next(row for row in cloud.all(RouteEntry) if row.destination == "10.0.0.0/16")
    cloud.change(row, status="Modifying", hop_type="Instance", hop="i-two")
    its = describe(cloud).namespaces[names.vpc("vpc-client")]
    assert table(its, CLIENT_TABLE)["10.0.0.0/16"] == TO_HOST


@pytest.mark.parametrize(
    ("hop_type", "hop"),
    [
        ("BlackHole", ""),
        ("Attachment", "att-service"),
        ("Attachment", "gone"),
        ("Instance", "i-one"),
        ("NatGateway", "n"),
    ],
)
def test_a_hop_that_leads_nowhere_drops(hop_type: str, hop: str) -> None:
    cloud = cloud_of(two_regions())
    row = next(row for row in cloud.all(RouteEntry) if row.destination == "10.0.0.0/16")
    cloud.change(row, hop_type=hop_type, hop=hop)
    its = describe(cloud).namespaces[names.vpc("vpc-client")]
    assert table(its, CLIENT_TABLE)["10.0.0.0/16"] == BLACK_HOLE


def test_a_table_that_no_vswitch_is_bound_to_is_not_built() -> None:
    content = two_regions()
    content["vpcs"][1]["route-tables"].append({"id": "vtb-idle"})
    assert {route.table for route in router(content).routes} == {MEMBERS, CLIENT_TABLE}


def test_a_vswitch_may_be_bound_to_another_table_without_renaming_anything() -> None:
    cloud = cloud_of(two_regions())
    before = describe(cloud)
    vswitch = cloud.get(VSwitch, "vsw-client-n")
    assert vswitch
    cloud.change(vswitch, route_table="vtb-other")
    after = describe(cloud)
    changed = {name for name in after.namespaces if after.namespaces[name] != before.namespaces[name]}
    assert changed == {names.vpc("vpc-client")}
    assert after.links == before.links

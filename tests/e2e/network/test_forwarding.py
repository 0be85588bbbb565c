"""Real packets through real tables, world by world."""

import pytest

from acree_sandbox.api.cbn.resources import Association, TransitRouterRouteEntry, link_id
from acree_sandbox.api.vpc.resources import RouteEntry, VSwitch
from tests.e2e.network.conftest import Building, answers, shown
from tests.sandbox.network.worlds import two_regions

REGISTRY, AUTH, OTHER_AUTH, STORAGE, RESOLVER = (
    "10.0.0.20",
    "100.103.9.188",
    "100.103.7.181",
    "100.118.28.44",
    "100.100.2.136",
)


def test_every_leg_answers_where_routes_lead(build: Building) -> None:
    _, network = build(two_regions())
    assert all(answers(network, "ecs1", leg) for leg in (REGISTRY, AUTH, OTHER_AUTH, STORAGE, RESOLVER))
    assert all(answers(network, "ecs2", leg) for leg in (REGISTRY, AUTH, STORAGE, RESOLVER))
    assert not answers(network, "ecs2", OTHER_AUTH), "no route was made for the second address"


@pytest.mark.parametrize(
    ("table", "destination", "broken"),
    [
        ("vtb-client", "10.0.0.0/16", {REGISTRY}),
        ("vtb-client", "100.118.28.0/24", {STORAGE}),
        ("vtb-client", "100.103.9.188/32", {AUTH}),
        ("vtb-service", "172.16.0.0/16", {REGISTRY, AUTH, STORAGE}),
        ("vtb-tr-service", "100.118.28.0/24", {STORAGE}),
        ("vtb-tr-service", "100.103.9.188/32", {AUTH}),
    ],
)
def test_a_missing_route_breaks_exactly_its_legs(
    build: Building, table: str, destination: str, broken: set[str]
) -> None:
    cloud, network = build(two_regions())
    rows: list[RouteEntry | TransitRouterRouteEntry] = [
        *(row for row in cloud.all(RouteEntry) if row.route_table == table),
        *(row for row in cloud.all(TransitRouterRouteEntry) if row.table == table),
    ]
    (row,) = (row for row in rows if row.destination == destination)
    cloud.remove(row)
    network.settled()
    assert {leg for leg in (REGISTRY, AUTH, STORAGE) if not answers(network, "ecs2", leg)} == broken
    cloud.put(row)
    network.settled()
    assert all(answers(network, "ecs2", leg) for leg in (REGISTRY, AUTH, STORAGE))


def test_the_table_bound_to_the_vswitch_of_the_host_decides(build: Building) -> None:
    content = two_regions()
    content["vpcs"][1]["route-tables"].append({"id": "vtb-empty", "vswitches": ["vsw-client-n"]})
    content["hosts"].append({"id": "i-three", "vswitch": "vsw-client-n", "address": "172.16.1.1"})
    cloud, network = build(content)
    assert answers(network, "ecs2", REGISTRY)
    assert not answers(network, "i-three", REGISTRY)
    assert answers(network, "i-three", "172.16.0.1"), "members of one VPC reach each other whatever the table"
    vswitch = cloud.get(VSwitch, "vsw-client-n")
    assert vswitch
    cloud.change(vswitch, route_table="vtb-client")
    network.settled()
    assert answers(network, "i-three", REGISTRY)


def test_without_association_nothing_enters_a_router(build: Building) -> None:
    cloud, network = build(two_regions())
    row = cloud.get(Association, link_id("att-peer", "vtb-tr-service"))
    assert row
    cloud.remove(row)
    network.settled()
    assert not answers(network, "ecs2", REGISTRY)
    cloud.put(row)
    network.settled()
    assert answers(network, "ecs2", REGISTRY)


def test_a_black_hole_wins_over_a_wider_route(build: Building) -> None:
    cloud, network = build(two_regions())
    hole = TransitRouterRouteEntry(id="rte-hole", table="vtb-tr-client", destination="100.118.28.32/27", hop="")
    cloud.put(hole)
    network.settled()
    assert "blackhole 100.118.28.32/27" in shown(network, "tr-tr-client", "route", "show", "table", "all")
    assert not answers(network, "ecs2", STORAGE)
    assert answers(network, "ecs2", AUTH)


def test_cloud_services_belong_to_their_region(build: Building) -> None:
    _, network = build(two_regions(cens=[], vpcs=[its | {"route-tables": []} for its in two_regions()["vpcs"]]))
    assert answers(network, "ecs1", STORAGE)
    assert not answers(network, "ecs2", STORAGE)
    assert answers(network, "ecs2", RESOLVER)


def test_vpcs_of_one_region_may_have_the_same_addresses(build: Building) -> None:
    content = two_regions(cens=[])
    for vpc in content["vpcs"]:
        vpc.pop("route-tables")
    twin = {
        "id": "vpc-twin",
        "region": "cn-hangzhou",
        "cidr": "10.0.0.0/16",
        "vswitches": [{"id": "vsw-twin", "zone": "cn-hangzhou-j", "cidr": "10.0.0.0/24"}],
    }
    content["vpcs"].append(twin)
    content["hosts"].append({"id": "i-twin", "vswitch": "vsw-twin", "address": "10.0.0.1"})
    _, network = build(content)
    assert answers(network, "ecs1", STORAGE)
    assert answers(network, "i-twin", STORAGE)
    assert answers(network, "ecs1", REGISTRY)
    assert not answers(network, "i-twin", REGISTRY), "the link is in the other VPC"


def test_an_answer_comes_back_in_at_the_vswitch_of_the_attachment(build: Building) -> None:
    """The return route stands only in the table of another vSwitch than the one the question came through."""
    content = two_regions()
    content["vpcs"][0]["route-tables"] = [
        {"id": "vtb-service"},
        {
            "id": "vtb-back",
            "vswitches": ["vsw-service-j", "vsw-service-k"],
            "routes": [{"destination": "172.16.0.0/16", "hop-type": "Attachment", "hop": "att-service"}],
        },
    ]
    cloud, network = build(content)
    assert answers(network, "ecs2", STORAGE)
    for name in ("vsw-service-j", "vsw-service-k"):
        vswitch = cloud.get(VSwitch, name)
        assert vswitch
        cloud.change(vswitch, route_table="vtb-service")
    network.settled()
    assert not answers(network, "ecs2", STORAGE)


def test_zones_with_different_tables_take_turns(build: Building) -> None:
    """Half of the connections find no way back when only one of two tables has it."""
    content = two_regions()
    content["vpcs"][0]["route-tables"].append({"id": "vtb-empty", "vswitches": ["vsw-service-k"]})
    _, network = build(content)
    assert sorted(answers(network, "ecs2", STORAGE) for _ in range(6)) == [False] * 3 + [True] * 3


def test_nothing_else_exists_inside(build: Building) -> None:
    """No address of this machine, no default route out, no IPv6."""
    _, network = build(two_regions())
    links = shown(network, "host-i-two", "-brief", "link")
    assert [line.split()[0].partition("@")[0] for line in links.splitlines()] == ["lo", "eth0"]
    assert shown(network, "host-i-two", "-6", "address") == ""
    assert not answers(network, "ecs2", "192.0.2.1")

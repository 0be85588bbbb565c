from __future__ import annotations

import pytest

from acree_infra.reports.selection import narrowed
from acree_infra.routing.nouns import TableKind
from acree_infra.routing.trace import paths
from tests.infra.reports.cases import CASES, case_of, hosts, same_region, three_regions, unlinked
from tests.infra.routing.variations import add_client, example


@pytest.mark.parametrize("name", CASES)
def test_nothing_asked_is_the_whole_plan(name: str) -> None:
    plan = CASES[name]().plan
    assert narrowed(plan) == plan


@pytest.mark.parametrize("client", ["shanghai", "shenzhen", "beijing"])
def test_a_client_keeps_its_own_and_the_service_side(client: str) -> None:
    plan = three_regions().plan
    part = narrowed(plan, client=client)
    assert [node.name for node in part.clients] == [client]
    assert {a.name for a in part.vpc_attachments} == {f"att-{client}", "att-service"}
    assert [peer.name for peer in part.peer_attachments] == [f"peer-cn-{client}"]
    assert {router.region for router in part.transit_routers} == {f"cn-{client}", "cn-hangzhou"}
    assert {r.table.region for r in part.routes} == {f"cn-{client}", "cn-hangzhou"}


@pytest.mark.parametrize("client", ["shanghai", "shenzhen", "beijing"])
def test_of_shared_tables_only_the_ways_back_to_others_are_left_out(client: str) -> None:
    plan = three_regions().plan
    part = narrowed(plan, client=client)
    regions = {f"cn-{client}", "cn-hangzhou"}
    left_out = {r for r in plan.routes if r.table.region in regions} - set(part.routes)
    others = {"shanghai", "shenzhen", "beijing"} - {client}
    assert {r.reason.partition(":")[0] for r in left_out} == {f"way back to {other}" for other in others}
    assert len(left_out) == 4  # the service router's row and the service VPC's, for each of two others


@pytest.mark.parametrize("name", [name for name in CASES if name != "unlinked"])
def test_a_clients_packets_fare_as_in_the_whole_plan(name: str) -> None:
    """What is left out decides for none of its packets, nor for their answers."""
    plan = CASES[name]().plan
    whole = list(paths(plan))
    for node in plan.clients:
        expected = [path for path in whole if path.client == node]
        assert expected
        assert list(paths(narrowed(plan, client=node.name))) == expected


def test_a_wider_row_than_the_clients_is_kept() -> None:
    """A default route, or one that swallows a leg, is what a reader looks for."""
    stack, lock = example()
    add_client(stack, lock, "shenzhen", "cn-shenzhen", "172.17.0.0/16", **{"pod-cidrs": []})
    lock["networks"]["vpcs"][0]["route-tables"][0]["routes"] = [
        {"destination": destination, "hop": "i-1", "hop-type": "Instance"}
        for destination in ("0.0.0.0/0", "172.16.0.0/12", "172.17.128.0/17", "192.168.0.0/24")
    ]
    plan = case_of(stack, lock).plan
    part = narrowed(plan, client="shanghai")
    assert {str(route.destination) for route in part.foreign_routes} == {"0.0.0.0/0", "172.16.0.0/12"}
    assert len(narrowed(plan, region="cn-hangzhou").foreign_routes) == 4


def test_table_links_of_other_clients_connections_are_left_out() -> None:
    part = narrowed(three_regions().plan, client="shanghai")
    assert {link.attachment for link in part.associations} == {"att-shanghai", "att-service", "peer-cn-shanghai"}
    assert {link.attachment for link in part.propagations} == {"att-shanghai", "att-service", "peer-cn-shanghai"}


@pytest.mark.parametrize("region", ["cn-hangzhou", "cn-shanghai", "cn-shenzhen", "cn-beijing"])
def test_a_region_keeps_what_stands_there(region: str) -> None:
    plan = three_regions().plan
    part = narrowed(plan, region=region)
    assert part.routes == tuple(route for route in plan.routes if route.table.region == region)
    assert {link.table.region for link in (*part.associations, *part.propagations)} == {region}
    assert {a.region for a in part.vpc_attachments} == {region}
    assert len(part.peer_attachments) == (3 if region == "cn-hangzhou" else 1)


def test_a_client_and_a_region_keep_what_both_keep() -> None:
    part = narrowed(three_regions().plan, client="beijing", region="cn-hangzhou")
    assert {route.table.region for route in part.routes} == {"cn-hangzhou"}
    assert [peer.name for peer in part.peer_attachments] == ["peer-cn-beijing"]
    assert narrowed(three_regions().plan, client="beijing", region="cn-shanghai").routes == ()


def test_regions_partition_the_routes() -> None:
    plan = three_regions().plan
    parts = [narrowed(plan, region=r).routes for r in ("cn-beijing", "cn-hangzhou", "cn-shanghai", "cn-shenzhen")]
    assert sum(map(len, parts)) == len(plan.routes)


def test_a_client_of_the_registrys_region_has_no_connection() -> None:
    part = narrowed(same_region().plan, client="build")
    assert part.peer_attachments == ()
    assert {route.table.owner for route in part.routes if route.table.kind is TableKind.VPC} == {
        "vpc-build",
        "vpc-bp1demo",
    }


def test_records_keep_only_who_is_shown() -> None:
    plan = three_regions().plan
    assert [record.vpcs for record in narrowed(plan, client="beijing").records] == [(("cn-beijing", "vpc-beijing"),)]
    assert narrowed(hosts().plan, region="cn-hangzhou").records == ()


def test_links_stay_with_their_vpc() -> None:
    assert len(narrowed(unlinked().plan, region="cn-hangzhou").links) == 1
    assert narrowed(unlinked().plan, region="cn-shanghai").links == ()

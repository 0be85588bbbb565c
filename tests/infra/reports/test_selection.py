from __future__ import annotations

import pytest

from acree_infra.reports.selection import narrowed
from acree_infra.routing.nouns import TableKind
from tests.infra.reports.cases import CASES, hosts, same_region, three_regions, unlinked


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
    service = {r for r in plan.routes if r.table.region == "cn-hangzhou"}
    assert service < set(part.routes)
    assert {r.table.region for r in part.routes} == {f"cn-{client}", "cn-hangzhou"}


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

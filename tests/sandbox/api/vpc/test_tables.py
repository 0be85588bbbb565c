"""The rows of a table, with what a transit router writes into it (AutoPublishRouteEnabled, 4.3)."""

from collections.abc import Callable
from typing import Any

import pytest

from acree_sandbox.api.vpc.resources import RouteTable
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.api.vpc.tables import Row, rows
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import OSS, WorkedExample, populate
from tests.sandbox.api.cbn.networks import Network as Routers


@pytest.fixture
def world() -> World:
    def start(cloud: Cloud) -> None:
        populate(cloud)
        for table, kind in (("vtb-own", "System"), ("vtb-custom", "Custom")):
            cloud.put(RouteTable(id=table, region="cn-shanghai", vpc="vpc-sh", type=kind, status="Available"))

    return World(paces={"*": Pace(seconds=0)}, populate=start)


@pytest.fixture
def example(call: Callable[..., dict[str, Any]]) -> WorkedExample:
    return WorkedExample(Routers(call))


def synchronise(example: WorkedExample) -> None:
    example.network.ask(
        "UpdateTransitRouterVpcAttachmentAttribute",
        TransitRouterAttachmentId=example.client_vpc,
        AutoPublishRouteEnabled="true",
    )


def learned(cloud: Cloud, table: str = "vtb-own") -> list[Row]:
    return [row for row in rows(cloud, cloud.need(RouteTable, table, "none")) if row.type == "CEN"]


def test_nothing_is_written_unasked(example: WorkedExample, cloud: Cloud) -> None:
    own = rows(cloud, cloud.need(RouteTable, "vtb-own", "none"))
    assert [(row.destination, row.hop_type, row.type) for row in own] == [
        ("100.64.0.0/10", "service", "System"),
        ("172.16.0.0/24", "local", "System"),
        ("172.16.1.0/24", "local", "System"),
    ]


def test_synchronised_routes_lead_to_the_attachment(
    example: WorkedExample, cloud: Cloud, call: Callable[..., dict[str, Any]]
) -> None:
    synchronise(example)
    wanted = [Row("10.0.0.0/16", "Attachment", example.client_vpc, "CEN")]
    assert learned(cloud) == learned(cloud, "vtb-custom") == wanted
    answer = call(VPC, "DescribeRouteEntryList", RouteTableId="vtb-own", RouteEntryType="CEN")
    (shown,) = answer["RouteEntrys"]["RouteEntry"]
    assert (shown["DestinationCidrBlock"], shown["Type"], shown["RouteEntryId"]) == ("10.0.0.0/16", "CEN", "")
    assert shown["NextHops"]["NextHop"][0]["NextHopId"] == example.client_vpc
    assert shown["Status"] == "Available"


def test_of_the_cloud_services_nothing_is_written(example: WorkedExample, cloud: Cloud) -> None:
    synchronise(example)
    assert OSS in {route[0] for route in example.network.known(example.client_table)}
    assert OSS not in {row.destination for row in learned(cloud)}


def test_a_custom_route_of_the_destination_stands(
    example: WorkedExample, cloud: Cloud, call: Callable[..., dict[str, Any]]
) -> None:
    synchronise(example)
    where = {"RouteTableId": "vtb-own", "DestinationCidrBlock": "10.0.0.0/16"}
    entry = call(VPC, "CreateRouteEntry", where, NextHopType="BlackHole")["RouteEntryId"]
    assert learned(cloud) == []
    assert len(learned(cloud, "vtb-custom")) == 1
    call(VPC, "DeleteRouteEntry", RouteEntryId=entry)
    assert len(learned(cloud)) == 1


def test_a_table_that_takes_no_routes(
    example: WorkedExample, cloud: Cloud, call: Callable[..., dict[str, Any]]
) -> None:
    synchronise(example)
    call(VPC, "ModifyRouteTableAttributes", RouteTableId="vtb-custom", RoutePropagationEnable="false")
    assert learned(cloud, "vtb-custom") == []
    assert len(learned(cloud)) == 1


def test_they_go_with_the_attachments_switch(example: WorkedExample, cloud: Cloud) -> None:
    synchronise(example)
    example.network.ask(
        "UpdateTransitRouterVpcAttachmentAttribute",
        TransitRouterAttachmentId=example.client_vpc,
        AutoPublishRouteEnabled="false",
    )
    assert learned(cloud) == []

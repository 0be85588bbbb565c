"""Routes of a VPC that are published to CEN by hand: those to a VPN gateway, and what may not be (4.2)."""

import pytest

from acree_sandbox.api.cbn.learning import table_routes
from acree_sandbox.api.cbn.resources import TransitRouterTable
from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable
from acree_sandbox.core.cloud import Cloud
from tests.sandbox.api.cbn.networks import HANGZHOU, Network

HQ = "192.168.10.0/24"


@pytest.fixture
def whose(network: Network, cloud: Cloud) -> dict[str, str]:
    """A VPC that is attached and propagates, with its own table and a custom one."""
    router = network.router()
    attachment = network.attach(router)
    table = network.system_table(router)
    network.propagate(attachment, table)
    for identifier, kind in (("vtb-own", "System"), ("vtb-other", "Custom")):
        cloud.put(RouteTable(id=identifier, region=HANGZHOU, status="Available", vpc="vpc-hz", type=kind))
    route(cloud, "VpnGateway", "vpn-1", HQ)
    return {
        "CenId": network.cen,
        "ChildInstanceId": "vpc-hz",
        "ChildInstanceType": "VPC",
        "ChildInstanceRegionId": HANGZHOU,
        "ChildInstanceRouteTableId": "vtb-own",
    }


def route(cloud: Cloud, hop_type: str, hop: str, destination: str, table: str = "vtb-own") -> None:
    cloud.put(
        RouteEntry(
            id=f"rte-{table}-{destination}",
            region=HANGZHOU,
            status="Available",
            route_table=table,
            vpc="vpc-hz",
            destination=destination,
            hop_type=hop_type,
            hop=hop,
        )
    )


def learned(cloud: Cloud) -> set[str]:
    (table,) = cloud.all(TransitRouterTable)
    return {row.destination for row in table_routes(cloud, table.id)}


def test_a_route_to_a_vpn_gateway_is_learned_once_it_is_published(
    network: Network, cloud: Cloud, whose: dict[str, str]
) -> None:
    assert learned(cloud) == {"10.0.0.0/16"}
    network.ask("PublishRouteEntries", whose, DestinationCidrBlock=HQ)
    assert learned(cloud) == {"10.0.0.0/16", HQ}
    network.ask("WithdrawPublishedRouteEntries", whose, DestinationCidrBlock=HQ)
    assert learned(cloud) == {"10.0.0.0/16"}
    network.refused("InvalidOperation.NotFoundRoute", "WithdrawPublishedRouteEntries", whose, DestinationCidrBlock=HQ)


def test_it_goes_and_comes_with_the_route(network: Network, cloud: Cloud, whose: dict[str, str]) -> None:
    network.ask("PublishRouteEntries", whose, DestinationCidrBlock=HQ)
    cloud.remove(cloud.need(RouteEntry, f"rte-vtb-own-{HQ}", "none"))
    assert learned(cloud) == {"10.0.0.0/16"}
    route(cloud, "VpnGateway", "vpn-1", HQ)
    assert learned(cloud) == {"10.0.0.0/16", HQ}


@pytest.mark.parametrize("hop_type", ["Attachment", "VpcPeer", "Ecr", "RouterInterface"])
def test_routes_to_other_networks_are_refused(
    network: Network, cloud: Cloud, whose: dict[str, str], hop_type: str
) -> None:
    route(cloud, hop_type, "x-1", "192.168.20.0/24")
    where = {**whose, "DestinationCidrBlock": "192.168.20.0/24"}
    network.refused("InvalidOperation.RouteNotPublishable", "PublishRouteEntries", where)


def test_custom_tables_and_cloud_services_are_refused(network: Network, cloud: Cloud, whose: dict[str, str]) -> None:
    route(cloud, "VpnGateway", "vpn-1", HQ, "vtb-other")
    other = {**whose, "ChildInstanceRouteTableId": "vtb-other", "DestinationCidrBlock": HQ}
    network.refused("InvalidOperation.RouteNotPublishable", "PublishRouteEntries", other)
    for destination in ("100.64.0.0/10", "100.118.28.0/24"):
        route(cloud, "Instance", "i-1", "100.118.28.0/24")
        where = {**whose, "DestinationCidrBlock": destination}
        network.refused("InvalidOperation.RouteNotPublishable", "PublishRouteEntries", where)


def test_the_list_tells_what_is_published(network: Network, whose: dict[str, str]) -> None:
    def statuses() -> dict[str, str]:
        rows = network.ask("DescribePublishedRouteEntries", whose, PageSize="50")["PublishedRouteEntries"]
        return {row["DestinationCidrBlock"]: row["PublishStatus"] for row in rows["PublishedRouteEntry"]}

    assert statuses()[HQ] == "NonPublished"
    network.ask("PublishRouteEntries", whose, DestinationCidrBlock=HQ)
    assert statuses()[HQ] == "Published"
    assert statuses()["100.64.0.0/10"] == "NotOperable"
    only = network.ask("DescribePublishedRouteEntries", whose, DestinationCidrBlock=HQ)
    (row,) = only["PublishedRouteEntries"]["PublishedRouteEntry"]
    assert (row["NextHopType"], row["NextHopId"], row["OperationalMode"]) == ("VpnGateway", "vpn-1", True)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("Instance.NotExist", {"ChildInstanceId": "vpc-x"}),
        ("Instance.NotExist", {"ChildInstanceId": "vpc-sh"}),
        ("InvalidOperation.NotFoundRoute", {"ChildInstanceRouteTableId": "vtb-x"}),
        ("InvalidOperation.NotFoundRoute", {"DestinationCidrBlock": "192.168.99.0/24"}),
    ],
)
def test_what_is_not_there(network: Network, whose: dict[str, str], code: str, change: dict[str, str]) -> None:
    network.refused(code, "PublishRouteEntries", {**whose, "DestinationCidrBlock": HQ, **change})

"""Routes of programs, in the words of a plan."""

from __future__ import annotations

from ipaddress import IPv4Network

import pytest

from acree_infra.policy.plain import plain_rows
from acree_infra.policy.resource import VPC_ATTACHMENT
from acree_infra.policy.rows import prefix_of
from acree_infra.routing.nouns import Hop, HopKind, Origin, Table, TableKind
from tests.infra.policy.resources import VPC_ROUTE, resource, team, vpc_route

OLDER = "alicloud:vpc/routeEntry:RouteEntry"


def test_a_route_of_a_vpc() -> None:
    (row,) = plain_rows([vpc_route("storage", "100.118.28.0/24")])
    assert row.resource.name == "storage"
    assert row.route.table == Table(TableKind.VPC, "cn-shanghai", "an owner without a name", "vtb-uf6main")
    assert row.route.destination == IPv4Network("100.118.28.0/24")
    assert row.route.hop == Hop(HopKind.ATTACHMENT, "tr-attach-1")
    assert (row.route.origin, row.route.reason) == (Origin.CREATED, "resource storage")


def test_the_older_class_has_another_name_for_its_destination() -> None:
    known = {"routeTableId": "vtb-1", "destinationCidrblock": "10.0.0.0/8", "nexthopType": "VpnGateway"}
    known["nexthopId"] = "vpn-1"
    (row,) = plain_rows([resource("old", OLDER, "cn-shanghai", None, **known)])
    assert (row.route.destination, row.route.hop) == (IPv4Network("10.0.0.0/8"), Hop(HopKind.VPN_GATEWAY, "vpn-1"))


def test_routes_of_routers() -> None:
    found = [row for row in plain_rows(team()) if row.route.table.kind is TableKind.TRANSIT_ROUTER]
    assert len(found) == 5
    assert {row.route.table.region for row in found} == {"cn-hangzhou"}


def test_what_is_not_known_yet_goes_by_the_resource_that_it_comes_from() -> None:
    made = resource(
        "made",
        VPC_ROUTE,
        needs={"routeTableId": "table", "nexthopId": "joined"},
        destinationCidrBlock="10.1.0.0/16",
        nexthopType="Attachment",
    )
    (row,) = plain_rows([resource("table", "any:t"), resource("joined", VPC_ATTACHMENT), made])
    assert (row.route.table.owner, row.route.table.id) == ("table", "table")
    assert row.route.hop == Hop(HopKind.ATTACHMENT, "joined")


@pytest.mark.parametrize(
    ("kind", "hop"),
    [
        ("Ecr", Hop(HopKind.EXPRESS_ROUTER, "x-1")),
        ("VpcPeer", Hop(HopKind.PEERING, "x-1")),
        ("NatGateway", Hop(HopKind.FOREIGN, "NatGateway x-1")),
        ("", Hop(HopKind.FOREIGN, "x-1")),
    ],
)
def test_next_hops(kind: str, hop: Hop) -> None:
    (row,) = plain_rows([vpc_route("one", "10.1.0.0/16", "x-1", kind)])
    assert row.route.hop == hop


def test_a_hop_of_which_nothing_is_known() -> None:
    (row,) = plain_rows([resource("one", VPC_ROUTE, "", destinationCidrBlock="10.1.0.0/16")])
    assert row.route.hop == Hop(HopKind.FOREIGN, "of one")
    assert row.route.table.region == "the provider's region"


@pytest.mark.parametrize("text", ["", "2001:db8::/32", "pl-1"])
def test_what_is_no_prefix_makes_no_row(text: str) -> None:
    assert prefix_of(text) is None
    assert plain_rows([vpc_route("one", text)]) == ()


def test_a_destination_without_a_mask_is_one_address() -> None:
    """So the service takes it (4.4)."""
    assert prefix_of("100.103.9.188") == IPv4Network("100.103.9.188/32")

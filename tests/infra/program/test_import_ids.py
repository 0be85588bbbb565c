from __future__ import annotations

from collections import Counter
from typing import Any, cast

import pytest

from acree_infra.cloud.cen import AttachmentKind, AttachmentRecord
from acree_infra.cloud.clouds import Clouds
from acree_infra.cloud.entries import Entry
from acree_infra.cloud.premises import VbrRecord
from acree_infra.cloud.private_zone import NameRecord, ZoneRecord
from acree_infra.program.import_ids import ImportIds

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
HOME = "cn-hangzhou"


class Account:
    """One of each, and how often each was asked for; it stands for all readers."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.cen = self.private_zones = self.vpc = self.premises = self

    def attachments(self, cen: str, region: str, kind: AttachmentKind) -> tuple[AttachmentRecord, ...]:
        self.asked[f"{cen} {region} {kind}"] += 1
        resource = {"vpc": "vpc-1", "peer": "tr-2", "vbr": "vbr-1", "vpn": "vco-1", "ecr": "ecr-1"}[kind]
        return (AttachmentRecord(f"tr-attach-{kind}", kind, "tr-1", resource),)

    def associations(self, region: str, table: str) -> tuple[str, ...]:
        self.asked[f"{region} {table} associations"] += 1
        return ("tr-attach-vpc",)

    def propagations(self, region: str, table: str) -> tuple[str, ...]:
        self.asked[f"{region} {table} propagations"] += 1
        return ("tr-attach-peer",)

    def vpc_entries(self, region: str, table: str) -> tuple[Entry, ...]:
        self.asked[f"{region} {table} vpc"] += 1
        hop = "ri-1" if table == "vtb-vbr" else "tr-attach-vpc"
        return (Entry("10.0.0.0/8", hop, "Available", "Custom"),)

    def vbr(self, region: str, vbr: str) -> VbrRecord | None:
        self.asked[f"{region} {vbr}"] += 1
        return VbrRecord(vbr, 0, "", "", "", "vtb-vbr") if vbr == "vbr-1" else None

    def router_entries(self, region: str, table: str) -> tuple[Entry, ...]:
        self.asked[f"{region} {table} router"] += 1
        return (
            Entry("10.1.0.0/16", "tr-attach-vpc", "Active", "Propagated", id="rte-0"),
            Entry("10.0.0.0/8", "tr-attach-vpc", "Active", "Static", id="rte-1"),
        )

    def zones(self) -> tuple[ZoneRecord, ...]:
        return (ZoneRecord("z-1", "a.example.com.", ""),)

    def records(self, zone: str) -> tuple[NameRecord, ...]:
        self.asked[f"{zone} records"] += 1
        return (NameRecord("77", "@", "A", "10.0.0.20"),)

    def bound_vpcs(self, zone: str) -> tuple[str, ...]:
        return ("vpc-1",) if zone == "z-1" else ()


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def ids(account: Account) -> ImportIds:
    return ImportIds(cast("Clouds", account), account, {HOME: ["vbr-0", "vbr-1"]})


def link(attachment: str, table: str = "vtb-1") -> dict[str, Any]:
    return {"transitRouterAttachmentId": attachment, "transitRouterRouteTableId": table}


def router_route(destination: str, hop: str, table: str = "vtb-1") -> dict[str, Any]:
    prefix = "transitRouterRouteEntry"
    return {
        "transitRouterRouteTableId": table,
        f"{prefix}DestinationCidrBlock": destination,
        f"{prefix}NextHopId": hop,
    }


def line_route(hop: str, table: str = "vtb-vbr") -> dict[str, Any]:
    destination = {"destinationCidrblock": "10.0.0.0/8", "nexthopType": "RouterInterface"}
    return {"routeTableId": table, **destination, "nexthopId": hop}


def attached(key: str, resource: str) -> dict[str, Any]:
    return {"cenId": "cen-1", "transitRouterId": "tr-1", key: resource}


def vpc_route(destination: str, hop: str) -> dict[str, Any]:
    return {"routeTableId": "vtb-1", "destinationCidrBlock": destination, "nexthopId": hop}


FOUND = {
    "a VPC": (
        "cen:TransitRouterVpcAttachment",
        {"cenId": "cen-1", "transitRouterId": "tr-1", "vpcId": "vpc-1"},
        "cen-1:tr-attach-vpc",
    ),
    "a peer": (
        "cen:TransitRouterPeerAttachment",
        {"cenId": "cen-1", "transitRouterId": "tr-1", "peerTransitRouterId": "tr-2"},
        "cen-1:tr-attach-peer",
    ),
    "a VBR": ("cen:TransitRouterVbrAttachment", attached("vbrId", "vbr-1"), "cen-1:tr-attach-vbr"),
    "an IPsec connection": ("cen:TransitRouterVpnAttachment", attached("vpnId", "vco-1"), "tr-attach-vpn"),
    "an Express Connect Router": ("cen:TransitRouterEcrAttachment", attached("ecrId", "ecr-1"), "tr-attach-ecr"),
    "a VBR's route": ("vpc:RouteEntry", line_route("ri-1"), "vtb-vbr:vbr-1:10.0.0.0/8:RouterInterface:ri-1"),
    "an association": ("cen:TransitRouterRouteTableAssociation", link("tr-attach-vpc"), "tr-attach-vpc:vtb-1"),
    "a propagation": ("cen:TransitRouterRouteTablePropagation", link("tr-attach-peer"), "tr-attach-peer:vtb-1"),
    "a VPC's route": ("vpc:VPCRouteEntry", vpc_route("10.0.0.0/8", "tr-attach-vpc"), "vtb-1:10.0.0.0/8"),
    "a router's": ("cen:TransitRouterRouteEntry", router_route("10.0.0.0/8", "tr-attach-vpc"), "vtb-1:rte-1"),
    "a zone": ("pvtz:Zone", {"zoneName": "a.example.com"}, "z-1"),
    "a record": ("pvtz:ZoneRecord", {"zoneId": "z-1", "rr": "@", "type": "A", "value": "10.0.0.20"}, "77:z-1"),
    "a zone's VPCs": ("pvtz:ZoneAttachment", {"zoneId": "z-1"}, "z-1"),
}
OTHERWISE: dict[str, tuple[str, dict[str, Any]]] = {
    "another VPC": (
        "cen:TransitRouterVpcAttachment",
        {"cenId": "cen-1", "transitRouterId": "tr-1", "vpcId": "vpc-2"},
    ),
    "on another router": (
        "cen:TransitRouterVpcAttachment",
        {"cenId": "cen-1", "transitRouterId": "tr-9", "vpcId": "vpc-1"},
    ),
    "another VBR": ("cen:TransitRouterVbrAttachment", attached("vbrId", "vbr-2")),
    "another IPsec connection": ("cen:TransitRouterVpnAttachment", attached("vpnId", "vco-2")),
    "another interface of a VBR": ("vpc:RouteEntry", line_route("ri-2")),
    "the table of no VBR that is known": ("vpc:RouteEntry", line_route("ri-1", "vtb-other")),
    "a route of a VPN gateway": ("vpn:RouteEntry", {"vpnGatewayId": "vpn-1"}),
    "an advertised route": ("cen:RouteEntry", {"instanceId": "cen-1"}),
    "an attachment that reads no table": ("cen:TransitRouterRouteTableAssociation", link("tr-attach-peer")),
    "an attachment that is not known yet": ("cen:TransitRouterRouteTableAssociation", link(UNKNOWN)),
    "a table that is not known yet": ("cen:TransitRouterRouteTablePropagation", link("tr-attach-peer", UNKNOWN)),
    "another hop": ("vpc:VPCRouteEntry", vpc_route("10.0.0.0/8", "tr-attach-other")),
    "another prefix": ("vpc:VPCRouteEntry", vpc_route("10.0.0.0/9", "tr-attach-vpc")),
    "a learned route": ("cen:TransitRouterRouteEntry", router_route("10.1.0.0/16", "tr-attach-vpc")),
    "a router table that is not known yet": (
        "cen:TransitRouterRouteEntry",
        router_route("10.0.0.0/8", "tr-attach-vpc", UNKNOWN),
    ),
    "another zone": ("pvtz:Zone", {"zoneName": "b.example.com"}),
    "another value": ("pvtz:ZoneRecord", {"zoneId": "z-1", "rr": "@", "type": "A", "value": "10.0.0.21"}),
    "a record of a new zone": ("pvtz:ZoneRecord", {"zoneId": UNKNOWN, "rr": "@", "type": "A", "value": "10.0.0.20"}),
    "a zone that nobody sees": ("pvtz:ZoneAttachment", {"zoneId": "z-2"}),
    "the VPCs of a new zone": ("pvtz:ZoneAttachment", {"zoneId": UNKNOWN}),
    "a kind that is never taken over": ("cen:TransitRouter", {"cenId": "cen-1"}),
}


@pytest.mark.parametrize("what", FOUND)
def test_what_is_there(ids: ImportIds, what: str) -> None:
    kind, inputs, expected = FOUND[what]
    assert ids.of(kind, HOME, inputs) == expected


@pytest.mark.parametrize("what", OTHERWISE)
def test_what_is_not(ids: ImportIds, what: str) -> None:
    assert ids.of(OTHERWISE[what][0], HOME, OTHERWISE[what][1]) == ""


def test_each_list_is_read_once(ids: ImportIds, account: Account) -> None:
    for kind, inputs, _ in [*FOUND.values(), *FOUND.values()]:
        ids.of(kind, HOME, inputs)
    assert set(account.asked.values()) == {1}


def test_a_router_and_a_vpc_may_have_tables_of_one_name(ids: ImportIds, account: Account) -> None:
    ids.of("vpc:VPCRouteEntry", HOME, vpc_route("10.0.0.0/8", "tr-attach-vpc"))
    assert ids.of("cen:TransitRouterRouteEntry", HOME, router_route("10.0.0.0/8", "tr-attach-vpc")) == "vtb-1:rte-1"
    assert account.asked == {f"{HOME} vtb-1 vpc": 1, f"{HOME} vtb-1 router": 1}

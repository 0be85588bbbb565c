from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from acree_infra.cloud.cen import (
    AttachmentKind,
    AttachmentRecord,
    CenReader,
    TransitRouterRecord,
    TransitRouterTableRecord,
)
from acree_infra.cloud.routes import RouteRecord
from acree_infra.cloud.sdk.cen import SdkCenReader
from acree_infra.cloud.sdk.service import Service
from tests.infra.cloud.sdk.service_server import ServiceServer

TAGS = [{"Key": "acree:stack", "Value": "dev"}]


@pytest.fixture
def reader(service: Callable[[str], Service]) -> CenReader:
    return SdkCenReader(service("CBN"))


def test_cens_are_found_by_their_tag_even_if_the_service_answers_others(
    server: ServiceServer, reader: CenReader
) -> None:
    cens = [{"CenId": "cen-1", "Tags": {"Tag": TAGS}}, {"CenId": "cen-2", "Tags": {"Tag": []}}]
    server.will_answer("DescribeCens", {"TotalCount": 2, "Cens": {"Cen": cens}})

    assert reader.cens_tagged("acree:stack", "dev") == ("cen-1",)
    assert server.asked["DescribeCens"][0]["Tag.1.Key"] == "acree:stack"
    assert server.asked["DescribeCens"][0]["Tag.1.Value"] == "dev"


def test_transit_routers_with_edition(server: ServiceServer, reader: CenReader) -> None:
    routers = [
        {"TransitRouterId": "tr-1", "RegionId": "cn-shanghai", "Type": "Enterprise", "Status": "Active", "Tags": TAGS},
        {"TransitRouterId": "tr-2", "RegionId": "cn-shanghai", "Type": "Basic", "Status": "Active"},
        {"TransitRouterId": "tr-3", "RegionId": "cn-hangzhou", "Type": "Enterprise", "Status": "Active"},
        {"TransitRouterId": "tr-4", "RegionId": "cn-shanghai", "Type": "Enterprise", "Status": "Deleting"},
        {"TransitRouterId": "tr-5"},
    ]
    server.will_answer("ListTransitRouters", {"TotalCount": 5, "TransitRouters": routers})

    assert reader.transit_routers("cen-1", "cn-shanghai") == (
        TransitRouterRecord("tr-1", "cn-shanghai", "Enterprise", (("acree:stack", "dev"),)),
        TransitRouterRecord("tr-2", "cn-shanghai", "Basic"),
        TransitRouterRecord("tr-5", "cn-shanghai", ""),
    )


def test_tables(server: ServiceServer, reader: CenReader) -> None:
    tables = [{"TransitRouterRouteTableId": "vtb-1", "TransitRouterRouteTableType": "System"}]
    server.will_answer("ListTransitRouterRouteTables", {"TransitRouterRouteTables": tables})

    assert reader.tables("cn-shanghai", "tr-1") == (TransitRouterTableRecord("vtb-1", "System"),)


def test_vpc_attachment(server: ServiceServer, reader: CenReader) -> None:
    attachment = {
        "TransitRouterAttachmentId": "tr-attach-1",
        "TransitRouterId": "tr-1",
        "VpcId": "vpc-1",
        "Status": "Attached",
        "AutoPublishRouteEnabled": True,
        "ZoneMappings": [{"ZoneId": "n", "VSwitchId": "vsw-n"}, {"ZoneId": "m", "VSwitchId": "vsw-m"}],
        "Tags": TAGS,
    }
    leaving = {**attachment, "TransitRouterAttachmentId": "tr-attach-2", "Status": "Detaching"}
    server.will_answer("ListTransitRouterVpcAttachments", {"TransitRouterAttachments": [attachment, leaving]})

    assert reader.attachments("cen-1", "cn-shanghai", "vpc") == (
        AttachmentRecord(
            "tr-attach-1",
            "vpc",
            "tr-1",
            "vpc-1",
            vswitches=("vsw-m", "vsw-n"),
            auto_publish=True,
            tags=(("acree:stack", "dev"),),
        ),
    )


@pytest.mark.parametrize("region", ["cn-hangzhou", "cn-shanghai"])
def test_peer_attachment_looks_the_same_from_both_ends(server: ServiceServer, reader: CenReader, region: str) -> None:
    attachment = {
        "TransitRouterAttachmentId": "tr-attach-9",
        "TransitRouterId": "tr-hz",
        "RegionId": "cn-hangzhou",
        "PeerTransitRouterId": "tr-sh",
        "PeerTransitRouterRegionId": "cn-shanghai",
        "Status": "Attached",
        "AutoPublishRouteEnabled": True,
        "Bandwidth": 100,
        "BandwidthType": "DataTransfer",
    }
    server.will_answer("ListTransitRouterPeerAttachments", {"TransitRouterAttachments": [attachment]})

    (found,) = reader.attachments("cen-1", region, "peer")

    here, there = ("tr-hz", "tr-sh") if region == "cn-hangzhou" else ("tr-sh", "tr-hz")
    assert (found.router, found.resource) == (here, there)
    assert found.peer_region == ({"cn-hangzhou", "cn-shanghai"} - {region}).pop()
    assert (found.bandwidth, found.bandwidth_type, found.auto_publish) == (100, "DataTransfer", True)


@pytest.mark.parametrize(("kind", "key"), [("vbr", "VbrId"), ("vpn", "VpnId"), ("ecr", "EcrId")])
def test_attachments_of_other_kinds(server: ServiceServer, reader: CenReader, kind: AttachmentKind, key: str) -> None:
    attachment = {"TransitRouterAttachmentId": "tr-attach-1", "TransitRouterId": "tr-1", key: "resource-1"}
    server.will_answer(f"ListTransitRouter{kind.title()}Attachments", {"TransitRouterAttachments": [attachment]})

    assert reader.attachments("cen-1", "cn-shanghai", kind) == (
        AttachmentRecord("tr-attach-1", kind, "tr-1", "resource-1"),
    )


def test_every_kind_has_its_action() -> None:
    assert get_args(AttachmentKind) == ("vpc", "peer", "vbr", "vpn", "ecr")


def test_associations_and_propagations_that_hold(server: ServiceServer, reader: CenReader) -> None:
    links = [
        {"TransitRouterAttachmentId": "tr-attach-1", "Status": "Active"},
        {"TransitRouterAttachmentId": "tr-attach-2", "Status": "Dissociating"},
    ]
    server.will_answer("ListTransitRouterRouteTableAssociations", {"TransitRouterAssociations": links})
    server.will_answer("ListTransitRouterRouteTablePropagations", {"TransitRouterPropagations": links})

    assert reader.associations("cn-shanghai", "vtb-1") == ("tr-attach-1",)
    assert reader.propagations("cn-shanghai", "vtb-1") == ("tr-attach-1",)


def test_static_routes(server: ServiceServer, reader: CenReader) -> None:
    prefix = "TransitRouterRouteEntry"
    static = {
        f"{prefix}DestinationCidrBlock": "100.118.28.0/24",
        f"{prefix}NextHopType": "Attachment",
        f"{prefix}NextHopId": "tr-attach-1",
        f"{prefix}Name": "acree-dev-oss",
        f"{prefix}Type": "Static",
    }
    black_hole = {f"{prefix}DestinationCidrBlock": "10.0.0.0/8", f"{prefix}NextHopType": "BlackHole"}
    learned = {**static, f"{prefix}Type": "Propagated"}
    server.will_answer("ListTransitRouterRouteEntries", {"TransitRouterRouteEntries": [static, learned, black_hole]})

    assert reader.static_routes("cn-shanghai", "vtb-1") == (
        RouteRecord("100.118.28.0/24", "Attachment", "tr-attach-1", "acree-dev-oss"),
        RouteRecord("10.0.0.0/8", "BlackHole", "", ""),
    )
    assert server.asked["ListTransitRouterRouteEntries"][0][f"{prefix}Type"] == "Static"


def test_zones_are_those_of_every_list(server: ServiceServer, reader: CenReader) -> None:
    lists = {"MasterZones": ["z-b"], "SlaveZones": ["z-a"], "AvailableZones": ["z-a", "z-b", "z-c"]}
    server.will_answer("ListTransitRouterAvailableResource", lists)

    assert reader.zones("cn-shanghai") == ("z-a", "z-b", "z-c")

from __future__ import annotations

from collections.abc import Callable

import pytest

from acree_infra.cloud.private_zone import NameRecord, PrivateZoneReader, ZoneRecord
from acree_infra.cloud.sdk.private_zone import SdkPrivateZoneReader
from acree_infra.cloud.sdk.service import Service
from tests.infra.cloud.sdk.service_server import ServiceServer


@pytest.fixture
def reader(service: Callable[[str], Service]) -> PrivateZoneReader:
    return SdkPrivateZoneReader(service("PVTZ"))


def test_zones_of_all_pages_without_those_of_products(server: ServiceServer, reader: PrivateZoneReader) -> None:
    server.will_answer(
        "DescribeZones",
        {"TotalItems": 3, "Zones": {"Zone": [{"ZoneId": "z-1", "ZoneName": "a.example.com", "Remark": "acree:dev"}]}},
        {
            "TotalItems": 3,
            "Zones": {
                "Zone": [
                    {"ZoneId": "z-2", "ZoneName": "b.example.com"},
                    {"ZoneId": "z-3", "ZoneName": "c.example.com", "ZoneType": "CLOUD_PRODUCT_ZONE"},
                ]
            },
        },
    )

    assert reader.zones() == (ZoneRecord("z-1", "a.example.com", "acree:dev"), ZoneRecord("z-2", "b.example.com", ""))


def test_bound_vpcs(server: ServiceServer, reader: PrivateZoneReader) -> None:
    vpcs = [{"VpcId": "vpc-2"}, {"VpcId": "vpc-1"}, {"VpcId": "vpc-2"}]
    server.will_answer("DescribeZoneInfo", {"BindVpcs": {"Vpc": vpcs}})

    assert reader.bound_vpcs("z-1") == ("vpc-1", "vpc-2")


def test_records(server: ServiceServer, reader: PrivateZoneReader) -> None:
    row = {"RecordId": 77, "Rr": "@", "Type": "A", "Value": "10.0.0.20", "Ttl": 60}
    server.will_answer("DescribeZoneRecords", {"TotalItems": 1, "Records": {"Record": [row]}})

    assert reader.records("z-1") == (NameRecord("77", "@", "A", "10.0.0.20"),)

"""PrivateZone: zones, records, bindings, tags."""

from __future__ import annotations

from typing import Any

import pytest

from acree_sandbox.api.pvtz.resources import PrivateZone
from acree_sandbox.api.pvtz.service import PVTZ
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.world import World
from acree_sandbox.world.file import world_of
from tests.sandbox.conftest import Calling
from tests.sandbox.world.test_file import content

BOTH = {
    "Vpcs.1.RegionId": "cn-shanghai",
    "Vpcs.1.VpcId": "vpc-sh",
    "Vpcs.2.RegionId": "cn-hangzhou",
    "Vpcs.2.VpcId": "vpc-hz",
}


@pytest.fixture
def world() -> World:
    return world_of({**content(), "paces": {"*": 0}})


@pytest.fixture
def zone(call: Calling) -> str:
    return str(call(PVTZ, "AddZone", ZoneName="Registry.Internal.", ProxyPattern="ZONE")["ZoneId"])


def record(call: Calling, zone: str, rr: str = "@", kind: str = "A", value: str = "10.0.0.20") -> dict[str, Any]:
    return call(PVTZ, "AddZoneRecord", ZoneId=zone, Rr=rr, Type=kind, Value=value, Ttl="60")


class TestZones:
    """Made, described, bound as a whole list, deleted when nobody sees them."""

    def test_life_of_a_zone(self, call: Calling, zone: str) -> None:
        call(PVTZ, "UpdateZoneRemark", ZoneId=zone, Remark="acree:dev")
        call(PVTZ, "SetProxyPattern", ZoneId=zone, ProxyPattern="RECORD")
        call(PVTZ, "BindZoneVpc", BOTH, ZoneId=zone)
        info = call(PVTZ, "DescribeZoneInfo", ZoneId=zone)
        assert (info["ZoneName"], info["Remark"], info["ProxyPattern"]) == ("registry.internal", "acree:dev", "RECORD")
        assert [v["VpcId"] for v in info["BindVpcs"]["Vpc"]] == ["vpc-sh", "vpc-hz"]
        with pytest.raises(ApiError, match=r"Zone\.VpcExists"):
            call(PVTZ, "DeleteZone", ZoneId=zone)
        call(PVTZ, "BindZoneVpc", ZoneId=zone)
        call(PVTZ, "DeleteZone", ZoneId=zone)
        with pytest.raises(ApiError, match=r"Zone\.NotExists"):
            call(PVTZ, "DescribeZoneInfo", ZoneId=zone)

    def test_listing(self, call: Calling, zone: str) -> None:
        for number in range(3):
            call(PVTZ, "AddZone", ZoneName=f"z{number}.example")
        page = call(PVTZ, "DescribeZones", PageNumber="2", PageSize="3")
        assert (page["TotalItems"], page["TotalPages"], len(page["Zones"]["Zone"])) == (4, 2, 1)
        found = call(PVTZ, "DescribeZones", Keyword="registry.internal", SearchMode="EXACT")["Zones"]["Zone"]
        assert [z["ZoneId"] for z in found] == [zone]
        assert call(PVTZ, "DescribeZones", QueryVpcId="vpc-sh")["TotalItems"] == 0
        assert call(PVTZ, "DescribeSyncEcsHostTask", ZoneId=zone)["EcsRegions"] == {"EcsRegion": []}

    def test_binding_is_checked(self, call: Calling, zone: str) -> None:
        with pytest.raises(ApiError, match=r"ZoneVpc\.NotExists\.VpcId"):
            call(PVTZ, "BindZoneVpc", {"Vpcs.1.RegionId": "cn-beijing", "Vpcs.1.VpcId": "vpc-sh"}, ZoneId=zone)
        call(PVTZ, "BindZoneVpc", BOTH, ZoneId=zone)
        twin = call(PVTZ, "AddZone", ZoneName="registry.internal")["ZoneId"]
        with pytest.raises(ApiError, match=r"ZoneVpc\.Conflict\.ZoneName"):
            call(PVTZ, "BindZoneVpc", BOTH, ZoneId=twin)

    def test_names_are_checked(self, call: Calling) -> None:
        with pytest.raises(ApiError, match=r"Zone\.Invalid\.Name"):
            call(PVTZ, "AddZone", ZoneName="a..b")

    def test_zones_of_a_service_are_not_edited(self, cloud: Cloud, call: Calling) -> None:
        with cloud.transaction():
            cloud.put(PrivateZone(id="zone-cr", name="x.cr.aliyuncs.com", owner="cr"))
        with pytest.raises(ApiError, match=r"Zone\.Forbidden\.Operate"):
            call(PVTZ, "DeleteZone", ZoneId="zone-cr")
        with pytest.raises(ApiError, match=r"Zone\.Forbidden\.Operate"):
            record(call, "zone-cr")


class TestRecords:
    """Records are numbers on the wire."""

    def test_life_of_a_record(self, call: Calling, zone: str) -> None:
        made = record(call, zone)["RecordId"]
        assert isinstance(made, int)
        call(PVTZ, "SetZoneRecordStatus", RecordId=str(made), Status="DISABLE")
        call(PVTZ, "UpdateRecordRemark", RecordId=str(made), Remark="r")
        call(PVTZ, "UpdateZoneRecord", RecordId=str(made), Rr="@", Type="A", Value="10.0.0.21")
        (shown,) = call(PVTZ, "DescribeZoneRecords", ZoneId=zone)["Records"]["Record"]
        assert (shown["Value"], shown["Status"], shown["Remark"], shown["Ttl"]) == ("10.0.0.21", "DISABLE", "r", 60)
        call(PVTZ, "DeleteZoneRecord", RecordId=str(made))
        with pytest.raises(ApiError, match=r"Record\.NotExists"):
            call(PVTZ, "DeleteZoneRecord", RecordId=str(made))

    def test_refusals(self, call: Calling, zone: str) -> None:
        record(call, zone)
        with pytest.raises(ApiError, match=r"Record\.Invalid\.Conflict"):
            record(call, zone)
        with pytest.raises(ApiError, match="A CNAME stands alone"):
            record(call, zone, kind="CNAME", value="x.example")
        with pytest.raises(ApiError, match="holds an IPv4 address, not 'x'"):
            record(call, zone, rr="www", value="x")
        record(call, zone, rr="www")
        found = call(PVTZ, "DescribeZoneRecords", ZoneId=zone, Keyword="www", SearchMode="EXACT")
        assert found["TotalItems"] == 1

    def test_a_deleted_zone_takes_its_records(self, call: Calling, zone: str) -> None:
        made = record(call, zone)["RecordId"]
        call(PVTZ, "DeleteZone", ZoneId=zone)
        with pytest.raises(ApiError, match=r"Record\.NotExists"):
            call(PVTZ, "SetZoneRecordStatus", RecordId=str(made), Status="ENABLE")


class TestTags:
    """The list is flat here."""

    def test_set_list_remove(self, call: Calling, zone: str) -> None:
        whose = {"ResourceType": "ZONE", "ResourceId.1": zone}
        call(PVTZ, "TagResources", {**whose, "Tag.1.Key": "k", "Tag.1.Value": "v"})
        expected = [{"ResourceId": zone, "ResourceType": "ZONE", "TagKey": "k", "TagValue": "v"}]
        assert call(PVTZ, "ListTagResources", whose)["TagResources"] == expected
        assert call(PVTZ, "ListTagResources", ResourceType="ZONE")["TagResources"] == expected
        call(PVTZ, "UntagResources", {**whose, "TagKey.1": "k"})
        assert call(PVTZ, "ListTagResources", whose)["TagResources"] == []

from __future__ import annotations

from collections.abc import Callable

import pytest

from acree_infra.cloud.errors import ApiError
from acree_infra.cloud.registry import (
    DomainRecord,
    InstanceRecord,
    LinkRecord,
    RegistryReader,
    StorageRuleRecord,
    VpcEndpointRecord,
)
from acree_infra.cloud.sdk.registry import SdkRegistryReader
from acree_infra.cloud.sdk.service import Service
from tests.infra.cloud.sdk.service_server import Refusal, ServiceServer

INSTANCE = {"InstanceId": "cri-demo1234", "InstanceName": "acr-demo", "InstanceStatus": "RUNNING"}


@pytest.fixture
def reader(service: Callable[[str], Service]) -> RegistryReader:
    return SdkRegistryReader(service("CR"))


def test_instance_by_id(server: ServiceServer, reader: RegistryReader) -> None:
    server.will_answer("GetInstance", {"IsSuccess": True, "Code": "success", **INSTANCE})

    assert reader.instance("cn-hangzhou", "cri-demo1234") == InstanceRecord("cri-demo1234", "acr-demo", "RUNNING")


def test_instance_that_does_not_exist(server: ServiceServer, reader: RegistryReader) -> None:
    server.will_answer("GetInstance", Refusal("INSTANCE_NOT_EXIST", 404))

    with pytest.raises(ApiError, match="look-up failed") as caught:
        reader.instance("cn-hangzhou", "cri-other")

    assert "check the id and the region" in str(caught.value)
    assert caught.value.absent


def test_instances_by_exactly_their_name(server: ServiceServer, reader: RegistryReader) -> None:
    similar = {**INSTANCE, "InstanceId": "cri-2", "InstanceName": "acr-demo-old"}
    elsewhere = {**INSTANCE, "InstanceId": "cri-3", "RegionId": "cn-beijing"}
    server.will_answer(
        "ListInstance", {"IsSuccess": True, "TotalCount": 3, "Instances": [similar, elsewhere, INSTANCE]}
    )

    assert [found.id for found in reader.instances_named("cn-hangzhou", "acr-demo")] == ["cri-demo1234"]
    assert server.asked["ListInstance"][0] == {"InstanceName": "acr-demo", "PageNo": "1", "PageSize": "30"}


def test_domains_of_every_endpoint(server: ServiceServer, reader: RegistryReader) -> None:
    endpoints = [
        {"EndpointType": "internet", "Domains": [{"Domain": "public.example.com", "Type": "SYSTEM"}]},
        {"EndpointType": "VPC", "Domains": [{"Domain": "vpc.example.com", "Type": "user"}]},
        {"EndpointType": "vpc"},
    ]
    server.will_answer("ListInstanceEndpoint", {"IsSuccess": True, "Endpoints": endpoints})

    assert reader.domains("cn-hangzhou", "cri-demo1234", "Registry") == (
        DomainRecord("internet", "public.example.com", "SYSTEM"),
        DomainRecord("vpc", "vpc.example.com", "USER"),
    )


def test_vpc_endpoint(server: ServiceServer, reader: RegistryReader) -> None:
    links = [
        {"VpcId": "vpc-1", "VswitchId": "vsw-1", "Ip": "10.0.0.20", "Status": "RUNNING", "DefaultAccess": True},
        {"VpcId": "vpc-2", "VswitchId": "vsw-2", "Status": "CREATING", "Issue": "PRIVATE_ZONE_CONFLICT_AT_z"},
    ]
    server.will_answer("GetInstanceVpcEndpoint", {"IsSuccess": True, "Domains": ["a.example.com"], "LinkedVpcs": links})

    assert reader.vpc_endpoint("cn-hangzhou", "cri-demo1234", "Registry") == VpcEndpointRecord(
        ("a.example.com",),
        (
            LinkRecord("vpc-1", "vsw-1", "10.0.0.20", "RUNNING", ""),
            LinkRecord("vpc-2", "vsw-2", "", "CREATING", "PRIVATE_ZONE_CONFLICT_AT_z"),
        ),
    )


def test_storage_rules(server: ServiceServer, reader: RegistryReader) -> None:
    routes = [{"EndpointType": "VPC", "InstanceDomain": "a.example.com", "StorageDomain": "b.example.com"}]
    server.will_answer("GetStorageDomainRoutingRule", {"Success": True, "Routes": routes})

    assert reader.storage_rules("cn-hangzhou", "cri-demo1234") == (StorageRuleRecord("VPC", "b.example.com"),)

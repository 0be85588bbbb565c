"""Instances, endpoints, access entries and storage domain rules, also through the official SDK."""

from __future__ import annotations

import json

import pytest
from alibabacloud_cr20181201 import models
from alibabacloud_cr20181201.client import Client
from alibabacloud_tea_openapi.models import Config

from acree_sandbox.api.cr.service import CR
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.running import RunningServer
from tests.sandbox.conftest import Calling

INSTANCE = {"InstanceId": "cri-1"}
VPC_NAME = "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"


class TestInstances:
    """Found by region and name; told apart from what does not exist."""

    def test_list_by_region_name_and_status(self, call: Calling) -> None:
        found = call(CR, "ListInstance", RegionId="cn-hangzhou", InstanceName="acr-demo", InstanceStatus="RUNNING")
        assert [(x["InstanceId"], x["InstanceSpecification"]) for x in found["Instances"]] == [
            ("cri-1", "Enterprise_Standard")
        ]
        assert call(CR, "ListInstance", RegionId="cn-shanghai")["Instances"] == []
        assert call(CR, "ListInstance", RegionId="cn-hangzhou", InstanceName="other")["TotalCount"] == 0

    def test_get_usage_and_missing(self, call: Calling) -> None:
        assert call(CR, "GetInstance", INSTANCE)["InstanceName"] == "acr-demo"
        assert call(CR, "GetInstanceUsage", INSTANCE)["NamespaceQuota"] == "100"
        with pytest.raises(ApiError) as caught:
            call(CR, "GetInstance", InstanceId="cri-none")
        assert (caught.value.code, caught.value.status) == ("INSTANCE_NOT_EXIST", 404)

    def test_temporary_passwords_differ(self, call: Calling) -> None:
        first, second = (call(CR, "GetAuthorizationToken", INSTANCE) for _ in range(2))
        assert first["AuthorizationToken"] != second["AuthorizationToken"]
        assert first["TempUsername"] == "cr_temp_user"

    def test_tags(self, call: Calling) -> None:
        assert call(CR, "ListTagResources", ResourceType="instance")["TagResources"]["TagResource"] == []


class TestEndpoints:
    """Names inside a VPC and outside; access entries belong to the public one."""

    def test_both_endpoints(self, call: Calling) -> None:
        public, private = call(CR, "ListInstanceEndpoint", INSTANCE)["Endpoints"]
        assert public["Domains"][0]["Domain"] == "acr-demo-registry.cn-hangzhou.cr.aliyuncs.com"
        assert private["Domains"] == [{"Domain": VPC_NAME, "Type": "SYSTEM"}]
        assert [x["Ip"] for x in private["LinkedVpcs"]] == ["10.0.0.20"]

    def test_access_entries(self, call: Calling) -> None:
        entry = {**INSTANCE, "EndpointType": "internet", "Entry": "192.168.1.0/24"}
        call(CR, "CreateInstanceEndpointAclPolicy", entry, Comment="office")
        shown = call(CR, "GetInstanceEndpoint", INSTANCE, EndpointType="internet")["AclEntries"]
        assert shown == [{"Entry": "192.168.1.0/24", "Comment": "office"}]
        with pytest.raises(ApiError, match="SLB_ACL_ENTRY_ALREADY_EXIST"):
            call(CR, "CreateInstanceEndpointAclPolicy", entry)
        call(CR, "DeleteInstanceEndpointAclPolicy", entry)
        with pytest.raises(ApiError, match="SLB_ACL_ENTRY_NOT_EXIST"):
            call(CR, "DeleteInstanceEndpointAclPolicy", entry)


class TestStorageDomainRules:
    """G43: they change where layers come from."""

    def test_life_of_a_rule(self, call: Calling) -> None:
        routes = [{"EndpointType": "VPC", "InstanceDomain": VPC_NAME, "StorageDomain": "https://b.example.com"}]
        rule = call(CR, "CreateStorageDomainRoutingRule", INSTANCE, Routes=json.dumps(routes))["RuleId"]
        assert call(CR, "GetStorageDomainRoutingRule", INSTANCE, RuleId=rule)["Routes"] == routes
        with pytest.raises(ApiError, match="ALREADY_EXIST"):
            call(CR, "CreateStorageDomainRoutingRule", INSTANCE, Routes=json.dumps(routes))
        routes[0]["StorageDomain"] = "https://c.example.com"
        call(CR, "UpdateStorageDomainRoutingRule", INSTANCE, RuleId=rule, Routes=json.dumps(routes))
        assert call(CR, "GetStorageDomainRoutingRule", INSTANCE)["Routes"] == routes
        call(CR, "DeleteStorageDomainRoutingRule", INSTANCE, RuleId=rule)
        with pytest.raises(ApiError, match="NOT_EXIST"):
            call(CR, "GetStorageDomainRoutingRule", INSTANCE)


class TestOfficialSdk:
    """The SDK's own models take the answers: types fit."""

    def test_endpoint_and_link_models(self, server: RunningServer) -> None:
        config = Config(
            access_key_id="sandbox-key",
            access_key_secret="sandbox-secret",
            endpoint=server.endpoint,
            protocol="HTTPS",
            region_id="cn-hangzhou",
            ca=str(server.ca_file),
        )
        client = Client(config)
        listed = client.list_instance(models.ListInstanceRequest(instance_name="acr-demo")).body
        assert [x.instance_id for x in listed.instances] == ["cri-1"]
        linked = client.get_instance_vpc_endpoint(models.GetInstanceVpcEndpointRequest(instance_id="cri-1")).body
        assert [(x.ip, x.default_access) for x in linked.linked_vpcs] == [("10.0.0.20", True)]

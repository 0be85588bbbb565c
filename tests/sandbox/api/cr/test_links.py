"""Linked VPCs: made, shown, refused, taken away."""

from __future__ import annotations

import pytest

from acree_sandbox.api.cr.service import CR
from acree_sandbox.api.pvtz.resources import PrivateZone
from acree_sandbox.api.vpc.resources import HeldAddress, Vpc, VSwitch
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from tests.sandbox.conftest import Calling

INSTANCE = {"InstanceId": "cri-1"}


def add_vpc(cloud: Cloud, name: str, region: str = "cn-hangzhou", cidr: str = "192.168.0.0/29") -> dict[str, str]:
    cloud.put(Vpc(id=f"vpc-{name}", region=region, status="Available", cidr="192.168.0.0/16"))
    cloud.put(VSwitch(id=f"vsw-{name}", region=region, vpc=f"vpc-{name}", zone=f"{region}-a", cidr=cidr))
    return {**INSTANCE, "VpcId": f"vpc-{name}", "VswitchId": f"vsw-{name}"}


class TestLinking:
    """Section 6: a link takes one address and shows it once it runs."""

    def test_a_link_runs_and_holds_an_address(self, cloud: Cloud, call: Calling) -> None:
        wanted = add_vpc(cloud, "ci")
        assert call(CR, "CreateInstanceVpcEndpointLinkedVpc", wanted)["IsSuccess"] is True
        links = call(CR, "GetInstanceVpcEndpoint", INSTANCE)["LinkedVpcs"]
        assert [(x["VpcId"], x["Ip"], x["Status"]) for x in links] == [
            ("vpc-hz", "10.0.0.20", "RUNNING"),
            ("vpc-ci", "192.168.0.1", "RUNNING"),
        ]
        call(CR, "DeleteInstanceVpcEndpointLinkedVpc", wanted, ModuleName="Registry")
        assert len(call(CR, "GetInstanceVpcEndpoint", INSTANCE)["LinkedVpcs"]) == 1
        assert cloud.where(HeldAddress, "vswitch", "vsw-ci") == []

    @pytest.mark.parametrize(
        ("prepare", "code"),
        [
            (lambda c: {"InstanceId": "cri-none", "VpcId": "vpc-hz", "VswitchId": "vsw-hza"}, "INSTANCE_NOT_EXIST"),
            (lambda c: {**INSTANCE, "VpcId": "vpc-none", "VswitchId": "vsw-hza"}, "VPC_NOT_EXIST"),
            (lambda c: {**INSTANCE, "VpcId": "vpc-hz", "VswitchId": "vsw-none"}, "VSWITCH_NOT_EXIST"),
            (lambda c: add_vpc(c, "far", "cn-shanghai"), "VSWITCH_NOT_EXIST"),
            (lambda c: {**INSTANCE, "VpcId": "vpc-hz", "VswitchId": "vsw-hzb"}, "INSTANCE_ACCESS_ALREADY_EXIST"),
            (lambda c: add_vpc(c, "tiny", cidr="192.168.0.0/30"), "VSWITCH_IP_NOT_ENOUGH"),
        ],
        ids=["instance", "vpc", "vswitch", "region", "twice", "full"],
    )
    def test_refusals(self, cloud: Cloud, call: Calling, prepare: object, code: str) -> None:
        assert callable(prepare)
        with pytest.raises(ApiError) as caught:
            call(CR, "CreateInstanceVpcEndpointLinkedVpc", prepare(cloud))
        assert caught.value.code == code

    def test_the_quota_is_named(self, cloud: Cloud, call: Calling) -> None:
        call(CR, "CreateInstanceVpcEndpointLinkedVpc", add_vpc(cloud, "one"))
        with pytest.raises(ApiError, match=r"quota linked-vpcs is 2 and 2 are in use"):
            call(CR, "CreateInstanceVpcEndpointLinkedVpc", add_vpc(cloud, "two"))

    def test_modules_are_linked_apart(self, cloud: Cloud, call: Calling) -> None:
        wanted = {**INSTANCE, "VpcId": "vpc-hz", "VswitchId": "vsw-hzb", "ModuleName": "Chart"}
        call(CR, "CreateInstanceVpcEndpointLinkedVpc", wanted)
        answer = call(CR, "GetInstanceVpcEndpoint", INSTANCE, ModuleName="Chart")
        assert answer["Domains"] == ["acr-demo-chart-vpc.cn-hangzhou.cr.aliyuncs.com"]
        assert [x["VswitchId"] for x in answer["LinkedVpcs"]] == ["vsw-hzb"]

    def test_unlinking_what_is_not_linked(self, call: Calling) -> None:
        with pytest.raises(ApiError) as caught:
            call(CR, "DeleteInstanceVpcEndpointLinkedVpc", {**INSTANCE, "VpcId": "vpc-x", "VswitchId": "vsw-x"})
        assert caught.value.code == "INSTANCE_ACCESS_NOT_EXIST"

    def test_a_zone_of_the_users_own_is_an_issue(self, cloud: Cloud, call: Calling) -> None:
        zone = PrivateZone(id="zone-u", name="cr.aliyuncs.com", vpcs=["cn-hangzhou/vpc-hz"], owner=cloud.account)
        cloud.put(zone)
        (link,) = call(CR, "GetInstanceVpcEndpoint", INSTANCE)["LinkedVpcs"]
        assert link["Issue"] == "PRIVATE_ZONE_CONFLICT_AT_zone-u"

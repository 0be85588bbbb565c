"""What a Basic Edition router has of its own: CCNs, AnyTunnel, and resolvers for data centers (4.1, 5.3)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from acree_sandbox.api.cbn.learning import table_routes
from acree_sandbox.api.cbn.resources import CloudConnectNetwork, PrivateZoneRoute, RouteService
from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.world import Pace, World
from acree_sandbox.world.file import load_world

WORLD = Path(__file__).parents[4] / "stacks" / "worlds" / "smart-access-gateway.yaml"
SERVICE = {"CenId": "cen-hq", "Host": "100.118.28.0/24", "HostRegionId": "cn-hangzhou", "HostVpcId": "vpc-bp1demo"}
CCN_REGION = "ccn-cn-shanghai"
Call = Callable[..., dict[str, Any]]


@pytest.fixture
def world() -> World:
    return World(paces={"*": Pace(seconds=0)}, populate=load_world(WORLD).populate)


def refused(call: Call, action: str, parameters: dict[str, str]) -> str:
    with pytest.raises(ApiError) as caught:
        call(CBN, action, parameters)
    return caught.value.code


def test_the_ccn_is_a_network_of_the_cen(call: Call) -> None:
    asked = {"CenId": "cen-hq"}
    rows = call(CBN, "DescribeCenAttachedChildInstances", asked)["ChildInstances"]["ChildInstance"]
    found = {row["ChildInstanceId"]: (row["ChildInstanceType"], row["ChildInstanceRegionId"]) for row in rows}
    assert found == {"vpc-bp1demo": ("VPC", "cn-hangzhou"), "ccn-hq": ("CCN", CCN_REGION)}
    only = call(CBN, "DescribeCenAttachedChildInstances", asked, ChildInstanceType="CCN")
    assert only["TotalCount"] == 1
    which = {**asked, "ChildInstanceId": "vpc-bp1demo", "ChildInstanceType": "VPC"}
    which["ChildInstanceRegionId"] = "cn-hangzhou"
    shown = call(CBN, "DescribeCenAttachedChildInstanceAttribute", which)
    assert shown["ChildInstanceAttributes"]["CidrBlock"] == "10.0.0.0/16"
    which["ChildInstanceId"] = "vpc-x"
    assert refused(call, "DescribeCenAttachedChildInstanceAttribute", which) == "ParameterInstanceId"


def test_the_router_learns_its_data_centers(cloud: Cloud) -> None:
    found = {route.destination: route.hop_type for route in table_routes(cloud, "vtb-bp1hq")}
    assert found == {"10.0.0.0/16": "VPC", "192.168.10.0/24": "CCN"}


class TestAnyTunnel:
    """Cloud services of the router's region for VBRs and CCNs."""

    def test_a_prefix_is_taken_to_a_ccn(self, call: Call, cloud: Cloud) -> None:
        call(CBN, "ResolveAndRouteServiceInCen", {**SERVICE, "AccessRegionIds.1": CCN_REGION})
        asked = {"CenId": "cen-hq", "AccessRegionId": CCN_REGION, "Host": SERVICE["Host"]}
        rows = call(CBN, "DescribeRouteServicesInCen", asked)["RouteServiceEntries"]["RouteServiceEntry"]
        assert [(row["Status"], row["Cidrs"]["Cidr"]) for row in rows] == [("Active", ["100.118.28.0/24"])]
        again = {**SERVICE, "AccessRegionIds.1": CCN_REGION}
        assert refused(call, "ResolveAndRouteServiceInCen", again) == "InvalidOperation.RouteServiceExist"
        call(CBN, "DeleteRouteServiceInCen", {**SERVICE, "AccessRegionId": CCN_REGION})
        assert cloud.all(RouteService) == []
        gone = {**SERVICE, "AccessRegionId": CCN_REGION}
        assert refused(call, "DeleteRouteServiceInCen", gone) == "ParameterIllegal.Host"

    @pytest.mark.parametrize(
        ("code", "change"),
        [
            ("IllegalParam.Host", {"Host": "100.118.28.1/24"}),
            ("InvalidOperation.NoVpcAttached", {"HostVpcId": "vpc-x"}),
            ("InvalidOperation.NoVpcAttached", {"HostRegionId": "cn-shanghai"}),
            ("InvalidCenId.NotFound", {"CenId": "cen-x"}),
        ],
    )
    def test_what_does_not_fit(self, call: Call, code: str, change: dict[str, str]) -> None:
        wanted = {**SERVICE, "AccessRegionIds.1": CCN_REGION, **change}
        assert refused(call, "ResolveAndRouteServiceInCen", wanted) == code

    def test_a_ccn_that_is_refused_leaves_nothing(self, call: Call, cloud: Cloud) -> None:
        """K11, N13."""
        cloud.change(cloud.need(CloudConnectNetwork, "ccn-hq", "none"), any_tunnel="refuses")
        wanted = {**SERVICE, "AccessRegionIds.1": CCN_REGION}
        code = "InvalidOperation.NoChildInstanceEitherRegion"
        assert refused(call, "ResolveAndRouteServiceInCen", wanted) == code
        assert cloud.all(RouteService) == []
        call(CBN, "ResolveAndRouteServiceInCen", {**SERVICE, "AccessRegionIds.1": "cn-hangzhou"})

    def test_one_that_fails_is_taken_away_and_tried_again(self, call: Call, cloud: Cloud) -> None:
        """4.1: Creating, then Active or Failed."""
        network = cloud.change(cloud.need(CloudConnectNetwork, "ccn-hq", "none"), any_tunnel="fails")
        wanted = {**SERVICE, "AccessRegionIds.1": CCN_REGION}
        call(CBN, "ResolveAndRouteServiceInCen", wanted)
        assert [row.status for row in cloud.all(RouteService)] == ["Failed"]
        call(CBN, "DeleteRouteServiceInCen", {**SERVICE, "AccessRegionId": CCN_REGION})
        cloud.change(network, any_tunnel="accepts")
        call(CBN, "ResolveAndRouteServiceInCen", wanted)
        assert [row.status for row in cloud.all(RouteService)] == ["Active"]

    def test_an_enterprise_router_refuses(self, call: Call) -> None:
        """G52."""
        cen = call(CBN, "CreateCen", Name="c")["CenId"]
        call(CBN, "CreateTransitRouter", CenId=cen, RegionId="cn-hangzhou")
        wanted = {**SERVICE, "CenId": cen, "AccessRegionIds.1": CCN_REGION}
        assert refused(call, "ResolveAndRouteServiceInCen", wanted) == "OperationUnsupported.TransitRouterType"


class TestPrivateZones:
    """Data centers ask a VPC's resolver."""

    ROUTE = {"CenId": "cen-hq", "AccessRegionId": CCN_REGION}  # noqa: RUF012  # never changed
    HOST = {"HostRegionId": "cn-hangzhou", "HostVpcId": "vpc-bp1demo"}  # noqa: RUF012  # same

    def test_a_region_asks_a_vpc(self, call: Call, cloud: Cloud) -> None:
        call(CBN, "RoutePrivateZoneInCenToVpc", {**self.ROUTE, **self.HOST})
        found = call(CBN, "DescribeCenPrivateZoneRoutes", self.ROUTE)
        assert "100.100.2.136" in found["PrivateZoneDnsServers"]
        (row,) = found["PrivateZoneInfos"]["PrivateZoneInfo"]
        assert (row["Status"], row["HostVpcId"], row["AccessRegionId"]) == ("Active", "vpc-bp1demo", CCN_REGION)
        call(CBN, "UnroutePrivateZoneInCenToVpc", self.ROUTE)
        assert cloud.all(PrivateZoneRoute) == []
        assert refused(call, "UnroutePrivateZoneInCenToVpc", self.ROUTE) == "ParameterIllegal.CenInstanceId"

    @pytest.mark.parametrize("change", [{"AccessRegionId": "cn-beijing"}, {"HostVpcId": "vpc-x"}])
    def test_both_ends_are_in_the_cen(self, call: Call, change: dict[str, str]) -> None:
        wanted = {**self.ROUTE, **self.HOST, **change}
        code = "InvalidOperation.NoChildInstanceEitherRegion"
        assert refused(call, "RoutePrivateZoneInCenToVpc", wanted) == code

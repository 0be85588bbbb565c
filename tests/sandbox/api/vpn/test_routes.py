"""Routes of VPN gateways: which may be, what is published, what competes."""

from typing import Any

import pytest

from acree_sandbox.api.vpn.resources import TunnelState
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.vpn.networks import HQ, Vpn

REFUSED = ["100.64.0.0/10", "100.118.28.0/24", "100.0.0.0/8", "64.0.0.0/2", "100.103.9.188/32"]
"""Equal to, inside of, around 100.64.0.0/10 (5.2)."""


def routes(vpn: Vpn) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = vpn.ask("DescribeVpnRouteEntries", VpnGatewayId=vpn.gateway)["VpnRouteEntries"][
        "VpnRouteEntry"
    ]
    return found


def policies(vpn: Vpn) -> list[dict[str, Any]]:
    answer = vpn.ask("DescribeVpnPbrRouteEntries", VpnGatewayId=vpn.gateway)["VpnPbrRouteEntries"]
    found: list[dict[str, Any]] = answer["VpnPbrRouteEntry"]
    return found


def sent(vpn: Vpn, hop: str, destination: str = HQ, **more: str) -> dict[str, str]:
    return {"VpnGatewayId": vpn.gateway, "RouteDest": destination, "NextHop": hop, "Weight": "100", **more}


class TestDestinationBased:
    """Toward a prefix of the data center."""

    @pytest.mark.parametrize("destination", [*REFUSED, "0.0.0.0/0"])
    def test_the_range_of_the_cloud_services_is_refused(self, vpn: Vpn, destination: str) -> None:
        """G14."""
        hop = vpn.connection()
        route = sent(vpn, hop, destination, PublishVpc="true")
        message = vpn.refused("IllegalParam.RouteDest", "CreateVpnRouteEntry", route)
        assert destination in message

    def test_a_published_route_is_in_the_vpcs_own_table(self, vpn: Vpn) -> None:
        hop = vpn.connection()
        answer = vpn.route(HQ, hop)
        assert (answer["VpnInstanceId"], answer["NextHop"], answer["RouteDest"]) == (vpn.gateway, hop, HQ)
        assert vpn.vpc_routes() == {HQ: vpn.gateway}
        assert [(row["State"], row["RouteEntryType"], row["Weight"]) for row in routes(vpn)] == [
            ("published", "custom", 100)
        ]

    def test_one_that_is_not_published_is_not(self, vpn: Vpn) -> None:
        vpn.route(HQ, vpn.connection(), PublishVpc="false")
        assert vpn.vpc_routes() == {}
        assert [row["State"] for row in routes(vpn)] == ["normal"]

    def test_publishing_and_withdrawing(self, vpn: Vpn) -> None:
        hop = vpn.connection()
        vpn.route(HQ, hop, PublishVpc="false")
        which = {"VpnGatewayId": vpn.gateway, "RouteDest": HQ, "NextHop": hop, "RouteType": "dbr"}
        vpn.ask("PublishVpnRouteEntry", which, PublishVpc="true")
        assert vpn.vpc_routes() == {HQ: vpn.gateway}
        vpn.ask("PublishVpnRouteEntry", which, PublishVpc="true")
        vpn.ask("PublishVpnRouteEntry", which, PublishVpc="false")
        assert vpn.vpc_routes() == {}
        vpn.refused(
            "InvalidRouteEntry.NotFound", "PublishVpnRouteEntry", {**which, "RouteType": "pbr"}, PublishVpc="true"
        )

    def test_what_the_vpc_has_already_cannot_be_published(self, vpn: Vpn) -> None:
        hop = vpn.connection()
        table = {"RouteTableId": vpn.own, "DestinationCidrBlock": HQ}
        vpn.ask("CreateRouteEntry", table, NextHopType="BlackHole")
        vpn.refused("InvalidCIDRBlock.Duplicate", "CreateVpnRouteEntry", sent(vpn, hop, PublishVpc="true"))
        vpn.route(HQ, hop, PublishVpc="false")

    def test_primary_and_backup(self, vpn: Vpn) -> None:
        first, second = vpn.connection(), vpn.connection()
        vpn.route(HQ, first)
        vpn.refused("VpnRouteEntry.AlreadyExists", "CreateVpnRouteEntry", sent(vpn, first, PublishVpc="true"))
        vpn.refused("VpnRouteEntry.Conflict", "CreateVpnRouteEntry", sent(vpn, second, PublishVpc="true"))
        vpn.route(HQ, second, Weight="0")
        vpn.ask("DeleteVpnRouteEntry", sent(vpn, first))
        assert vpn.vpc_routes() == {HQ: vpn.gateway}
        vpn.ask("ModifyVpnRouteEntryWeight", {**sent(vpn, second), "Weight": "0"}, NewWeight="100")
        vpn.refused("InvalidRouteEntry.NotFound", "DeleteVpnRouteEntry", {**sent(vpn, second), "Weight": "0"})
        vpn.ask("DeleteVpnRouteEntry", sent(vpn, second))
        assert (vpn.vpc_routes(), routes(vpn)) == ({}, [])

    def test_only_0_and_100_are_weights(self, vpn: Vpn) -> None:
        route = {**sent(vpn, vpn.connection()), "Weight": "50", "PublishVpc": "true"}
        vpn.refused("IllegalParam.Weight", "CreateVpnRouteEntry", route)

    def test_the_next_hop_is_a_connection_of_the_gateway(self, vpn: Vpn) -> None:
        vpn.refused("IllegalParam.NextHop", "CreateVpnRouteEntry", sent(vpn, vpn.attachment(), PublishVpc="true"))
        vpn.refused(
            "InvalidVpnConnectionInstanceId.NotFound", "CreateVpnRouteEntry", sent(vpn, "vco-x", PublishVpc="true")
        )

    def test_what_a_tunnel_learned_is_listed_and_propagated_if_so_wanted(self, vpn: Vpn) -> None:
        connection = vpn.connection(EnableTunnelsBgp="true", **vpn.tunnels(TunnelCidr="169.254.10.0/30"))
        tunnel = vpn.ask("DescribeVpnConnection", VpnConnectionId=connection)["TunnelOptionsSpecification"]
        vpn.cloud.put(TunnelState(id=tunnel["TunnelOptions"][0]["TunnelId"], learned=[HQ]))
        assert [(row["RouteDest"], row["RouteEntryType"]) for row in routes(vpn)] == [(HQ, "bgp")]
        custom = vpn.ask("DescribeVpnRouteEntries", VpnGatewayId=vpn.gateway, RouteEntryType="custom")
        assert custom["TotalCount"] == 0
        asked = {"RouteTableId": vpn.own, "RouteEntryType": "BGP"}
        assert vpn.ask("DescribeRouteEntryList", asked)["RouteEntrys"]["RouteEntry"] == []
        vpn.ask("ModifyVpnGatewayAttribute", VpnGatewayId=vpn.gateway, AutoPropagate="true")
        (row,) = vpn.ask("DescribeRouteEntryList", asked)["RouteEntrys"]["RouteEntry"]
        assert (row["DestinationCidrBlock"], row["NextHops"]["NextHop"][0]["NextHopId"]) == (HQ, vpn.gateway)


class TestPolicyBased:
    """By source and destination."""

    @pytest.mark.parametrize("destination", REFUSED)
    def test_the_range_of_the_cloud_services_is_refused(self, vpn: Vpn, destination: str) -> None:
        route = sent(vpn, vpn.connection(), destination, RouteSource="10.0.0.0/16", PublishVpc="false")
        vpn.refused("IllegalParam.RouteDest", "CreateVpnPbrRouteEntry", route)

    def test_it_may_come_from_there(self, vpn: Vpn) -> None:
        """Answers of cloud services do."""
        hop = vpn.connection()
        for source in ("10.0.0.0/16", "100.118.28.0/24"):
            vpn.ask("CreateVpnPbrRouteEntry", sent(vpn, hop, RouteSource=source, PublishVpc="true"))
        assert [(row["RouteSource"], row["State"]) for row in policies(vpn)] == [
            ("10.0.0.0/16", "published"),
            ("100.118.28.0/24", "published"),
        ]
        assert vpn.vpc_routes() == {HQ: vpn.gateway}
        assert routes(vpn) == []

    def test_what_two_publish_stays_until_both_are_gone(self, vpn: Vpn) -> None:
        hop = vpn.connection()
        sources = ("10.0.0.0/16", "100.118.28.0/24")
        for source in sources:
            vpn.ask("CreateVpnPbrRouteEntry", sent(vpn, hop, RouteSource=source, PublishVpc="true"))
        vpn.ask("DeleteVpnPbrRouteEntry", sent(vpn, hop, RouteSource=sources[0]))
        assert vpn.vpc_routes() == {HQ: vpn.gateway}
        vpn.ask("DeleteVpnPbrRouteEntry", sent(vpn, hop, RouteSource=sources[1]))
        assert vpn.vpc_routes() == {}

    def test_everything_is_a_destination(self, vpn: Vpn) -> None:
        vpn.ask(
            "CreateVpnPbrRouteEntry",
            sent(vpn, vpn.connection(), "0.0.0.0/0", RouteSource="10.0.0.0/16", PublishVpc="false"),
        )
        assert [row["RouteDest"] for row in policies(vpn)] == ["0.0.0.0/0"]

    def test_weights(self, vpn: Vpn) -> None:
        hop = vpn.connection()
        route = sent(vpn, hop, RouteSource="10.0.0.0/16")
        vpn.ask("CreateVpnPbrRouteEntry", route, PublishVpc="false", Priority="7")
        vpn.ask("ModifyVpnPbrRouteEntryWeight", route, NewWeight="0")
        assert [(row["Weight"], row["Priority"]) for row in policies(vpn)] == [(0, 7)]
        vpn.refused("InvalidRouteEntry.NotFound", "DeleteVpnPbrRouteEntry", route)


class TestQuotas:
    """20 of each kind by the limits of 2021 (N14); a world says otherwise."""

    @pytest.fixture
    def world(self) -> World:
        quotas = {"vpn-destination-routes": 2, "vpn-policy-routes": 1}
        return World(paces={"*": Pace(seconds=0)}, quotas=quotas)

    def test_each_kind_has_its_own(self, vpn: Vpn) -> None:
        hop = vpn.connection()
        for number in (10, 11):
            vpn.route(f"192.168.{number}.0/24", hop)
        more = sent(vpn, hop, "192.168.12.0/24", PublishVpc="true")
        vpn.refused("QuotaExceeded.VpnRouteEntry", "CreateVpnRouteEntry", more)
        vpn.ask("CreateVpnPbrRouteEntry", more, RouteSource="10.0.0.0/16")
        vpn.refused("QuotaExceeded.VpnRouteEntry", "CreateVpnPbrRouteEntry", more, RouteSource="10.1.0.0/16")


def test_twenty_is_the_services_own_quota(vpn: Vpn) -> None:
    hop = vpn.connection()
    for number in range(20):
        vpn.route(f"192.168.{number}.0/24", hop, PublishVpc="false")
    vpn.refused(
        "QuotaExceeded.VpnRouteEntry", "CreateVpnRouteEntry", sent(vpn, hop, "192.168.99.0/24", PublishVpc="true")
    )

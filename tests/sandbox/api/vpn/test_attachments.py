"""IPsec connections of transit routers: two tunnels, static routes, BGP, and what routers' tables learn of them."""

import pytest

from acree_sandbox.api.cbn.learning import table_routes
from acree_sandbox.api.cbn.resources import RouteMap
from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.sites.resources import Site
from acree_sandbox.api.vpn.resources import TunnelState
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.vpn.networks import HQ, Vpn


def static(connection: str, destination: str = HQ) -> dict[str, str]:
    return {"VpnConnectionId": connection, "NextHop": connection, "RouteDest": destination, "Weight": "100"}


class TestMaking:
    """A connection without a VPN gateway."""

    def test_it_has_two_tunnels(self, vpn: Vpn) -> None:
        message = vpn.refused(
            "MissingParameter.TunnelOptionsSpecification",
            "CreateVpnAttachment",
            vpn.subnets(),
            CustomerGatewayId=vpn.peers[0],
        )
        assert "single-tunnel-attachments" in message

    def test_its_state_tells_whether_a_router_has_it(self, vpn: Vpn) -> None:
        connection, (router, _) = vpn.attachment(), vpn.router()
        found = vpn.ask("DescribeVpnConnection", VpnConnectionId=connection)
        assert (found["State"], found["AttachType"], found["VpnGatewayId"]) == ("init", "NO_ASSOCIATED", "")
        vpn.attached(router, connection)
        found = vpn.ask("DescribeVpnConnection", VpnConnectionId=connection)
        assert (found["State"], found["AttachType"], found["TransitRouterId"]) == ("attached", "CEN", router)

    def test_changes(self, vpn: Vpn) -> None:
        connection = vpn.attachment(Name="a")
        vpn.ask("ModifyVpnAttachmentAttribute", VpnConnectionId=connection, Name="b", RemoteSubnet=HQ)
        found = vpn.ask("DescribeVpnConnection", VpnConnectionId=connection)
        assert (found["Name"], found["LocalSubnet"], found["RemoteSubnet"]) == ("b", "0.0.0.0/0", HQ)

    @pytest.mark.parametrize("name", ["Tag", "Tags"])
    def test_tags_come_in_two_spellings(self, vpn: Vpn, name: str) -> None:
        connection = vpn.attachment(**{f"{name}.1.Key": "a", f"{name}.1.Value": "b"})
        found = vpn.ask("DescribeVpnConnection", VpnConnectionId=connection)
        assert found["Tags"]["Tag"] == [{"Key": "a", "Value": "b"}]

    def test_private_ones_are_refused_by_name(self, vpn: Vpn) -> None:
        sent = {**vpn.tunnels(), **vpn.subnets()}
        vpn.refused("UnsupportedParameter.NetworkType", "CreateVpnAttachment", sent, NetworkType="private")

    def test_what_refers_to_it_keeps_it(self, vpn: Vpn) -> None:
        connection, (router, _) = vpn.attachment(), vpn.router()
        attachment = vpn.attached(router, connection)
        which = {"VpnConnectionId": connection}
        vpn.refused("DependencyViolation.CenAttachment", "DeleteVpnAttachment", which)
        vpn.ask("CreateVcoRouteEntry", static(connection))
        vpn.ask("DeleteTransitRouterVpnAttachment", {"TransitRouterAttachmentId": attachment}, CBN)
        vpn.refused("DependencyViolation.VcoRouteEntry", "DeleteVpnAttachment", which)
        vpn.ask("DeleteVcoRouteEntry", static(connection))
        vpn.ask("DeleteVpnAttachment", which)
        vpn.refused("OperationUnsupported.VpnConnection", "DeleteVpnAttachment", VpnConnectionId=vpn.connection())


class TestSingleTunnels:
    """Of connections made before 2024-11-26."""

    @pytest.fixture
    def world(self) -> World:
        return World(paces={"*": Pace(seconds=0)}, quotas={"single-tunnel-attachments": 1})

    def test_a_world_may_have_them(self, vpn: Vpn) -> None:
        made = vpn.ask("CreateVpnAttachment", vpn.subnets(), CustomerGatewayId=vpn.peers[0])
        found = vpn.ask("DescribeVpnConnection", VpnConnectionId=made["VpnConnectionId"])
        assert (found["CustomerGatewayId"], found["InternetIp"]) == (vpn.peers[0], "203.0.113.3")


class TestAttaching:
    """CreateTransitRouterVpnAttachment."""

    def test_zones_are_answered_as_sent(self, vpn: Vpn) -> None:
        router, _ = vpn.router()
        zones = {"Zone.1.ZoneId": "cn-hangzhou-k", "Zone.2.ZoneId": "cn-hangzhou-j"}
        with_zones, without = (vpn.attached(router, vpn.attachment(), **more) for more in (zones, {}))
        rows = vpn.ask("ListTransitRouterVpnAttachments", service=CBN)["TransitRouterAttachments"]
        found = {row["TransitRouterAttachmentId"]: row["Zones"] for row in rows}
        assert found == {with_zones: [{"ZoneId": "cn-hangzhou-k"}, {"ZoneId": "cn-hangzhou-j"}], without: []}

    def test_what_cannot_be_attached_is_refused(self, vpn: Vpn) -> None:
        (router, _), connection = vpn.router(), vpn.attachment()
        vpn.attached(router, connection)
        action, more = "CreateTransitRouterVpnAttachment", {"TransitRouterId": router}
        vpn.refused("InstanceExist.TransitRouterAttachment", action, {**more, "VpnId": connection}, CBN)
        vpn.refused("OperationFailed.VpnConnectionNotSupport", action, {**more, "VpnId": vpn.connection()}, CBN)
        vpn.refused("InvalidVpnId.NotFound", action, {**more, "VpnId": "vco-x"}, CBN)

    def test_a_basic_router_refuses(self, vpn: Vpn) -> None:
        """G2."""
        router, _ = vpn.router()
        from acree_sandbox.api.cbn.resources import TransitRouter

        vpn.cloud.change(vpn.cloud.need(TransitRouter, router, "none"), edition="Basic")
        sent = {"TransitRouterId": router, "VpnId": vpn.attachment()}
        vpn.refused("OperationUnsupported.TransitRouterType", "CreateTransitRouterVpnAttachment", sent, CBN)

    def test_the_first_one_brings_the_deny_policy(self, vpn: Vpn) -> None:
        """G35."""
        router, table = vpn.router()
        cen = vpn.ask("ListTransitRouters", service=CBN, TransitRouterId=router)["TransitRouters"][0]["CenId"]
        asked = {"CenId": cen}
        assert vpn.ask("DescribeCenRouteMaps", asked, CBN)["TotalCount"] == 0
        for _ in range(2):
            vpn.attached(router, vpn.attachment())
        (found,) = vpn.ask("DescribeCenRouteMaps", asked, CBN)["RouteMaps"]["RouteMap"]
        assert (found["Priority"], found["MapResult"], found["TransitRouterRouteTableId"]) == (5000, "Deny", table)
        edges = ["VBR", "CCN", "VPN"]
        assert found["SourceChildInstanceTypes"]["SourceChildInstanceType"] == edges
        assert found["DestinationChildInstanceTypes"]["DestinationChildInstanceType"] == edges
        which = {**asked, "CenRegionId": "cn-hangzhou", "RouteMapId": found["RouteMapId"]}
        vpn.refused("InvalidRouteMapId.NotFound", "DeleteCenRouteMap", {**which, "CenRegionId": "cn-shanghai"}, CBN)
        vpn.ask("DeleteCenRouteMap", which, CBN)
        assert vpn.cloud.all(RouteMap) == []

    def test_attributes(self, vpn: Vpn) -> None:
        router, _ = vpn.router()
        which = {"TransitRouterAttachmentId": vpn.attached(router, vpn.attachment())}
        change = {**which, "TransitRouterAttachmentName": "n", "AutoPublishRouteEnabled": "true"}
        vpn.ask("UpdateTransitRouterVpnAttachmentAttribute", change, CBN)
        (row,) = vpn.ask("ListTransitRouterVpnAttachments", which, CBN)["TransitRouterAttachments"]
        assert (row["TransitRouterAttachmentName"], row["AutoPublishRouteEnabled"]) == ("n", True)


class TestLearning:
    """What a router's table learns from an attached connection."""

    def test_static_routes(self, vpn: Vpn) -> None:
        connection, (router, table) = vpn.attachment(), vpn.router()
        vpn.ask("CreateVcoRouteEntry", static(connection))
        assert vpn.learned(table) == {}
        vpn.propagate(vpn.attached(router, connection), table)
        assert vpn.learned(table) == {HQ: "VPN"}
        vpn.ask("DeleteVcoRouteEntry", static(connection))
        assert vpn.learned(table) == {}

    @pytest.mark.parametrize("destination", ["100.64.0.0/10", "100.118.28.0/24", "100.0.0.0/8", "0.0.0.0/0"])
    def test_the_range_of_the_cloud_services_is_refused(self, vpn: Vpn, destination: str) -> None:
        vpn.refused("IllegalParam.RouteDest", "CreateVcoRouteEntry", static(vpn.attachment(), destination))

    def test_only_connections_of_routers_have_them(self, vpn: Vpn) -> None:
        connection = vpn.connection()
        vpn.refused("IllegalParam.NextHop", "CreateVcoRouteEntry", static(connection))
        vpn.refused("IllegalParam.NextHop", "CreateVcoRouteEntry", {**static(vpn.attachment()), "NextHop": connection})

    def test_each_once(self, vpn: Vpn) -> None:
        connection = vpn.attachment()
        vpn.ask("CreateVcoRouteEntry", static(connection))
        vpn.refused("VpnRouteEntry.AlreadyExists", "CreateVcoRouteEntry", static(connection))
        rows = vpn.ask("DescribeVcoRouteEntries", VpnConnectionId=connection)["VcoRouteEntries"]
        assert [(row["RouteDest"], row["State"], row["Weight"]) for row in rows] == [(HQ, "published", 100)]
        vpn.refused("InvalidRouteEntry.NotFound", "DeleteVcoRouteEntry", {**static(connection), "Weight": "0"})

    def test_bgp_without_a_data_plane(self, vpn: Vpn) -> None:
        """Both ends agree, so the session counts as up: the site's device has the address and the AS number."""
        site = vpn.cloud.put(Site(id="hq", cidrs=[HQ], addresses=["198.51.100.10"], asn=65530))
        connection = vpn.attachment(EnableTunnelsBgp="true", **vpn.tunnels(TunnelCidr="169.254.10.0/30"))
        router, table = vpn.router()
        vpn.propagate(vpn.attached(router, connection), table)
        assert vpn.learned(table) == {HQ: "VPN"}
        rows = vpn.ask("DescribeVcoRouteEntries", VpnConnectionId=connection, RouteEntryType="bgp")["VcoRouteEntries"]
        assert [row["RouteDest"] for row in rows] == [HQ]
        vpn.cloud.change(site, asn=65531)
        assert vpn.learned(table) == {}

    def test_bgp_as_the_data_plane_reports_it(self, vpn: Vpn) -> None:
        vpn.cloud.put(Site(id="hq", cidrs=[HQ], addresses=["198.51.100.10"], asn=65530))
        connection = vpn.attachment(EnableTunnelsBgp="true", **vpn.tunnels(TunnelCidr="169.254.10.0/30"))
        router, table = vpn.router()
        vpn.propagate(vpn.attached(router, connection), table)
        found = vpn.ask("DescribeVpnConnection", VpnConnectionId=connection)["TunnelOptionsSpecification"]
        tunnel = found["TunnelOptions"][0]["TunnelId"]
        vpn.cloud.put(TunnelState(id=tunnel, bgp=True, learned=["192.168.99.0/24"], as_paths={"192.168.99.0/24": 3}))
        assert vpn.learned(table) == {"192.168.99.0/24": "VPN"}
        assert [route.as_path for route in table_routes(vpn.cloud, table)] == [3]
        vpn.cloud.put(TunnelState(id=tunnel))
        assert vpn.learned(table) == {}

"""What the program creates for data centers and peerings."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime import rpc

from acree_infra.routing.plan_model import Plan
from tests.infra.program.cloud import Recording, Registered
from tests.infra.program.programs import both, build
from tests.infra.routing.sites.places import BGP_TUNNELS, LINE, TUNNELS, files, site
from tests.infra.routing.variations import plan_of

VPN_GATEWAY: dict[str, Any] = {"kind": "vpn-gateway", "tunnels": TUNNELS}
TRANSIT_VPN: dict[str, Any] = {"kind": "transit-vpn", "tunnels": TUNNELS}
EXPRESS_CONNECT: dict[str, Any] = {"kind": "express-connect", **LINE}
EXPRESS_ROUTER: dict[str, Any] = {"kind": "express-connect-router", **LINE}
BGP: dict[str, Any] = {"routes": "bgp", "device-asn": 65010}


def made(*ways: dict[str, Any], clients: bool = False) -> Recording:
    return both(*files(site(*ways), clients=clients))


def planned(*ways: dict[str, Any], clients: bool = False) -> Plan:
    return plan_of(*files(site(*ways), clients=clients))


def only(recording: Recording, kind: str) -> Registered:
    (found,) = recording.of(kind).values()
    return found


def secret_keys(connection: Registered) -> list[str | None]:
    """The key of each tunnel, which the engine must have got as a secret."""
    specified = connection.inputs["tunnelOptionsSpecifications"]
    assert rpc.is_rpc_secret(specified)
    return [tunnel["tunnelIkeConfig"].get("psk") for tunnel in rpc.unwrap_rpc_secret(specified)]


class TestVpnGateway:
    def test_device_gateway_connection_and_routes(self) -> None:
        recording = made(VPN_GATEWAY)
        assert set(recording.of("CustomerGateway")) == {"cgw-tokyo-vpn-gateway-1", "cgw-tokyo-vpn-gateway-2"}
        gateway, connection = only(recording, "Gateway"), only(recording, "Connection")
        assert (gateway.inputs["vswitchId"], gateway.inputs["disasterRecoveryVswitchId"]) == ("vsw-bp1j", "vsw-bp1k")
        assert connection.inputs["localSubnets"] == connection.inputs["remoteSubnets"] == ["0.0.0.0/0"]
        assert {"Gateway vpn-tokyo-vpn-gateway"} <= connection.waits_for
        routes = recording.of("RouteEntry")
        assert {r.inputs["routeDest"] for r in routes.values()} == {"192.168.0.0/16", "10.99.0.0/24"}
        assert {(r.inputs["weight"], r.inputs["publishVpc"]) for r in routes.values()} == {(100, True)}

    def test_changes_of_a_gateway_come_one_after_another(self) -> None:
        recording = made(VPN_GATEWAY)
        waiting = [
            r for r in recording.of("RouteEntry").values() if any(w.startswith("RouteEntry") for w in r.waits_for)
        ]
        assert len(waiting) == 1

    def test_nothing_of_a_cen_is_made(self) -> None:
        types = {resource.type for resource in made(VPN_GATEWAY).cloud}
        assert not {name for name in types if name.startswith("alicloud:cen")}

    def test_policy_based_routes_are_a_class_of_their_own(self) -> None:
        recording = made({**VPN_GATEWAY, "routes": "policy"})
        assert {r.inputs["routeSource"] for r in recording.of("PbrRouteEntry").values()} == {"0.0.0.0/0"}
        assert recording.of("RouteEntry") == {}

    def test_bgp_needs_no_routes_and_names_the_link_of_each_tunnel(self) -> None:
        recording = made({**VPN_GATEWAY, **BGP, "tunnels": BGP_TUNNELS})
        assert recording.of("RouteEntry") == {}
        first, second = only(recording, "Connection").inputs["tunnelOptionsSpecifications"]
        assert first["tunnelBgpConfig"] == {
            "localAsn": 45104,
            "localBgpIp": "169.254.10.1",
            "tunnelCidr": "169.254.10.0/30",
        }
        assert second["tunnelBgpConfig"]["localBgpIp"] == "169.254.11.1"
        assert {gateway.inputs["asn"] for gateway in recording.of("CustomerGateway").values()} == {"65010"}

    def test_without_publishing_the_vpc_gets_the_rows(self) -> None:
        recording = made({**VPN_GATEWAY, "publish": False})
        rows = recording.of("VPCRouteEntry")
        assert {(r.inputs["nexthopType"], r.inputs["destinationCidrBlock"]) for r in rows.values()} == {
            ("VpnGateway", "192.168.0.0/16"),
            ("VpnGateway", "10.99.0.0/24"),
        }
        assert all("Gateway vpn-tokyo-vpn-gateway" in row.waits_for for row in rows.values())

    def test_in_a_clients_vpc_the_routes_are_advertised(self) -> None:
        recording = made({**VPN_GATEWAY, "vpc": "vpc-uf6demo"}, clients=True)
        advertised = [r for r in recording.cloud if r.type == "alicloud:cen/routeEntry:RouteEntry"]
        assert {r.inputs["cidrBlock"] for r in advertised} == {"192.168.0.0/16", "10.99.0.0/24"}
        assert {r.inputs["routeTableId"] for r in advertised} == {"vtb-uf6main"}
        assert {r.region for r in advertised} == {"cn-shanghai"}

    def test_what_exists_is_only_used(self) -> None:
        stack, lock = files(site({**VPN_GATEWAY, "gateway": "vpn-1", "connection": "vco-1"}))
        lock["networks"]["vpn-gateways"] = [
            {"id": "vpn-1", "region": "cn-hangzhou", "vpc": "vpc-bp1demo", "vswitches": ["vsw-bp1j", "vsw-bp1k"]}
        ]
        lock["networks"]["connections"] = [{"id": "vco-1", "region": "cn-hangzhou"}]
        recording = both(stack, lock)
        assert recording.of("Gateway") == recording.of("Connection") == {}
        assert {r.inputs["nextHop"] for r in recording.of("RouteEntry").values()} == {"vco-1"}


class TestKeys:
    def test_the_service_makes_them_and_they_are_kept_as_secrets(self) -> None:
        connection = only(made(VPN_GATEWAY), "Connection")
        tunnels = connection.inputs["tunnelOptionsSpecifications"]
        assert all("psk" not in tunnel["tunnelIkeConfig"] for tunnel in tunnels)
        assert connection.ignore_changes == (
            "tunnelOptionsSpecifications[0].tunnelIkeConfig.psk",
            "tunnelOptionsSpecifications[1].tunnelIkeConfig.psk",
        )

    def test_configured_ones_are_taken_and_a_change_of_them_is_a_change(self) -> None:
        sources = ("config:acree:tokyo-1", "config:tunnels:tokyo-2")
        tunnels = [{**tunnel, "pre-shared-key": source} for tunnel, source in zip(TUNNELS, sources, strict=True)]
        config = {"acree:tokyo-1": "first-key", "tunnels:tokyo-2": "second-key"}
        for kind in (VPN_GATEWAY, TRANSIT_VPN):
            recording = build(planned({**kind, "tunnels": tunnels}), config=config)
            connection = only(recording, "Connection" if kind is VPN_GATEWAY else "GatewayVpnAttachment")
            assert secret_keys(connection) == ["first-key", "second-key"]
            assert connection.ignore_changes == ()

    def test_one_configured_and_one_generated(self) -> None:
        tunnels = [{**TUNNELS[0], "pre-shared-key": "config:acree:tokyo-1"}, TUNNELS[1]]
        recording = build(planned({**VPN_GATEWAY, "tunnels": tunnels}), config={"acree:tokyo-1": "first-key"})
        connection = only(recording, "Connection")
        assert secret_keys(connection) == ["first-key", None]
        assert connection.ignore_changes == ("tunnelOptionsSpecifications[1].tunnelIkeConfig.psk",)

    def test_a_configured_one_that_is_missing_is_named(self) -> None:
        tunnels = [{**TUNNELS[0], "pre-shared-key": "config:tunnels:tokyo-1"}, TUNNELS[1]]
        with pytest.raises(Exception, match="tunnels:tokyo-1"):
            build(planned({**VPN_GATEWAY, "tunnels": tunnels}))


class TestTransitVpn:
    def test_connection_attachment_and_its_own_routes(self) -> None:
        recording = made(TRANSIT_VPN)
        connection, attachment = (
            only(recording, "GatewayVpnAttachment"),
            only(recording, "TransitRouterVpnAttachment"),
        )
        assert [t["tunnelIndex"] for t in connection.inputs["tunnelOptionsSpecifications"]] == [1, 2]
        assert connection.label in attachment.waits_for
        routes = recording.of("GatewayVcoRoute").values()
        assert {route.inputs["routeDest"] for route in routes} == {"192.168.0.0/16", "10.99.0.0/24"}
        assert any(attachment.label in route.waits_for for route in routes)

    def test_it_is_associated_and_propagates(self) -> None:
        recording = made(TRANSIT_VPN)
        for kind in ("TransitRouterRouteTableAssociation", "TransitRouterRouteTablePropagation"):
            assert any("tokyo" in name for name in recording.of(kind))

    def test_with_bgp_it_has_no_routes(self) -> None:
        assert made({**TRANSIT_VPN, **BGP, "tunnels": BGP_TUNNELS}).of("GatewayVcoRoute") == {}


class TestLines:
    def test_a_new_vbr_with_its_link_and_routes(self) -> None:
        recording = made(EXPRESS_CONNECT)
        vbr, attachment = only(recording, "VirtualBorderRouter"), only(recording, "TransitRouterVbrAttachment")
        assert (vbr.inputs["localGatewayIp"], vbr.inputs["peerGatewayIp"], vbr.inputs["vlanId"]) == (
            "10.255.0.1",
            "10.255.0.2",
            100,
        )
        assert attachment.inputs["autoPublishRouteEnabled"] is True
        routes = recording.of("RouteEntry").values()
        assert {route.inputs["destinationCidrblock"] for route in routes} == {"192.168.0.0/16", "10.99.0.0/24"}
        assert {route.inputs["nexthopType"] for route in routes} == {"RouterInterface"}

    def test_no_route_of_the_service_space_is_written_into_it(self) -> None:
        routes = made(EXPRESS_CONNECT).of("RouteEntry").values()
        assert not [r for r in routes if r.inputs["destinationCidrblock"].startswith("100.")]

    def test_bgp_is_a_group_and_a_peer(self) -> None:
        recording = made({**EXPRESS_CONNECT, **BGP})
        group, peer = only(recording, "BgpGroup"), only(recording, "BgpPeer")
        assert (group.inputs["peerAsn"], group.inputs["localAsn"]) == (65010, 45104)
        assert peer.inputs["peerIpAddress"] == "10.255.0.2"
        assert recording.of("RouteEntry") == {}

    def test_an_express_connect_router_is_joined_before_it_is_attached(self) -> None:
        recording = made({**EXPRESS_ROUTER, **BGP})
        joined, attachment = only(recording, "RouterTrAssociation"), only(recording, "TransitRouterEcrAttachment")
        assert joined.label in attachment.waits_for
        child = only(recording, "RouterVbrChildInstance")
        assert child.label in only(recording, "BgpGroup").waits_for, "its AS number is checked when it joins"
        assert attachment.inputs["ecrOwnerId"] == 1234567890123456

    def test_joined_to_the_vpc_it_announces_allowed_prefixes_and_needs_no_cen(self) -> None:
        recording = made({**EXPRESS_ROUTER, "to": "vpc"})
        assert "100.103.9.188/32" in only(recording, "RouterVpcAssociation").inputs["allowedPrefixes"]
        assert recording.of("TransitRouterEcrAttachment") == recording.of("Instance") == {}

    def test_joined_to_the_vpc_it_announces_the_resolvers_of_a_site_that_asks_them(self) -> None:
        recording = both(*files({**site({**EXPRESS_ROUTER, "to": "vpc"}), "dns": "forward"}))
        allowed = only(recording, "RouterVpcAssociation").inputs["allowedPrefixes"]
        assert {"100.100.2.136/32", "100.100.2.138/32"} <= set(allowed)

    def test_a_custom_table_of_the_vpc_leads_to_the_association(self) -> None:
        stack, lock = files(site({**EXPRESS_ROUTER, "to": "vpc"}))
        vpc = lock["networks"]["vpcs"][0]
        vpc["vswitches"][1]["route-table"] = "vtb-second"
        vpc["route-tables"].append({"id": "vtb-second", "type": "Custom", "routes": []})
        recording = both(stack, lock)
        association = only(recording, "RouterVpcAssociation")
        rows = recording.of("VPCRouteEntry").values()
        assert {(row.inputs["routeTableId"], row.inputs["nexthopType"]) for row in rows} == {("vtb-second", "Ecr")}
        assert all(association.label in row.waits_for for row in rows)
        assert {row.inputs["nexthopId"] for row in rows} == {f"{association.name}-association"}


class TestPeering:
    def test_rows_on_both_sides_lead_to_it(self) -> None:
        stack, lock = files(clients=True)
        stack.pop("sites")
        stack["network"]["cen"] = "none"
        stack["clients"][0]["via"] = "vpc-peering"
        recording = both(stack, lock)
        peering = only(recording, "PeerConnection")
        assert (peering.region, peering.inputs["acceptingRegionId"]) == ("cn-shanghai", "cn-hangzhou")
        rows = recording.of("VPCRouteEntry").values()
        assert len(rows) == 7
        assert {row.inputs["nexthopType"] for row in rows} == {"VpcPeer"}
        assert all(peering.label in row.waits_for for row in rows)


class TestSeveralWays:
    def test_two_connections_of_one_gateway_weigh_differently(self) -> None:
        ways = [{**VPN_GATEWAY, "gateway": "vpn-1"}, {**VPN_GATEWAY, "gateway": "vpn-1", "name": "spare", "rank": 1}]
        stack, lock = files(site(*ways))
        lock["networks"]["vpn-gateways"] = [
            {"id": "vpn-1", "region": "cn-hangzhou", "vpc": "vpc-bp1demo", "vswitches": ["vsw-bp1j", "vsw-bp1k"]}
        ]
        recording = both(stack, lock)
        routes = recording.of("RouteEntry").values()
        assert sorted((r.inputs["routeDest"], r.inputs["weight"]) for r in routes) == [
            ("10.99.0.0/24", 0),
            ("10.99.0.0/24", 100),
            ("192.168.0.0/16", 0),
            ("192.168.0.0/16", 100),
        ]

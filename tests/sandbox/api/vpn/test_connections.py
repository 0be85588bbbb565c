"""IPsec connections of VPN gateways: tunnels, encryption, prefixes, BGP."""

from typing import Any

import pytest

from acree_sandbox.api.vpn.resources import ESTABLISHED, NOT_ESTABLISHED, TunnelState
from acree_sandbox.core.admin import HIDDEN, serve_admin
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.signing.message import Message
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.vpn.networks import PSK, Vpn


def shown(vpn: Vpn, connection: str) -> dict[str, Any]:
    return vpn.ask("DescribeVpnConnection", VpnConnectionId=connection)


def tunnels(vpn: Vpn, connection: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shown(vpn, connection)["TunnelOptionsSpecification"]["TunnelOptions"]
    return found


class TestTwoTunnels:
    """One tunnel from each address of the gateway."""

    def test_each_has_its_address_zone_and_role(self, vpn: Vpn) -> None:
        first, second = tunnels(vpn, vpn.connection())
        assert (first["Role"], first["InternetIp"], first["ZoneNo"]) == ("master", "203.0.113.1", "cn-hangzhou-j")
        assert (second["Role"], second["InternetIp"], second["ZoneNo"]) == ("slave", "203.0.113.2", "cn-hangzhou-k")
        assert first["TunnelId"] != second["TunnelId"]
        assert [first["CustomerGatewayId"], second["CustomerGatewayId"]] == vpn.peers

    def test_the_order_sent_is_kept(self, vpn: Vpn) -> None:
        roles = {"TunnelOptionsSpecification.1.Role": "slave", "TunnelOptionsSpecification.2.Role": "master"}
        connection = vpn.connection(**{**vpn.tunnels(), **roles})
        assert [its["Role"] for its in tunnels(vpn, connection)] == ["slave", "master"]
        assert [its["InternetIp"] for its in tunnels(vpn, connection)] == ["203.0.113.2", "203.0.113.1"]

    def test_defaults_are_filled_in(self, vpn: Vpn) -> None:
        first = tunnels(vpn, vpn.connection())[0]
        ike = first["TunnelIkeConfig"]
        assert (ike["IkeVersion"], ike["IkePfs"], ike["IkeLifetime"]) == ("ikev2", "group2", 86400)
        assert (ike["LocalId"], ike["RemoteId"], ike["Psk"]) == ("203.0.113.1", "198.51.100.10", PSK)
        assert first["TunnelIpsecConfig"]["IpsecEncAlg"] == "aes"
        assert (first["EnableDpd"], first["EnableNatTraversal"]) == (True, True)

    def test_the_single_customer_gateway_stays_empty(self, vpn: Vpn) -> None:
        """The provider would replace the connection otherwise."""
        found = shown(vpn, vpn.connection())
        assert found["CustomerGatewayId"] == ""
        assert "IkeConfig" not in found

    def test_there_are_two_of_two_roles(self, vpn: Vpn) -> None:
        both = {**vpn.tunnels(), **vpn.subnets(), "VpnGatewayId": vpn.gateway}
        same = {**both, "TunnelOptionsSpecification.2.Role": "master"}
        vpn.refused("IllegalParam.Role", "CreateVpnConnection", same)
        one = {name: its for name, its in both.items() if ".2." not in name}
        vpn.refused("IllegalParam.TunnelOptionsSpecification", "CreateVpnConnection", one)
        strange = {**both, "TunnelOptionsSpecification.1.CustomerGatewayId": "cgw-x"}
        vpn.refused("InvalidCustomerGatewayInstanceId.NotFound", "CreateVpnConnection", strange)

    def test_an_update_finds_the_tunnel_by_id_or_role(self, vpn: Vpn) -> None:
        connection = vpn.connection()
        first, second = tunnels(vpn, connection)
        name = "TunnelOptionsSpecification.1"
        sent = {f"{name}.TunnelId": second["TunnelId"], f"{name}.TunnelIkeConfig.IkeEncAlg": "aes256"}
        vpn.ask("ModifyVpnConnectionAttribute", sent, VpnConnectionId=connection)
        by_role = {f"{name}.Role": "master", f"{name}.EnableDpd": "false"}
        vpn.ask("ModifyVpnConnectionAttribute", by_role, VpnConnectionId=connection)
        after_first, after_second = tunnels(vpn, connection)
        assert after_second["TunnelIkeConfig"] == second["TunnelIkeConfig"] | {"IkeEncAlg": "aes256"}
        assert after_first == first | {"EnableDpd": False}

    def test_states_are_what_the_data_plane_reports(self, vpn: Vpn) -> None:
        connection = vpn.connection()
        first, second = tunnels(vpn, connection)
        assert {first["Status"], second["Status"], shown(vpn, connection)["Status"]} == {NOT_ESTABLISHED}
        vpn.cloud.put(TunnelState(id=second["TunnelId"], status=ESTABLISHED))
        assert [its["Status"] for its in tunnels(vpn, connection)] == [NOT_ESTABLISHED, ESTABLISHED]
        assert shown(vpn, connection)["Status"] == ESTABLISHED
        listed = vpn.ask("DescribeVpnConnections")["VpnConnections"]["VpnConnection"]
        assert [its["Status"] for its in listed] == [ESTABLISHED]


class TestOneTunnel:
    """The older kind, still taken of a gateway."""

    def test_it_has_configurations_of_its_own(self, vpn: Vpn) -> None:
        sent = {"IkeConfig": '{"Psk": "k1", "IkeVersion": "ikev1"}', "IpsecConfig": '{"IpsecPfs": "disabled"}'}
        more = {"HealthCheckConfig": '{"enable": true, "dip": "192.168.10.1", "sip": "10.0.0.9", "interval": 3}'}
        where = {
            "VpnGatewayId": vpn.gateway,
            "CustomerGatewayId": vpn.peers[0],
            **vpn.subnets("10.0.0.0/16", "192.168.10.0/24"),
        }
        found = shown(vpn, str(vpn.ask("CreateVpnConnection", {**sent, **more, **where})["VpnConnectionId"]))
        assert found["CustomerGatewayId"] == vpn.peers[0]
        assert (found["IkeConfig"]["Psk"], found["IkeConfig"]["IkeVersion"]) == ("k1", "ikev1")
        assert found["IpsecConfig"]["IpsecPfs"] == "disabled"
        assert found["VcoHealthCheck"] == {"Enable": "true", "Dip": "192.168.10.1", "Sip": "10.0.0.9", "Interval": 3}
        assert "TunnelOptionsSpecification" not in found

    def test_a_customer_gateway_is_needed(self, vpn: Vpn) -> None:
        vpn.refused(
            "MissingParameter.CustomerGatewayId", "CreateVpnConnection", vpn.subnets(), VpnGatewayId=vpn.gateway
        )

    def test_a_key_is_made_where_none_was_sent(self, vpn: Vpn) -> None:
        where = {"VpnGatewayId": vpn.gateway, "CustomerGatewayId": vpn.peers[0], **vpn.subnets()}
        one, other = (vpn.ask("CreateVpnConnection", where)["VpnConnectionId"] for _ in range(2))
        keys = {shown(vpn, str(name))["IkeConfig"]["Psk"] for name in (one, other)}
        assert len(keys) == 2
        assert {len(key) for key in keys} == {16}

    def test_changes_keep_what_is_not_sent(self, vpn: Vpn) -> None:
        where = {"VpnGatewayId": vpn.gateway, "CustomerGatewayId": vpn.peers[0], **vpn.subnets()}
        name = str(vpn.ask("CreateVpnConnection", where, IkeConfig='{"Psk": "k"}')["VpnConnectionId"])
        vpn.ask(
            "ModifyVpnConnectionAttribute", {"IkeConfig": '{"IkeAuthAlg": "sha256"}'}, VpnConnectionId=name, Name="n"
        )
        found = shown(vpn, name)
        assert (found["Name"], found["IkeConfig"]["Psk"], found["IkeConfig"]["IkeAuthAlg"]) == ("n", "k", "sha256")


class TestPrefixes:
    """5 on each side, by the limits of 2021 (N14)."""

    FIVE = ",".join(f"10.{n}.0.0/16" for n in range(5))
    SIX = f"{FIVE},10.9.0.0/16"

    def test_five_are_taken_and_six_are_not(self, vpn: Vpn) -> None:
        found = shown(vpn, vpn.connection(LocalSubnet=self.FIVE, RemoteSubnet=self.FIVE))
        assert found["LocalSubnet"] == found["RemoteSubnet"] == self.FIVE
        whole = {**vpn.tunnels(), "VpnGatewayId": vpn.gateway}
        for name, subnets in (("Local", (self.SIX, self.FIVE)), ("Remote", (self.FIVE, self.SIX))):
            message = vpn.refused(f"QuotaExceeded.{name}Subnet", "CreateVpnConnection", whole | vpn.subnets(*subnets))
            assert f"vpn-{name.lower()}-subnets" in message
        vpn.refused(
            "QuotaExceeded.LocalSubnet",
            "ModifyVpnConnectionAttribute",
            VpnConnectionId=found["VpnConnectionId"],
            LocalSubnet=self.SIX,
        )

    def test_what_is_no_prefix_is_refused(self, vpn: Vpn) -> None:
        whole = {**vpn.tunnels(), "VpnGatewayId": vpn.gateway}
        vpn.refused("IllegalParam.LocalSubnet", "CreateVpnConnection", whole | vpn.subnets("10.0.0.1/16"))
        vpn.refused("IllegalParam.RemoteSubnet", "CreateVpnConnection", whole | vpn.subnets(remote="x"))

    def test_several_need_ikev2(self, vpn: Vpn) -> None:
        old = {f"TunnelOptionsSpecification.{n}.TunnelIkeConfig.IkeVersion": "ikev1" for n in (1, 2)}
        whole = {**vpn.tunnels(), **old, "VpnGatewayId": vpn.gateway}
        vpn.refused("IllegalParam.IkeVersion", "CreateVpnConnection", whole | vpn.subnets("10.0.0.0/16,10.1.0.0/16"))
        vpn.ask("CreateVpnConnection", whole | vpn.subnets())

    def test_cloud_services_may_be_local(self, vpn: Vpn) -> None:
        local = "10.0.0.0/16,100.118.28.0/24"
        assert shown(vpn, vpn.connection(LocalSubnet=local))["LocalSubnet"] == local


class TestQuotasOfAWorld:
    """A world says how many (N14)."""

    @pytest.fixture
    def world(self) -> World:
        return World(paces={"*": Pace(seconds=0)}, quotas={"vpn-local-subnets": 6, "vpn-connections": 1})

    def test_they_count(self, vpn: Vpn) -> None:
        assert vpn.connection(LocalSubnet=TestPrefixes.SIX)
        sent = {**vpn.tunnels(), **vpn.subnets(), "VpnGatewayId": vpn.gateway}
        vpn.refused("QuotaExceeded.VpnConnection", "CreateVpnConnection", sent)


class TestBgp:
    """Inside a tunnel: a /30 of 169.254.0.0/16, and an AS number at the far end."""

    def test_both_addresses_follow_from_the_prefix(self, vpn: Vpn) -> None:
        vpn.peers[1] = vpn.peers[0]
        sent = vpn.tunnels(TunnelCidr="169.254.10.0/30", LocalBgpIp="169.254.10.2", LocalAsn="64512")
        found = tunnels(vpn, vpn.connection(**sent, EnableTunnelsBgp="true"))
        assert found[0]["TunnelBgpConfig"] == {
            "LocalAsn": "64512",
            "TunnelCidr": "169.254.10.0/30",
            "LocalBgpIp": "169.254.10.2",
            "PeerAsn": "65530",
            "PeerBgpIp": "169.254.10.1",
            "BgpStatus": "false",
        }
        assert found[1]["TunnelBgpConfig"] == {}

    @pytest.mark.parametrize(
        ("code", "bgp"),
        [
            ("IllegalParam.TunnelCidr", {"TunnelCidr": "10.0.0.0/30"}),
            ("IllegalParam.TunnelCidr", {"TunnelCidr": "169.254.10.0/29"}),
            ("IllegalParam.LocalBgpIp", {"TunnelCidr": "169.254.10.0/30", "LocalBgpIp": "169.254.10.3"}),
        ],
    )
    def test_what_does_not_fit_is_refused(self, vpn: Vpn, code: str, bgp: dict[str, str]) -> None:
        sent = {**vpn.tunnels(**bgp), **vpn.subnets(), "VpnGatewayId": vpn.gateway}
        vpn.refused(code, "CreateVpnConnection", sent)

    def test_the_customer_gateway_has_an_as_number(self, vpn: Vpn) -> None:
        vpn.peers.reverse()
        sent = {**vpn.tunnels(TunnelCidr="169.254.10.0/30"), **vpn.subnets(), "VpnGatewayId": vpn.gateway}
        message = vpn.refused("IllegalParam.PeerAsn", "CreateVpnConnection", sent)
        assert vpn.peers[0] in message


def test_a_refused_key_is_not_repeated(vpn: Vpn) -> None:
    key = "two words of a secret"
    sent = {**vpn.tunnels(), "TunnelOptionsSpecification.1.TunnelIkeConfig.Psk": key, **vpn.subnets()}
    message = vpn.refused("IllegalParam.Psk", "CreateVpnConnection", sent, VpnGatewayId=vpn.gateway)
    assert key not in message


def test_the_state_that_the_sandbox_shows_has_no_key(vpn: Vpn, dispatcher: Dispatcher) -> None:
    vpn.connection()
    vpn.ask("ModifyCustomerGatewayAttribute", CustomerGatewayId=vpn.peers[0], AuthKey="a-bgp-key")
    answer = serve_admin(dispatcher, Message("GET", "/sandbox/state", {}, {}, b"")).body.decode()
    assert PSK not in answer
    assert "a-bgp-key" not in answer
    assert answer.count(HIDDEN) == 3

"""Who of the cloud speaks BGP, with whom, and what it announces."""

from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.network.parts import names
from acree_sandbox.services.bgp.speakers import Neighbour, Speaker, configuration, speakers
from tests.e2e.network.data_centers import HQ, SERVICE_VPC, STORAGE, Calls, cloud_at

NAME = "TunnelOptionsSpecification"


def vbr_with_bgp(calls: Calls, **more: str) -> str:
    """Let the VBR of the example speak BGP; return the id of the peer."""
    group = {"RouterId": "vbr-bp1hq", "PeerAsn": "65530", "LocalAsn": "64512", **more}
    made = str(calls.ask("CreateBgpGroup", group)["BgpGroupId"])
    return str(calls.ask("CreateBgpPeer", BgpGroupId=made, PeerIpAddress="10.255.0.2")["BgpPeerId"])


class TestVbrs:
    """A VBR announces what the cloud told it."""

    def test_without_a_peer_it_is_silent(self) -> None:
        assert list(speakers(cloud_at("express-connect"))) == []

    def test_networks_added_by_hand_and_what_the_transit_router_tells(self) -> None:
        calls = Calls(cloud_at("express-connect"))
        peer = vbr_with_bgp(calls, AuthKey="k")
        calls.ask("AddBgpNetwork", RouterId="vbr-bp1hq", DstCidrBlock="10.0.0.0/24")
        (speaker,) = speakers(calls.cloud)
        assert speaker == Speaker(
            names.vbr("vbr-bp1hq"),
            64512,
            "10.255.0.1",
            (Neighbour(peer, "10.255.0.2", 65530, "k"),),
            frozenset({"10.0.0.0/24"}),
        )
        router, table = calls.router()
        calls.service_vpc(router, table)
        sent = {"TransitRouterId": router, "VbrId": "vbr-bp1hq", "AutoPublishRouteEnabled": "true"}
        calls.join("CreateTransitRouterVbrAttachment", table, **sent)
        (speaker,) = speakers(calls.cloud)
        assert {"10.0.0.0/24", "10.0.0.0/16", STORAGE} <= speaker.networks
        assert HQ not in speaker.networks

    def test_a_closed_one_is_silent(self) -> None:
        calls = Calls(cloud_at("express-connect"))
        vbr_with_bgp(calls)
        calls.ask("TerminateVirtualBorderRouter", VbrId="vbr-bp1hq")
        assert list(speakers(calls.cloud)) == []


class TestTunnels:
    """A tunnel's end announces the gateway's VPC, or what the transit router tells."""

    def connect(self, calls: Calls, action: str, **more: str) -> str:
        peer = str(calls.ask("CreateCustomerGateway", IpAddress="198.51.100.10", Asn="65530")["CustomerGatewayId"])
        sent = {"LocalSubnet": "0.0.0.0/0", "RemoteSubnet": "0.0.0.0/0", "EnableTunnelsBgp": "true", **more}
        for place, role in enumerate(("master", "slave"), 1):
            sent |= {f"{NAME}.{place}.Role": role, f"{NAME}.{place}.CustomerGatewayId": peer}
            sent |= {f"{NAME}.{place}.TunnelBgpConfig.TunnelCidr": f"169.254.{place}.0/30"}
        return str(calls.ask(action, sent)["VpnConnectionId"])

    def test_of_a_gateway(self) -> None:
        calls = Calls(cloud_at("vpn-gateway"))
        self.connect(calls, "CreateVpnConnection", VpnGatewayId="vpn-bp1demo")
        first, second = speakers(calls.cloud)
        assert first.networks == second.networks == {"10.0.0.0/16"}
        assert (first.address, first.neighbours[0].address) == ("169.254.1.1", "169.254.1.2")
        assert (second.address, second.neighbours[0].address) == ("169.254.2.1", "169.254.2.2")
        assert first.neighbours[0].asn == 65530
        assert SERVICE_VPC not in first.namespace

    def test_of_a_transit_router(self) -> None:
        calls = Calls(cloud_at("transit-vpn"))
        connection = self.connect(calls, "CreateVpnAttachment")
        assert list(speakers(calls.cloud)) == []
        router, table = calls.router()
        calls.service_vpc(router, table)
        sent = {"TransitRouterId": router, "VpnId": connection}
        attachment = calls.join("CreateTransitRouterVpnAttachment", table, **sent)
        assert [speaker.networks for speaker in speakers(calls.cloud)] == [frozenset()] * 2
        change = {"TransitRouterAttachmentId": attachment, "AutoPublishRouteEnabled": "true"}
        calls.ask("UpdateTransitRouterVpnAttachmentAttribute", change, CBN)
        assert all({STORAGE, "10.0.0.0/16"} <= speaker.networks for speaker in speakers(calls.cloud))


def test_the_configuration_names_neighbours_and_hides_keys_from_whoever_prints_it() -> None:
    neighbour = Neighbour("bgp-1", "10.255.0.2", 65530, "a-key")
    text = configuration(Speaker("vbr-x", 64512, "10.255.0.1", (neighbour,), frozenset()))
    assert "router bgp 64512" in text
    assert " neighbor 10.255.0.2 remote-as 65530" in text
    assert " neighbor 10.255.0.2 password a-key" in text
    assert "a-key" not in repr(neighbour)
    silent = configuration(Speaker("vbr-x", 64512, "10.255.0.1", (Neighbour("b", "10.0.0.2", 1),), frozenset()))
    assert "password" not in silent

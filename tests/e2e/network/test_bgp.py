"""Real BGP between data centers' devices and the cloud: at a leased line, and inside of tunnels."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from acree_sandbox.api.expressconnect.resources import BgpSession
from acree_sandbox.api.vpn.resources import TunnelState
from acree_sandbox.network.running import Network
from acree_sandbox.services.bgp.keeper import BgpKeeper
from acree_sandbox.services.devices.devices import Devices
from tests.e2e.network.conftest import answers, shown
from tests.e2e.network.data_center_site import DEVICE, Site, kill, until
from tests.e2e.network.data_centers import HQ, LEGS, Calls, cloud_at

pytestmark = pytest.mark.timeout(600)
AT_LINE = f"""router bgp 65530
 bgp router-id 10.255.0.2
 no bgp ebgp-requires-policy
 no bgp network import-check
 neighbor 10.255.0.1 remote-as 64512
 neighbor 10.255.0.1 timers connect 1
 address-family ipv4 unicast
  network {HQ}
  neighbor 10.255.0.1 activate
 exit-address-family
exit
"""
IN_TUNNELS = f"""router bgp 65530
 bgp router-id 169.254.1.2
 no bgp ebgp-requires-policy
 no bgp network import-check
 timers bgp 1 3
 neighbor 169.254.1.1 remote-as 64512
 neighbor 169.254.1.1 timers connect 1
 neighbor 169.254.2.1 remote-as 64512
 neighbor 169.254.2.1 timers connect 1
 address-family ipv4 unicast
  network {HQ}
  neighbor 169.254.1.1 activate
  neighbor 169.254.2.1 activate
 exit-address-family
exit
"""


def rendered(folder: Path, frr: str) -> Path:
    """Files of a device: an address at the line, and BGP."""
    for family, name, text in (
        ("iproute2", "line.sh", "ip address replace 10.255.0.2/30 dev eth1\n"),
        ("frr", "hq.conf", frr),
    ):
        (folder / family).mkdir(parents=True)
        (folder / family / name).write_text(text)
    return folder


def test_a_vbr_on_a_transit_router(tmp_path: Path) -> None:
    cloud = cloud_at("express-connect")
    calls = Calls(cloud)
    group = {"RouterId": "vbr-bp1hq", "PeerAsn": "65530", "LocalAsn": "64512"}
    made = str(calls.ask("CreateBgpGroup", group)["BgpGroupId"])
    peer = str(calls.ask("CreateBgpPeer", BgpGroupId=made, PeerIpAddress="10.255.0.2")["BgpPeerId"])
    router, table = calls.router()
    calls.service_vpc(router, table)
    vbr = {"TransitRouterId": router, "VbrId": "vbr-bp1hq", "AutoPublishRouteEnabled": "true"}
    calls.join("CreateTransitRouterVbrAttachment", table, **vbr)
    with ExitStack() as stack:
        network = stack.enter_context(Network(cloud, tmp_path / "network"))
        stack.enter_context(BgpKeeper(network, cloud, tmp_path / "bgp"))
        devices = stack.enter_context(Devices(network, cloud, tmp_path / "devices"))

        def legs() -> set[str]:
            network.settled()
            return {leg for leg, address in LEGS.items() if answers(network, "hq-runner", address)}

        def status() -> str:
            (row,) = calls.ask("DescribeBgpPeers", BgpPeerId=peer)["BgpPeers"]["BgpPeer"]
            return str(row["BgpStatus"])

        until(lambda: cloud.get(BgpSession, peer) is not None, "the data plane reports of the session")
        assert (status(), legs()) == ("Idle", set())
        devices.load("hq", rendered(tmp_path / "hq", AT_LINE))
        until(lambda: status() == "Established", "the session is up")
        until(lambda: legs() == set(LEGS), "every leg answers")
        learned = shown(network, DEVICE, "route", "show", "proto", "bgp")
        assert "100.118.28.0/24" in learned
        assert "10.0.0.0/16" in learned
        devices.unload("hq")
        until(lambda: status() == "Idle", "the session is down")
        assert legs() == set()
        assert list(cloud.need(BgpSession, peer, "none").learned) == []


def test_two_tunnels_of_a_transit_router(tmp_path: Path) -> None:
    """No static route anywhere toward or in the data center: both sides learn."""
    with ExitStack() as stack:
        site = Site(cloud_at("transit-vpn"), tmp_path, stack)
        connection = site.connect("CreateVpnAttachment", asn="65530")
        router, table = site.calls.router()
        site.calls.service_vpc(router, table)
        sent = {"TransitRouterId": router, "VpnId": connection, "AutoPublishRouteEnabled": "true"}
        site.calls.join("CreateTransitRouterVpnAttachment", table, **sent)
        site.load(frr=IN_TUNNELS)

        def speaking() -> list[bool]:
            with site.cloud.transaction():
                states = [site.cloud.get(TunnelState, name) for name in site.tunnels]
            return [state is not None and state.bgp for state in states]

        until(lambda: speaking() == [True, True], "both sessions are up")
        until(lambda: site.legs() == set(LEGS), "every leg answers")
        rows = site.calls.ask("DescribeVcoRouteEntries", VpnConnectionId=connection)["VcoRouteEntries"]
        assert [(row["RouteDest"], row["RouteEntryType"]) for row in rows] == [(HQ, "bgp")]
        kill(f"{site.rendered}/strongswan-userspace/hq-1/")
        until(lambda: speaking() == [False, True], "the first session is down")
        until(lambda: site.legs() == set(LEGS), "every leg answers over the second tunnel")

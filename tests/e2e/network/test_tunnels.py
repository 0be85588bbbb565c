"""Real IPsec tunnels: packets pass while one is up, over the second when the first is cut, and never in the clear."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.vpn.resources import ESTABLISHED
from acree_sandbox.network import inside
from acree_sandbox.network.parts import names
from acree_sandbox.services.tunnels import configuration
from tests.e2e.network.conftest import shown
from tests.e2e.network.data_center_site import DEVICE, KEY, NAME, Site, kill, until
from tests.e2e.network.data_centers import HQ, LEGS, STORAGE, WORLDS, cloud_at

pytestmark = pytest.mark.timeout(600)
ROOT = WORLDS.parents[1]


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Callable[[str], Site]]:
    """Builds an example's world with its data plane."""
    with ExitStack() as stack:
        yield lambda name: Site(cloud_at(name), tmp_path, stack)


def test_a_vpn_gateway_with_two_tunnels(at: Callable[[str], Site]) -> None:
    site = at("vpn-gateway")
    connection = site.connect("CreateVpnConnection", VpnGatewayId="vpn-bp1demo")
    route = {"VpnGatewayId": "vpn-bp1demo", "NextHop": connection, "RouteDest": HQ, "Weight": "100"}
    site.calls.ask("CreateVpnRouteEntry", route, PublishVpc="true")
    assert site.legs() == set(), "nothing is loaded onto the device yet"
    site.load()
    until(lambda: site.up() == set(site.tunnels), "both tunnels are up")
    until(lambda: site.legs() == set(LEGS), "every leg answers")
    options = site.calls.ask("DescribeVpnConnection", VpnConnectionId=connection)[NAME]["TunnelOptions"]
    assert {its["Status"] for its in options} == {ESTABLISHED}

    kill(f"{site.rendered}/strongswan-userspace/hq-1/")
    until(lambda: site.up() == {site.tunnels[1]}, "the cloud notices that the first tunnel is cut")
    until(lambda: site.legs() == set(LEGS), "every leg answers over the second tunnel")
    assert "ipsec0" not in shown(site.network, DEVICE, "route")

    site.calls.ask("DeleteVpnRouteEntry", route)
    assert site.legs() == set(), "the service VPC knows no way back"
    site.calls.ask("CreateVpnRouteEntry", route, PublishVpc="true")
    until(lambda: site.legs() == set(LEGS), "the way back is there again")

    site.devices.unload("hq")
    until(lambda: site.up() == set(), "no tunnel is up")
    assert site.legs() == set()
    assert shown(site.network, DEVICE, "route", "show", "10.0.0.0/16") == ""


def test_a_tunnel_counts_as_up_however_long_charon_is_at_work(
    at: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = f"{configuration.UPDOWN}sleep 1\n"  # the sandbox is told, and the association is not given back yet
    monkeypatch.setattr(configuration, "UPDOWN", slow)
    site = at("vpn-gateway")
    site.connect("CreateVpnConnection", VpnGatewayId="vpn-bp1demo")
    site.load()
    until(lambda: site.up() == set(site.tunnels), "both tunnels are up")


def test_only_encrypted_packets_cross_the_internet(at: Callable[[str], Site], tmp_path: Path) -> None:
    site = at("vpn-gateway")
    connection = site.connect("CreateVpnConnection", VpnGatewayId="vpn-bp1demo")
    route = {"VpnGatewayId": "vpn-bp1demo", "NextHop": connection, "RouteDest": HQ, "Weight": "100"}
    site.calls.ask("CreateVpnRouteEntry", route, PublishVpc="true")
    capture = tmp_path / "internet.pcap"
    environ = inside.environment(None, {"PYTHONPATH": str(ROOT)})
    command = [sys.executable, "-m", "acree_sandbox.network.packets"]
    watching = site.network.spawn(names.INTERNET, command, environ=environ, output=capture)
    try:
        until(lambda: capture.exists() and capture.stat().st_size > 0, "packets are taken")
        site.load()
        until(lambda: site.legs() == set(LEGS), "every leg answers")
    finally:
        inside.stop(watching)
    read = ["tcpdump", "-n", "-r", str(capture), "ip"]
    packets = subprocess.run(read, env=environ, check=True, capture_output=True, text=True).stdout.splitlines()
    assert len(packets) > 10
    ports = (".500: ", ".4500: ", ".500 > ", ".4500 > ", ".1501", ".14501")
    assert [line for line in packets if not any(port in line for port in ports)] == []
    assert not any("192.168.10.11" in line or "100.118.28.44" in line for line in packets)


def test_a_wrong_key_brings_no_tunnel_up(at: Callable[[str], Site]) -> None:
    site = at("vpn-gateway")
    site.connect("CreateVpnConnection", VpnGatewayId="vpn-bp1demo")
    site.load(secret="another-key-than-the-cloud-has")
    tries = site.folder / "tunnels" / site.tunnels[0] / "charon.log"
    until(tries.exists, "the cloud's end runs")
    assert site.up() == set()
    site.load()
    until(lambda: site.up() == set(site.tunnels), "both tunnels are up with the right key")
    assert KEY not in "".join(path.read_text() for path in site.folder.rglob("*.log"))


def test_the_clouds_end_is_killed_and_comes_back(at: Callable[[str], Site]) -> None:
    site = at("vpn-gateway")
    site.connect("CreateVpnConnection", VpnGatewayId="vpn-bp1demo")
    site.load()
    until(lambda: site.up() == set(site.tunnels), "both tunnels are up")
    for tunnel in site.tunnels:
        kill(f"{site.folder}/tunnels/{tunnel}/")
    until(lambda: site.up() == set(), "the control plane hears of it")
    until(lambda: site.up() == set(site.tunnels), "both are up again")


def test_explicit_selectors_and_policy_based_routes(at: Callable[[str], Site]) -> None:
    """Only what both ends agree on passes."""
    site = at("vpn-gateway")
    local = "10.0.0.0/16,100.103.9.188/32"
    connection = site.connect("CreateVpnConnection", local, HQ, VpnGatewayId="vpn-bp1demo")
    route = {"VpnGatewayId": "vpn-bp1demo", "NextHop": connection, "RouteDest": HQ, "Weight": "100"}
    for source in ("10.0.0.0/16", "100.103.9.188/32", STORAGE):
        site.calls.ask("CreateVpnPbrRouteEntry", route, RouteSource=source, PublishVpc="true")
    shown(site.network, DEVICE, "address", "replace", "192.168.10.1/32", "dev", "lo")
    site.load(remote=local, local=HQ)
    until(lambda: site.up() == set(site.tunnels), "both tunnels are up")
    until(lambda: site.legs() == {"registry", "auth"}, "what the selectors name answers, and nothing else")


def test_a_connection_of_a_transit_router(at: Callable[[str], Site]) -> None:
    site = at("transit-vpn")
    connection = site.connect("CreateVpnAttachment")
    router, table = site.calls.router()
    site.calls.service_vpc(router, table)
    attachment = site.calls.join("CreateTransitRouterVpnAttachment", table, TransitRouterId=router, VpnId=connection)
    static = {"VpnConnectionId": connection, "NextHop": connection, "RouteDest": HQ, "Weight": "100"}
    site.calls.ask("CreateVcoRouteEntry", static)
    site.load()
    until(lambda: site.up() == set(site.tunnels), "both tunnels are up")
    until(lambda: site.legs() == set(LEGS), "every leg answers")
    site.calls.ask("DeleteVcoRouteEntry", static)
    assert site.legs() == set(), "the transit router knows no way back"
    site.calls.ask("CreateVcoRouteEntry", static)
    until(lambda: site.legs() == set(LEGS), "the way back is there again")
    site.calls.ask("DeleteTransitRouterVpnAttachment", {"TransitRouterAttachmentId": attachment, "Force": "true"}, CBN)
    until(lambda: site.up() == set(), "its ends are gone")

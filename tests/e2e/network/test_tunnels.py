"""Real IPsec tunnels: packets pass while one is up, over the second when the first is cut, and never in the clear."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.vpn.resources import ESTABLISHED, TunnelState
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network import inside
from acree_sandbox.network.parts import names
from acree_sandbox.network.running import Network
from acree_sandbox.services.devices.devices import Devices
from acree_sandbox.services.tunnels.keeper import TunnelKeeper
from tests.e2e.network.conftest import answers, shown
from tests.e2e.network.data_centers import AUTH, HQ, LEGS, OTHER_AUTH, STORAGE, WORLDS, Calls, cloud_at
from tests.e2e.network.rendered import Tunnel, render

pytestmark = pytest.mark.timeout(600)
DEVICE = names.site("site-hq")
ROOT = WORLDS.parents[1]
PREFIXES = ("10.0.0.0/16", AUTH, OTHER_AUTH, STORAGE)
ADDRESS, KEY = "198.51.100.10", "a-long-key-of-the-test"
NAME = "TunnelOptionsSpecification"
SECONDS = 60.0


class Site:
    """A data center with its device, beside a cloud that runs.

    Attributes:
        tunnels: ids of the connection's tunnels, the master first.
        ends: public addresses of the cloud's ends, in the same order.
        rendered: the folder that is loaded onto the device.
    """

    def __init__(self, cloud: Cloud, folder: Path, stack: ExitStack) -> None:
        self.cloud = cloud
        self.calls = Calls(cloud)
        self.folder = folder
        self._stack = stack
        self.network = stack.enter_context(Network(cloud, folder / "network"))
        stack.enter_context(TunnelKeeper(self.network, cloud, folder / "tunnels"))
        self.devices = stack.enter_context(Devices(self.network, cloud, folder / "devices"))
        self.rendered = folder
        self.tunnels: list[str] = []
        self.ends: list[str] = []

    def connect(self, action: str, local: str = "0.0.0.0/0", remote: str = "0.0.0.0/0", **more: str) -> str:
        """Make a connection of two tunnels; return its id."""
        peer = str(self.calls.ask("CreateCustomerGateway", IpAddress=ADDRESS)["CustomerGatewayId"])
        sent = {"LocalSubnet": local, "RemoteSubnet": remote, **more}
        for place, role in enumerate(("master", "slave"), 1):
            ike, ipsec = f"{NAME}.{place}.TunnelIkeConfig", f"{NAME}.{place}.TunnelIpsecConfig"
            sent |= {f"{NAME}.{place}.Role": role, f"{NAME}.{place}.CustomerGatewayId": peer, f"{ike}.Psk": KEY}
            sent |= {f"{ike}.IkeEncAlg": "aes256", f"{ike}.IkeAuthAlg": "sha256", f"{ike}.IkePfs": "group14"}
            sent |= {f"{ipsec}.IpsecEncAlg": "aes256", f"{ipsec}.IpsecAuthAlg": "sha256"}
            sent |= {f"{ipsec}.IpsecPfs": "group14"}
        made = str(self.calls.ask(action, sent)["VpnConnectionId"])
        options = self.calls.ask("DescribeVpnConnection", VpnConnectionId=made)[NAME]["TunnelOptions"]
        self.tunnels = [its["TunnelId"] for its in options]
        self.ends = [its["InternetIp"] for its in options]
        return made

    def load(self, secret: str = KEY, remote: str = "0.0.0.0/0", local: str = "0.0.0.0/0") -> None:
        """Render the device's files and load them."""
        both = [
            Tunnel(f"hq-{number}", end, secret, f"169.254.{number}.2/30", PREFIXES, local, remote)
            for number, end in enumerate(self.ends, 1)
        ]
        short = Path(self._stack.enter_context(TemporaryDirectory(prefix="hq-")))  # sockets lie in it
        self.rendered = render(short, ADDRESS, both)
        self.devices.load("hq", self.rendered)

    def up(self) -> set[str]:
        """The tunnels that the control plane takes to be up."""
        with self.cloud.transaction():
            return {row.id for row in self.cloud.all(TunnelState) if row.status == ESTABLISHED}

    def legs(self) -> set[str]:
        """The legs that answer the data center's host."""
        self.network.settled()
        return {leg for leg, address in LEGS.items() if answers(self.network, "hq-runner", address)}


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Callable[[str], Site]]:
    """Builds an example's world with its data plane."""
    with ExitStack() as stack:
        yield lambda name: Site(cloud_at(name), tmp_path, stack)


def kill(what: str) -> None:
    """Kill the strongSwan whose configuration lies in a folder of that name."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            name, environ = (process / "comm").read_text().strip(), (process / "environ").read_text()
        except (OSError, UnicodeDecodeError):  # ended meanwhile
            continue
        if name == "charon-systemd" and what in environ:
            os.kill(int(process.name), signal.SIGKILL)
            return
    raise AssertionError(f"no strongSwan of {what}")


def until(seen: Callable[[], bool], what: str) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + SECONDS
    while not seen():
        assert time.monotonic() < deadline, f"not within {SECONDS:g} s: {what}"
        time.sleep(0.1)


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

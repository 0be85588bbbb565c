"""A data center beside a cloud that runs, and what happens to its tunnels."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from acree_sandbox.api.vpn.resources import ESTABLISHED, TunnelState
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.parts import names
from acree_sandbox.network.running import Network
from acree_sandbox.services.bgp.keeper import BgpKeeper
from acree_sandbox.services.devices.devices import Devices
from acree_sandbox.services.tunnels.keeper import TunnelKeeper
from tests.e2e.network.conftest import answers
from tests.e2e.network.data_centers import AUTH, LEGS, OTHER_AUTH, STORAGE, Calls
from tests.e2e.network.rendered import Tunnel, render

DEVICE = names.site("site-hq")
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
        stack.enter_context(BgpKeeper(self.network, cloud, folder / "bgp"))
        self.devices = stack.enter_context(Devices(self.network, cloud, folder / "devices"))
        self.rendered = folder
        self.tunnels: list[str] = []
        self.ends: list[str] = []

    def connect(
        self, action: str, local: str = "0.0.0.0/0", remote: str = "0.0.0.0/0", *, asn: str = "", **more: str
    ) -> str:
        """Make a connection of two tunnels, which speak BGP with an AS number; return its id."""
        known = {"Asn": asn} if asn else {}
        peer = str(self.calls.ask("CreateCustomerGateway", known, IpAddress=ADDRESS)["CustomerGatewayId"])
        sent = {"LocalSubnet": local, "RemoteSubnet": remote, **more}
        for place, role in enumerate(("master", "slave"), 1):
            ike, ipsec = f"{NAME}.{place}.TunnelIkeConfig", f"{NAME}.{place}.TunnelIpsecConfig"
            sent |= {f"{NAME}.{place}.Role": role, f"{NAME}.{place}.CustomerGatewayId": peer, f"{ike}.Psk": KEY}
            sent |= {f"{ike}.IkeEncAlg": "aes256", f"{ike}.IkeAuthAlg": "sha256", f"{ike}.IkePfs": "group14"}
            sent |= {f"{ipsec}.IpsecEncAlg": "aes256", f"{ipsec}.IpsecAuthAlg": "sha256"}
            sent |= {f"{ipsec}.IpsecPfs": "group14"}
            if asn:
                bgp = f"{NAME}.{place}.TunnelBgpConfig"
                sent |= {f"{bgp}.LocalAsn": "64512", f"{bgp}.TunnelCidr": f"169.254.{place}.0/30"}
                sent |= {f"{bgp}.LocalBgpIp": f"169.254.{place}.1", "EnableTunnelsBgp": "true"}
        made = str(self.calls.ask(action, sent)["VpnConnectionId"])
        options = self.calls.ask("DescribeVpnConnection", VpnConnectionId=made)[NAME]["TunnelOptions"]
        self.tunnels = [its["TunnelId"] for its in options]
        self.ends = [its["InternetIp"] for its in options]
        return made

    def load(self, secret: str = KEY, remote: str = "0.0.0.0/0", local: str = "0.0.0.0/0", *, frr: str = "") -> None:
        """Render the device's files and load them; with FRR's file there are no static routes."""
        prefixes = () if frr else PREFIXES
        both = [
            Tunnel(f"hq-{number}", end, secret, f"169.254.{number}.2/30", prefixes, local, remote)
            for number, end in enumerate(self.ends, 1)
        ]
        short = Path(self._stack.enter_context(TemporaryDirectory(prefix="hq-")))  # sockets lie in it
        self.rendered = render(short, ADDRESS, both)
        if frr:
            (short / "frr").mkdir()
            (short / "frr" / "hq.conf").write_text(frr)
        self.devices.load("hq", self.rendered)

    def up(self) -> set[str]:
        """The tunnels that the control plane takes to be up."""
        with self.cloud.transaction():
            return {row.id for row in self.cloud.all(TunnelState) if row.status == ESTABLISHED}

    def legs(self) -> set[str]:
        """The legs that answer the data center's host."""
        self.network.settled()
        return {leg for leg, address in LEGS.items() if answers(self.network, "hq-runner", address)}


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

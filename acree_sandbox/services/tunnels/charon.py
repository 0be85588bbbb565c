"""One strongSwan daemon in the namespace of a tunnel's end."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network
from pathlib import Path

from acree_sandbox.core.errors import SandboxError
from acree_sandbox.network import inside
from acree_sandbox.network.parts.hosts import EVERYWHERE
from acree_sandbox.network.parts.tunnels import DEVICE, FROM_CLOUD, FROM_TUNNEL, Tunnel
from acree_sandbox.network.running import Network
from acree_sandbox.services.tunnels import configuration

PROGRAMS = ("charon-systemd", "swanctl")
FOLDERS = ("conf.d", "private", "rsa", "ecdsa", "pkcs8", "pkcs12", "pubkey")
CERTIFICATES = ("x509", "x509ca", "x509aa", "x509ac", "x509ocsp", "x509crl", "bliss")
READY_SECONDS = 30.0
_WAIT_SECONDS = 0.1
HOLD = """table ip hold
delete table ip hold
table ip hold {
  chain input {
    type filter hook input priority filter; policy accept;
    udp dport { 500, 4500 } drop
  }
}
"""
"""Silence until all is loaded: a device that was refused would not try again, one that hears nothing does."""


class CharonError(SandboxError):
    """A strongSwan daemon does not do what it was asked to."""


class Charon:
    """A running daemon; `close` ends it.

    Args:
        network: the running data plane.
        tunnel: the tunnel.
        folder: where its files are kept, for itself alone.

    Raises:
        CharonError: the programs are missing, or it does not start.

    Attributes:
        tunnel: as given, or as loaded last.
    """

    def __init__(self, network: Network, tunnel: Tunnel, folder: Path) -> None:
        self.tunnel = tunnel
        self._network = network
        self._folder = folder
        self._seen = -1
        self._up = False
        _need_programs()
        if folder.exists():
            shutil.rmtree(folder)
        for name in (*FOLDERS, *CERTIFICATES):
            (folder / "swanctl" / name).mkdir(parents=True)
        (folder / "strongswan.conf").write_text(configuration.daemon(tunnel.id), encoding="utf-8")
        script = folder / "updown"
        script.write_text(configuration.updown(folder), encoding="utf-8")
        script.chmod(0o755)
        self._run(["nft", "-f", "-"], given=HOLD)
        log = folder / "charon.log"
        self._process = network.spawn(tunnel.namespace, ["charon-systemd"], environ=self._environ(), output=log)
        try:
            self._await(["swanctl", "--stats"])
            self._await(["ip", "link", "show", DEVICE])
            self._join()
            self.load(tunnel)
            self._run(["nft", "delete", "table", "ip", "hold"])
        except BaseException:
            inside.stop(self._process)
            raise

    def close(self) -> None:
        """End the daemon; its interface goes with it."""
        inside.stop(self._process)

    @property
    def alive(self) -> bool:
        """Whether the daemon runs."""
        return self._process.poll() is None

    def load(self, tunnel: Tunnel) -> None:
        """Load a tunnel's configuration; what was negotiated by an older one ends.

        Raises:
            CharonError: strongSwan does not take it.
        """
        path = self._folder / "swanctl" / "swanctl.conf"
        descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(configuration.connection(tunnel, self._folder))
        for subnet in tunnel.connection.local_subnets:
            if subnet != EVERYWHERE:  # strongSwan wants an address of its own in each local selector
                self._run(["ip", "address", "replace", f"{IPv4Network(subnet)[-1]}/32", "dev", "lo"])
        self._speak(tunnel)
        self._run(["swanctl", "--load-all", "--clear", "--noprompt"])
        if self.tunnel != tunnel:
            self._run(["swanctl", "--terminate", "--ike", "cloud", "--force"], fails=True)
        self.tunnel = tunnel
        self._seen = -1

    def _speak(self, tunnel: Tunnel) -> None:
        """Give the tunnel's interface the address of BGP, or none."""
        self._run(["ip", "address", "flush", "dev", DEVICE])
        self._run(["ip", "route", "flush", "table", str(FROM_TUNNEL), "type", "local"], fails=True)
        if tunnel.bgp:
            own, peer = str(tunnel.bgp["LocalBgpIp"]), str(tunnel.bgp["PeerBgpIp"])
            self._run(["ip", "address", "replace", own, "peer", peer, "dev", DEVICE])
            self._run(["ip", "route", "replace", "local", own, "dev", DEVICE, "table", str(FROM_TUNNEL)])

    def up(self) -> bool:
        """Whether packets pass; strongSwan is asked only when something has happened.

        It is asked to wait for an association that is just at work: left out, one that has come up this moment would
        count as down until something happens again.
        """
        if not self.alive:
            return False
        changes = self._folder / "changes"
        size = changes.stat().st_size if changes.exists() else 0
        if size != self._seen:
            self._seen = size
            self._up = "INSTALLED" in self._run(["swanctl", "--list-sas"], fails=True)
        return self._up

    def _join(self) -> None:
        """Send what comes from the cloud into the tunnel; the namespace's own addresses are looked up after that."""
        self._run(["ip", "link", "set", DEVICE, "up"])
        self._run(["ip", "route", "replace", EVERYWHERE, "dev", DEVICE, "table", str(FROM_CLOUD)])
        self._run(["ip", "rule", "del", "priority", "0"], fails=True)  # the plan has it again, later

    def _environ(self) -> Mapping[str, str]:
        files = {
            "STRONGSWAN_CONF": str(self._folder / "strongswan.conf"),
            "SWANCTL_DIR": str(self._folder / "swanctl"),
        }
        return inside.environment(None, files)

    def _run(self, command: Sequence[str], *, fails: bool = False, given: str | None = None) -> str:
        done = self._try(command, given)
        if done.returncode and not fails:
            said = " ".join((done.stderr or done.stdout).split())
            raise CharonError(f"{' '.join(command)} in {self.tunnel.namespace}: {said}")
        return done.stdout

    def _try(self, command: Sequence[str], given: str | None = None) -> subprocess.CompletedProcess[str]:
        whole = inside.apart(self._network.entering(self.tunnel.namespace), command)
        return inside.run(whole, environ=self._environ(), given=given, seconds=READY_SECONDS)

    def _await(self, command: Sequence[str]) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while self._try(command).returncode:
            if not self.alive or time.monotonic() > deadline:
                raise CharonError(f"strongSwan does not start; see {self._folder / 'charon.log'}")
            time.sleep(_WAIT_SECONDS)


def _need_programs() -> None:
    path = inside.environment(None)["PATH"]
    for program in PROGRAMS:
        if shutil.which(program, path=path) is None:
            raise CharonError(f"{program} is missing; install it with: python3 toolchain/system.py")

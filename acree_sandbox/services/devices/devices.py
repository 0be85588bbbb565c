"""The devices of a running data plane, and what is loaded onto them."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from weakref import WeakKeyDictionary

from acree_sandbox.api.sites.resources import Site
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network import commands, inside
from acree_sandbox.network.parts import names
from acree_sandbox.network.running import Network
from acree_sandbox.services.devices.loading import DOWN, SECONDS, DeviceError, Found, load
from acree_sandbox.services.frr import Frr

FRR_DAEMONS = ("staticd", "bgpd")
_RUNNING: WeakKeyDictionary[Cloud, Devices] = WeakKeyDictionary()


def devices_of(cloud: Cloud) -> Devices | None:
    """The devices of the data plane that runs for a cloud, None when none does."""
    return _RUNNING.get(cloud)


class Devices:
    """All devices; leave the context to end what runs on them.

    Args:
        network: the running data plane.
        cloud: the state.
        folder: where FRR's files are kept.
    """

    def __init__(self, network: Network, cloud: Cloud, folder: Path) -> None:
        self._network = network
        self._cloud = cloud
        self._folder = folder
        self._loaded: dict[str, _Device] = {}

    def __enter__(self) -> Self:
        _RUNNING[self._cloud] = self
        return self

    def __exit__(self, *_: object) -> None:
        _RUNNING.pop(self._cloud, None)
        for site in tuple(self._loaded):
            self.unload(site)

    def load(self, site: str, folder: Path) -> Found:
        """Load a folder of rendered files onto a device, in place of what was loaded before.

        Args:
            site: id or name of the data center.
            folder: the folder.

        Raises:
            DeviceError: there is no such data center, or its device does not take something.
        """
        row = self._site(site)
        self.unload(row.id)
        device = _Device(self._network, names.site(row.id), self._folder / row.id, folder)
        self._loaded[row.id] = device
        return load(device, folder)

    def unload(self, site: str) -> None:
        """Take off a device what was loaded: tunnels, daemons, packet filters, addresses and routes."""
        device = self._loaded.pop(self._site(site).id, None)
        if device is not None:
            device.clear()

    def _site(self, wanted: str) -> Site:
        with self._cloud.transaction():
            sites = self._cloud.all(Site)
        found = [row for row in sites if wanted in {row.id, row.name}]
        if len(found) != 1:
            known = ", ".join(f"{row.id} ({row.name})" for row in sites) or "none"
            raise DeviceError(f"wanted the id or name of one data center, found {wanted!r}; there are: {known}")
        return found[0]


class _Device:
    """A device with what was loaded from one folder; implements `Device`."""

    def __init__(self, network: Network, namespace: str, own: Path, folder: Path) -> None:
        self._network = network
        self._namespace = namespace
        self._own = own
        self._folder = folder
        self._frr: Frr | None = None

    def run(self, *command: str) -> None:
        done = self._run(*command)
        if done.returncode:
            said = " ".join((done.stderr or done.stdout).split())
            raise DeviceError(f"{' '.join(command)} fails with {done.returncode}: {said}")

    def route(self, configuration: str) -> None:
        self._frr = Frr(self._network, self._namespace, self._own / "frr", configuration, FRR_DAEMONS)

    def clear(self) -> None:
        if self._frr is not None:
            self._frr.close()
        for script in sorted(self._folder.rglob(DOWN)):
            self._run("sh", str(script))
        its = self._network.plan.namespaces.get(self._namespace)
        if its is None:  # the data center is gone itself
            return
        self._run("nft", "flush", "ruleset")
        planned = {address.link for address in its.addresses}
        links = {end.link for link in self._network.plan.links for end in (link.near, link.far)}
        ports = [names.site_port(number) for number in range(1, 10)]
        for port in (port for port in ports if port in links and port not in planned):
            self._run("ip", "address", "flush", "dev", port)
        self._run("ip", "route", "flush", "table", "main")
        lines = "\n".join(commands.route("replace", route) for route in its.routes) + "\n"
        self._run("ip", "-batch", "-", given=lines)

    def _run(self, *command: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        environ: Mapping[str, str] = inside.environment(None)
        whole = inside.apart(self._network.entering(self._namespace), command)
        try:
            return inside.run(whole, environ=environ, given=given, seconds=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise DeviceError(f"{' '.join(command)} does not end within {SECONDS:g} s") from error

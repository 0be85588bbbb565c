"""Keeps a strongSwan for each tunnel of the data plane, and tells the control plane which tunnels are up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from acree_sandbox.api.vpn.resources import ESTABLISHED, NOT_ESTABLISHED, TunnelState
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import SandboxError
from acree_sandbox.network.parts.tunnels import Tunnel, tunnels
from acree_sandbox.network.running import Network
from acree_sandbox.services.tunnels.charon import Charon

LOOK_SECONDS = 0.25
RETRY_SECONDS = 2.0
_log = logging.getLogger(__name__)


class TunnelKeeper:
    """The cloud's ends of all tunnels of a running data plane; leave the context to end them.

    A tunnel whose strongSwan ends, or does not start, is tried again: it may have been killed to see what happens.

    Args:
        network: the running data plane.
        cloud: the state.
        folder: where configurations and logs are kept.
    """

    def __init__(self, network: Network, cloud: Cloud, folder: Path) -> None:
        self._network = network
        self._cloud = cloud
        self._folder = folder
        self._running: dict[str, Charon] = {}
        self._wanted = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="sandbox-tunnels", daemon=True)

    def __enter__(self) -> Self:
        self._forget()
        self._unfollow = self._network.follow(lambda _plan: self._wanted.set())
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._unfollow()
        self._ended.set()
        self._wanted.set()
        self._thread.join()
        for charon in self._running.values():
            charon.close()
        self._forget()

    def _keep(self) -> None:
        while not self._ended.is_set():
            try:
                wanted = self._tunnels()
                self._stop_others(wanted)
                for tunnel in wanted.values():
                    self._see_to(tunnel)
                self._report(wanted)
            except SandboxError as error:
                _log.warning("a tunnel is not served, it is tried again: %s", error)
                self._ended.wait(RETRY_SECONDS)
            except Exception:  # noqa: BLE001  # the other tunnels must go on; the log has the traceback
                _log.exception("a tunnel is not served, it is tried again")
                self._ended.wait(RETRY_SECONDS)
            self._wanted.wait(LOOK_SECONDS)
            self._wanted.clear()

    def _tunnels(self) -> Mapping[str, Tunnel]:
        """The tunnels whose namespaces are there."""
        with self._cloud.transaction():
            found = list(tunnels(self._cloud))
        return {its.id: its for its in found if its.peer and its.namespace in self._network.plan.namespaces}

    def _stop_others(self, wanted: Mapping[str, Tunnel]) -> None:
        for name in set(self._running) - set(wanted):
            self._running.pop(name).close()
            self._put(name, None)

    def _see_to(self, tunnel: Tunnel) -> None:
        charon = self._running.get(tunnel.id)
        if charon is not None and not charon.alive:
            self._running.pop(tunnel.id).close()
            charon = None
        if charon is None:
            self._running[tunnel.id] = Charon(self._network, tunnel, self._folder / tunnel.id)
        elif charon.tunnel != tunnel:
            charon.load(tunnel)

    def _report(self, wanted: Mapping[str, Tunnel]) -> None:
        for name, charon in self._running.items():
            if name in wanted:
                self._put(name, ESTABLISHED if charon.up() else NOT_ESTABLISHED)

    def _put(self, tunnel: str, status: str | None) -> None:
        """Tell the control plane, when it does not know it yet."""
        with self._cloud.transaction():
            known = self._cloud.get(TunnelState, tunnel)
            if status is None and known is not None:
                self._cloud.remove(known)
            elif status is not None and (known is None or known.status != status):
                self._cloud.put(TunnelState(id=tunnel, status=status))

    def _forget(self) -> None:
        """No tunnel is up that this keeper does not keep."""
        with self._cloud.transaction():
            for row in self._cloud.all(TunnelState):
                self._cloud.remove(row)

"""Keeps an FRR for each router of the cloud that speaks BGP, and tells the control plane what is learned."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Self

from acree_sandbox.api.expressconnect.resources import BgpPeer, BgpSession
from acree_sandbox.api.vpn.resources import ESTABLISHED, TunnelState
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import SandboxError
from acree_sandbox.network.running import Network
from acree_sandbox.services.bgp.speakers import Neighbour, Speaker, configuration, speakers
from acree_sandbox.services.frr import Frr

LOOK_SECONDS = 1.0
RETRY_SECONDS = 2.0
UP, DOWN = "Established", "Idle"
_log = logging.getLogger(__name__)


class BgpKeeper:
    """The cloud's BGP of a running data plane; leave the context to end it.

    Args:
        network: the running data plane.
        cloud: the state.
        folder: where configurations and logs are kept.
    """

    def __init__(self, network: Network, cloud: Cloud, folder: Path) -> None:
        self._network = network
        self._cloud = cloud
        self._folder = folder
        self._running: dict[str, tuple[Speaker, Frr]] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="sandbox-bgp", daemon=True)

    def __enter__(self) -> Self:
        self._forget()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        for running in self._running.values():
            running[1].close()
        self._forget()

    def _keep(self) -> None:
        while not self._ended.is_set():
            wait = LOOK_SECONDS
            try:
                wanted = self._speakers()
                for name in set(self._running) - set(wanted):
                    _, frr = self._running.pop(name)
                    frr.close()
                for speaker in wanted.values():
                    self._see_to(speaker)
                    self._report(speaker)
            except SandboxError as error:
                _log.warning("BGP is not served, it is tried again: %s", error)
                wait = RETRY_SECONDS
            except Exception:  # noqa: BLE001  # the other routers must go on; the log has the traceback
                _log.exception("BGP is not served, it is tried again")
                wait = RETRY_SECONDS
            self._ended.wait(wait)

    def _speakers(self) -> Mapping[str, Speaker]:
        """The speakers whose namespaces are there; none of their sessions counts before it was seen to be up."""
        with self._cloud.transaction():
            found = {its.namespace: its for its in speakers(self._cloud)}
            for peer in self._cloud.all(BgpPeer):
                if self._cloud.get(BgpSession, peer.id) is None:
                    self._cloud.put(BgpSession(id=peer.id, status=DOWN))
        return {name: its for name, its in found.items() if name in self._network.plan.namespaces}

    def _see_to(self, speaker: Speaker) -> None:
        """Start FRR, or let it announce what has changed; other neighbours need another FRR."""
        old = self._running.get(speaker.namespace)
        if old is not None and (not old[1].alive or replace(old[0], networks=speaker.networks) != speaker):
            self._running.pop(speaker.namespace)[1].close()
            old = None
        if old is None:
            folder = self._folder / speaker.namespace
            frr = Frr(self._network, speaker.namespace, folder, configuration(speaker), kernel=False)
            old = (replace(speaker, networks=frozenset()), frr)
        before, frr = old
        lines = [f"network {prefix}" for prefix in sorted(speaker.networks - before.networks)]
        lines += [f"no network {prefix}" for prefix in sorted(before.networks - speaker.networks)]
        self._running[speaker.namespace] = (before, frr)
        if lines:
            frr.enter(f"router bgp {speaker.asn}", "address-family ipv4 unicast", *lines)
        self._running[speaker.namespace] = (speaker, frr)

    def _report(self, speaker: Speaker) -> None:
        _, frr = self._running[speaker.namespace]
        summary = frr.ask("show bgp ipv4 unicast summary json") or {}
        peers = summary.get("peers", {})
        for its in speaker.neighbours:
            up = peers.get(its.address, {}).get("state") == UP
            learned = self._learned(frr, its) if up else {}
            self._put(its.id, learned, up=up)

    def _learned(self, frr: Frr, neighbour: Neighbour) -> Mapping[str, int]:
        """Length of the AS path by prefix."""
        answer = frr.ask(f"show bgp ipv4 unicast neighbors {neighbour.address} routes json") or {}
        return {prefix: len(paths[0].get("path", "").split()) for prefix, paths in answer.get("routes", {}).items()}

    def _put(self, identifier: str, learned: Mapping[str, int], *, up: bool) -> None:
        """Tell the control plane, when it does not know it yet."""
        with self._cloud.transaction():
            tunnel = self._cloud.get(TunnelState, identifier)
            peer = self._cloud.get(BgpPeer, identifier)
            if peer is not None:
                status, known = UP if up else DOWN, self._cloud.get(BgpSession, identifier)
                if known is None or (known.status, known.as_paths) != (status, learned):
                    self._cloud.put(BgpSession(id=identifier, status=status, learned=list(learned), as_paths=learned))
            elif tunnel is not None and tunnel.status == ESTABLISHED and _differs(tunnel, learned, up=up):
                self._cloud.change(tunnel, "", bgp=up, learned=list(learned), as_paths=learned)

    def _forget(self) -> None:
        """No session is known that this keeper does not keep."""
        with self._cloud.transaction():
            for row in self._cloud.all(BgpSession):
                self._cloud.remove(row)


def _differs(tunnel: TunnelState, learned: Mapping[str, int], *, up: bool) -> bool:
    return (tunnel.bgp, tunnel.as_paths) != (up, learned)

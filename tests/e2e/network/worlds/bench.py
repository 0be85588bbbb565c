"""What all worlds share: one control plane, one data plane, one resolver."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from acree_infra.discovery.surroundings import Surroundings
from acree_infra.routing.sites.standby import without_ways
from acree_sandbox.api import load_services
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.registry import REGISTRY
from acree_sandbox.core.running import RunningServer
from tests.e2e.network.worlds import lab, lines
from tests.e2e.network.worlds.account import Account, inside, over_tls
from tests.e2e.network.worlds.comparing import Walks
from tests.e2e.network.worlds.fabric import Fabric
from tests.e2e.network.worlds.given import Given
from tests.infra.discovery.dns_server import serve_dns

AMBIGUOUS = "G16"
"""The rule of ranges that two attachments offer: which of them wins depends on which is older."""


@dataclass
class Bench:
    """Tries one world after the other."""

    cloud: Cloud
    server: RunningServer
    fabric: Fabric
    around: Surroundings

    def plan(self, given: Given) -> lab.Planned:
        """Begin a world, look it up, and plan."""
        lab.begin(self.cloud, given)
        return lab.planned(given, self._account(given), self.around)

    def walks(self, given: Given, planned: lab.Planned) -> Walks:
        """Apply a plan without its gaps, take down what is to be down, and walk through it in both ways."""
        account, down = self._account(given), lab.ways_down(planned.plan, given)
        lab.apply(planned.applied, account)
        for vbr in planned.plan.premises.vbrs:
            if vbr.way in down:
                lines.take_down(account, vbr.name, vbr.region)
        left = without_ways(planned.applied, down)
        return lab.walks(planned.traced, self.cloud, self.fabric, lines.loaded(left, self.cloud), down)

    def _account(self, given: Given) -> Account:
        return over_tls(self.server) if given.over_tls else inside(self.cloud)


@contextmanager
def running(folder: Path) -> Iterator[Bench]:
    """A bench; leave the context to stop all of it."""
    load_services()
    logging.getLogger("acree_sandbox").setLevel(logging.WARNING)  # calls by the thousand tell nothing of a failure
    cloud = Cloud()
    (folder / "control").mkdir()
    with (
        serve_dns() as names,
        RunningServer(folder / "control", cloud, REGISTRY, port=0, tls=True) as server,
        Fabric(folder / "network") as fabric,
    ):
        around = Surroundings(resolvers=(names.endpoint,), timeout=2.0, sleep=lambda _: None)
        yield Bench(cloud, server, fabric, around)

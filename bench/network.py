"""The data plane: how soon a route is in the kernel, and how long a large world takes to build."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.network.running import Network
from acree_sandbox.world.file import world_of
from bench.figures import Figure, measure
from tests.sandbox.network.worlds import many_regions, two_regions

CHANGES = 20


@measure("network")
def network() -> list[Figure]:
    """Route changes in a world of two regions; 30 regions with 60 hosts from nothing."""
    delays = _delays()
    return [
        Figure("a route change in the kernel, median", statistics.median(delays) * 1000, "ms", 100),
        Figure(f"the same, worst of {len(delays)}", max(delays) * 1000, "ms", 100),
        Figure("30 regions and 60 hosts built", _large(), "s", 10),
    ]


def _delays() -> list[float]:
    delays = []
    cloud = Cloud(world_of(two_regions()))
    dispatcher = Dispatcher(cloud)
    with tempfile.TemporaryDirectory() as folder, Network(cloud, Path(folder)) as running:
        running.settled()
        for number in range(CHANGES):
            where = {
                "TransitRouterRouteTableId": "vtb-tr-service",
                "TransitRouterRouteEntryDestinationCidrBlock": f"100.97.{number}.0/24",
                "TransitRouterRouteEntryNextHopType": "Attachment",
                "TransitRouterRouteEntryNextHopId": "att-service",
            }
            for action in ("CreateTransitRouterRouteEntry", "DeleteTransitRouterRouteEntry"):
                dispatcher.call(CBN.version, action, where)
                begun = time.perf_counter()
                running.settled()
                delays.append(time.perf_counter() - begun)
    return delays


def _large() -> float:
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        with Network(Cloud(world_of(many_regions(30, 60))), Path(folder)) as running:
            running.settled()
            return time.perf_counter() - begun

"""The engine with our program: beside a literal program of the same resources, and beside the provider's own waits."""

from __future__ import annotations

import json
import os
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bench.figures import Figure, measure, timed
from bench.literal import literal_program
from scripts.workplace import ROOT, Workplace

RUNS = 5
WAITS: Mapping[str, float] = {
    "cen/instance:Instance": 5,
    "cen/transitRouter:TransitRouter": 5,
    "cen/transitRouterPeerAttachment:TransitRouterPeerAttachment": 5,
    "cen/transitRouterRouteEntry:TransitRouterRouteEntry": 1,
    "cen/transitRouterRouteTableAssociation:TransitRouterRouteTableAssociation": 5,
    "cen/transitRouterRouteTablePropagation:TransitRouterRouteTablePropagation": 5,
    "cen/transitRouterVpcAttachment:TransitRouterVpcAttachment": 5,
    "cr/vpcEndpointLinkedVpc:VpcEndpointLinkedVpc": 5,
}
"""Seconds that the provider sleeps before its first look, by resource: fixed in its source (`BuildStateConf`)."""


@measure("engine")
def engine() -> Sequence[Figure]:
    """`pulumi preview` and `pulumi up` of the worked example."""
    world = ROOT / "stacks" / "worlds" / "dev.yaml"
    with tempfile.TemporaryDirectory() as folder, Workplace(Path(folder), world, os.environ) as place:
        place.select("dev")
        up = timed(lambda: place.pulumi("up", "--yes", "--skip-preview"))
        resources = json.loads(place.pulumi("stack", "export").output)["deployment"]["resources"]
        place.pulumi("destroy", "--yes", "--skip-preview")
        ours, literal = _previews(place, literal_program(resources))
    chain = longest_chain(resources)
    return [
        Figure("pulumi preview, times that of a literal program", ours / literal, "", 1.15),
        Figure(f"pulumi up ({up:.1f} s), times its longest chain of waits ({chain:.0f} s)", up / chain, "", 1.15),
    ]


def longest_chain(resources: Sequence[Mapping[str, Any]]) -> float:
    """Seconds of the longest chain of waits, along what each resource depends on."""
    by_urn = {resource["urn"]: resource for resource in resources}

    @cache
    def until(urn: str) -> float:
        resource = by_urn[urn]
        wait = WAITS.get(resource["type"].removeprefix("alicloud:"), 0)
        return wait + max((until(needed) for needed in resource.get("dependencies", ()) if needed in by_urn), default=0)

    return max(until(urn) for urn in by_urn)


def _previews(place: Workplace, literal: str) -> tuple[float, float]:
    """Median seconds of a preview of our program and of a literal one, in turn: what disturbs one disturbs both."""
    program = place.project / "__main__.py"
    ours = program.readlink()
    seconds: list[tuple[float, float]] = []
    for _ in range(RUNS):
        mine = timed(lambda: place.pulumi("preview"))
        program.unlink()
        program.write_text(literal, encoding="utf-8")
        seconds.append((mine, timed(lambda: place.pulumi("preview"))))
        program.unlink()
        program.symlink_to(ours)
    return statistics.median(one for one, _ in seconds), statistics.median(other for _, other in seconds)

"""The first tunnel of a data center is cut: how long until pulls go on over the second one."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench.figures import Figure, measure
from scripts.demos.steps import UP, plan_of
from scripts.site_proof import SiteProof
from scripts.sites import ends, loaded
from scripts.workplace import ROOT, Workplace

KINDS: Mapping[str, str] = {"vpn-gateway": "static routes", "transit-vpn": "BGP"}
"""Example stacks of two tunnels each, and what notices that one of them is cut."""
HOLD = 3.0
"""Hold time that the sandbox's end proposes; both ends of a session keep the shorter one (RFC 4271, 4.2)."""
SWITCH = 3.0
"""Seconds to change routes once the loss is noticed, and to ask every leg."""


@measure("failover")
def failover() -> list[Figure]:
    """Seconds from the cut until every leg answers a host behind the device, beside what the device's timers take."""
    return [_cut(kind) for kind in KINDS]


def _cut(kind: str) -> Figure:
    world = ROOT / "stacks" / "worlds" / f"{kind}.yaml"
    with tempfile.TemporaryDirectory() as folder, Workplace(Path(folder), world, os.environ, network=True) as place:
        place.select(kind)
        place.pulumi(*UP)
        place.acree("resolve", "-q", "--stack", kind)
        with loaded(place, kind) as (rendered, names):
            proof = SiteProof(place, plan_of(place, kind), rendered, names)
            if not proof.ready():
                raise RuntimeError(f"{kind}: the legs do not answer before anything is cut")
            with proof.cut(ends(place)[0]):
                seconds = proof.failover()
            if seconds is None:
                raise RuntimeError(f"{kind}: the second tunnel did not take over")
            noticed = HOLD if KINDS[kind] == "BGP" else unanswered(_swanctl(rendered))
    told = f"{kind}, {KINDS[kind]}: tunnel 1 cut until every leg answers"
    return Figure(told, seconds, "s", noticed + SWITCH)


def unanswered(configuration: str) -> float:
    """Seconds until charon gives up an end that says nothing: a silence, then each of its requests in vain.

    Args:
        configuration: what is rendered for strongSwan.

    Raises:
        LookupError: a timer is not set there.
    """
    first, factor = _timer(configuration, "retransmit_timeout"), _timer(configuration, "retransmit_base")
    requests = range(int(_timer(configuration, "retransmit_tries")) + 1)
    return _timer(configuration, "dpd_delay") + sum(first * factor**number for number in requests)


def _timer(configuration: str, name: str) -> float:
    found = re.search(rf"\b{name} = ([\d.]+)", configuration)
    if found is None:
        raise LookupError(f"wanted the timer {name} in what is rendered for strongSwan, found none")
    return float(found[1])


def _swanctl(rendered: Path) -> str:
    files = sorted((rendered / "strongswan-userspace").rglob("*.conf"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)

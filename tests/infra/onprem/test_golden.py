"""Kept files of every family for the example stacks: a change of a template is seen whole, by a person."""

from __future__ import annotations

from ipaddress import IPv4Address
from pathlib import Path

import pytest

from acree_infra.discovery.lock_file import load_lock
from acree_infra.discovery.model import Lock
from acree_infra.discovery.site_facts import ConnectionFacts, TunnelFacts
from acree_infra.onprem.all_families import FAMILIES
from acree_infra.onprem.of_plan import view_of
from acree_infra.onprem.rendering import render
from acree_infra.onprem.view import SiteView
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.planner import make_plan
from acree_infra.topology.loader import load_stack, stack_path
from acree_infra.topology.ownership import cloud_name

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "onprem"
KINDS = ("vpn-gateway", "transit-vpn", "express-connect")
"""Example stacks, each with a site `hq`."""


def standing(lock: Lock, plan: Plan) -> Lock:
    """The lock file once the cloud's end of every connection stands."""
    connections = tuple(
        ConnectionFacts(
            id=connection.id or "vco-made",
            region=connection.region,
            name=cloud_name(plan.stack, connection.name),
            tunnels=tuple(
                TunnelFacts(number=tunnel.number, address=IPv4Address(f"203.0.113.{tunnel.number}"))
                for tunnel in connection.tunnels
            ),
        )
        for connection in plan.premises.connections
    )
    return lock.model_copy(update={"networks": lock.networks.model_copy(update={"connections": connections})})


@pytest.fixture(scope="module")
def views() -> dict[str, SiteView]:
    found = {}
    for kind in KINDS:
        stack = load_stack(stack_path(kind, ROOT / "stacks"))
        lock = load_lock(stack)
        found[kind] = view_of(make_plan(stack, standing(lock, make_plan(stack, lock))), "hq")
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("family", FAMILIES.names)
def test_kept(kind: str, family: str, views: dict[str, SiteView], request: pytest.FixtureRequest) -> None:
    chosen = FAMILIES.get(family)
    reasons = list(chosen.reasons(views[kind]))
    if reasons:
        text = "".join(f"refused: {reason}\n" for reason in reasons)
    else:
        text = "\n".join(f"==> {file.path} <==\n{file.text}" for file in render(views[kind], chosen))
    path = GOLDEN / kind / f"{family}.txt"
    if request.config.getoption("--update-golden", default=False):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    command = "pytest tests/infra/reports tests/infra/onprem --update-golden"
    assert path.exists(), f"{path} is missing: {command} writes it"
    assert text == path.read_text(encoding="utf-8"), f"{kind}/{family} differs: if that is right, run {command}"


def test_nothing_is_kept_that_nothing_makes() -> None:
    kept = {path.relative_to(GOLDEN).with_suffix("").as_posix() for path in GOLDEN.rglob("*.txt")}
    assert kept == {f"{kind}/{family}" for kind in KINDS for family in FAMILIES.names}

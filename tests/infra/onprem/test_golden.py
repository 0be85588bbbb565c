"""Kept files of every family for each kind of way: a change of a template is seen whole, by a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from acree_infra.onprem.all_families import FAMILIES
from acree_infra.onprem.of_plan import view_of
from acree_infra.onprem.rendering import render
from acree_infra.onprem.view import SiteView
from tests.infra.onprem.test_of_plan import ATTACHED, EXPRESS, GATEWAY
from tests.infra.routing.sites.places import plan_with, site

GOLDEN = Path(__file__).parents[2] / "golden" / "onprem"
BGP = {"routes": "bgp", "device-asn": 65010}
KINDS: dict[str, tuple[dict[str, Any], ...]] = {
    "vpn-gateway": (GATEWAY,),
    "transit-vpn": ({**ATTACHED, **BGP},),
    "express-connect": ({**EXPRESS, **BGP}, {**ATTACHED, "rank": 1}),
}


@pytest.fixture(scope="module")
def views() -> dict[str, SiteView]:
    return {kind: view_of(plan_with(site(*ways)), "tokyo") for kind, ways in KINDS.items()}


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

"""A plan with data centers or peerings, out of the checkpoint of its own update."""

from __future__ import annotations

import pytest

from acree_infra.program.agreement import disagreements
from acree_infra.program.deployed import deployed_plan
from acree_infra.program.deployed_premises import DeployedPremises
from acree_infra.routing.diff import Change, diff_plans
from acree_infra.routing.nouns import HopKind
from acree_infra.routing.sites.nouns import NO_PREMISES
from tests.infra.program.checkpoints import deployed, without
from tests.infra.reports.cases import CASES, dev, with_site
from tests.infra.rules import ways

SITES = [name for name in CASES if name.startswith(("site-", "vpc-"))]


@pytest.mark.parametrize("name", SITES)
def test_what_was_made_is_the_plan(name: str) -> None:
    plan = CASES[name]().plan
    found = deployed_plan(deployed(plan), plan, zones=True)
    difference = diff_plans(found, plan)
    rows = [(r.change, str(r.route.table), str(r.route.destination)) for r in difference.routes]
    assert [row for row in rows if row[0] is not Change.KEPT] == []
    assert [part.part for part in difference.parts if part.change is not Change.KEPT] == []


@pytest.mark.parametrize("name", SITES)
def test_nothing_of_a_finished_update_disagrees(name: str) -> None:
    plan = CASES[name]().plan
    found = deployed_plan(deployed(plan), plan, zones=True)
    told = disagreements(diff_plans(found, plan), found, plan, ())
    assert not [line for line in told if "kept by the route difference, unknown by the engine" not in line]


@pytest.mark.parametrize(
    ("way", "kind", "gone"),
    [
        (ways.VPN_GATEWAY, "RouteEntry", "vpn-gateway"),
        (ways.TRANSIT_VPN, "GatewayVcoRoute", "vpn-connection"),
        (ways.EXPRESS_CONNECT, "RouteEntry", "vbr"),
    ],
)
def test_a_row_that_an_update_did_not_reach_is_to_be_made(way: ways.Data, kind: str, gone: str) -> None:
    plan = with_site(way).plan
    name = next(r for r in plan.routes if r.table.kind == gone and r.origin == "created")
    route = f"{name.table.owner}-return-{str(name.destination).replace('/', '-')}"
    found = deployed_plan(deployed(plan, without(kind, route)), plan, zones=True)
    added = [r for r in diff_plans(found, plan).routes if r.change is Change.ADDED]
    assert [(str(r.route.table.kind), r.route.destination) for r in added] == [(gone, name.destination)]


def test_a_site_that_is_new_is_added() -> None:
    now = with_site(ways.TRANSIT_VPN, clients=True).plan
    found = deployed_plan(deployed(dev().plan), now, zones=True)
    assert found.premises == NO_PREMISES
    difference = diff_plans(found, now)
    assert {p.key for p in difference.parts if p.part == "ways" and p.change is Change.ADDED} == {"tokyo-transit-vpn"}
    assert not [r for r in difference.routes if r.change is Change.HOP_CHANGED]


def test_a_site_that_leaves_is_known_from_the_outputs() -> None:
    then = with_site(ways.TRANSIT_VPN, clients=True).plan
    found = deployed_plan(deployed(then), dev().plan, zones=True)
    gone = {p.key for p in diff_plans(found, dev().plan).parts if p.part == "sites" and p.change is Change.REMOVED}
    assert gone == {"tokyo"}


def test_ids_of_peerings_are_their_hops() -> None:
    checkpoint = deployed(CASES["vpc-peering"]().plan)
    assert {hop.kind for hop in DeployedPremises(checkpoint).hops.values()} == {HopKind.PEERING}
    assert DeployedPremises(deployed(dev().plan)).rows == {}


def test_a_row_to_an_express_connect_router_names_its_association() -> None:
    checkpoint = deployed(CASES["site-express-connect-router"]().plan)
    hops = {id_: hop.name for id_, hop in DeployedPremises(checkpoint).hops.items()}
    name = "ecr-tokyo-express-connect-router"
    assert hops == {f"{name}-id": name, f"{name}-vpc-bp1demo-association": name}


def test_no_key_is_kept() -> None:
    text = str(deployed(with_site(ways.VPN_GATEWAY).plan).outputs["premises"])
    assert "psk" not in text
    assert "'key': 'generated'" in text

from __future__ import annotations

from dataclasses import replace

import pytest

from acree_infra.program.deployed import deployed_plan
from acree_infra.routing.diff import Change, Diff, diff_plans
from acree_infra.routing.nouns import Hop, HopKind, LegId, Origin, VpcNode
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.reachability import Effect, path_changes
from tests.infra.program.checkpoints import Edit, changed, deployed, forgetful, without
from tests.infra.reports.cases import CASES
from tests.infra.routing.pairs import plan_with, with_auth, with_client, with_foreign, with_ranges
from tests.infra.routing.variations import Data
from tests.infra.samples import HANGZHOU_OSS

ROUTE, ROUTER_ROUTE = "VPCRouteEntry", "TransitRouterRouteEntry"


def against(then: Plan, now: Plan, *edits: Edit) -> Diff:
    return diff_plans(deployed_plan(deployed(then, *edits), now, zones=True), now)


def changes(diff: Diff) -> set[tuple[Change, str, str]]:
    return {(r.change, r.route.table.owner, str(r.route.destination)) for r in diff.routes if r.change != Change.KEPT}


def parts(diff: Diff) -> set[tuple[Change, str, str]]:
    return {(part.change, part.part, part.key) for part in diff.parts if part.change is not Change.KEPT}


@pytest.mark.parametrize("name", ["dev", "three-regions", "same-region", "auto-advertise-off", "foreign", "unlinked"])
def test_what_was_made_is_the_plan(name: str) -> None:
    plan = CASES[name]().plan
    found = deployed_plan(deployed(plan), plan, zones=True)
    assert found == plan
    assert found.digest == plan.digest


def test_records_that_are_only_printed_are_in_no_checkpoint() -> None:
    plan = CASES["hosts"]().plan
    assert deployed_plan(deployed(plan, zones=False), plan, zones=False) == plan


@pytest.mark.parametrize("name", ["osaka", "build"])
def test_a_new_client_is_added_as_between_two_revisions(name: str) -> None:
    then, now = plan_with(), plan_with(with_client(name))
    assert against(then, now) == replace(diff_plans(then, now), before=against(then, now).before)
    assert path_changes(deployed_plan(deployed(then), now, zones=True), now) == path_changes(then, now)


def test_a_client_that_leaves_is_known_from_its_component() -> None:
    then, now = plan_with(with_client("osaka")), plan_with()
    found = deployed_plan(deployed(then), now, zones=True)
    assert (found.routes, found.vpc_attachments, found.records) == (then.routes, then.vpc_attachments, then.records)
    assert changes(diff_plans(found, now)) == changes(diff_plans(then, now))
    assert {(x.client, x.effect) for x in path_changes(found, now)} == {("osaka", Effect.LOST)}
    assert found.clients == tuple(
        _with_no_free_addresses(node) if node.name == "osaka" else node for node in then.clients
    )


def _with_no_free_addresses(node: VpcNode) -> VpcNode:
    return replace(node, subnets=tuple(replace(subnet, free_addresses=0) for subnet in node.subnets))


def test_ranges_and_addresses_come_from_the_checkpoint() -> None:
    then = plan_with(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24"), with_auth("100.103.7.181"))
    now = plan_with()
    found = deployed_plan(deployed(then), now, zones=True)
    assert {target.leg: target.prefixes for target in found.targets} == {t.leg: t.prefixes for t in then.targets}
    assert changes(diff_plans(found, now)) == changes(diff_plans(then, now))


def test_a_route_that_is_missing_is_added() -> None:
    plan = plan_with()
    diff = against(plan, plan, without(ROUTE, "vtb-uf6", "100.103.9.188"))
    assert changes(diff) == {(Change.ADDED, "vpc-uf6demo", "100.103.9.188/32")}
    assert parts(diff) == set()


def test_a_route_that_the_plan_has_not_is_removed() -> None:
    then, now = plan_with(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24")), plan_with()
    found = changes(against(then, now))
    assert {(change, destination) for change, _, destination in found} == {(Change.REMOVED, "100.115.0.0/24")}
    assert len(found) == 3


@pytest.mark.parametrize("existing", [True, False])
def test_a_client_that_is_linked_itself(existing: bool) -> None:
    def linked(stack: Data, lock: Data) -> None:
        with_client("build")(stack, lock)
        stack["clients"][-1] |= {"via": "link"} | ({} if existing else {"link-vswitch": "vsw-build0"})

    plan = plan_with(linked)
    assert bool(plan.links) is not existing
    assert deployed_plan(deployed(plan), plan, zones=True) == plan
    if not existing:
        added = parts(against(plan_with(), plan))
        assert {(change, part) for change, part, _ in added} == {(Change.ADDED, "links"), (Change.ADDED, "clients")}


def test_a_route_to_another_attachment() -> None:
    plan = plan_with()
    diff = against(plan, plan, changed(ROUTE, "100.103.9.188", nexthopId="tr-attach-leased"))
    row = next(row for row in diff.routes if row.change is Change.HOP_CHANGED)
    assert row.before is not None
    assert row.before.hop == Hop(HopKind.ATTACHMENT, "tr-attach-leased")
    assert row.legs == (LegId.AUTH,)


def test_a_propagation_that_is_missing_takes_what_it_teaches() -> None:
    plan = plan_with()
    diff = against(plan, plan, without("TransitRouterRouteTablePropagation", "cn-hangzhou", "att-service"))
    assert {part[:2] for part in parts(diff)} == {(Change.ADDED, "propagations")}
    learned = [row for row in diff.routes if row.change is Change.ADDED]
    assert [(str(row.route.destination), row.route.origin) for row in learned] == [("10.0.0.0/16", Origin.LEARNED)]


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("TransitRouterRouteTableAssociation", "peer-cn-shanghai"),
        ("TransitRouterPeerAttachment", "peer-cn-shanghai"),
        ("TransitRouterVpcAttachment", "att-shanghai"),
    ],
)
def test_what_a_broken_update_has_left_is_still_a_plan(kind: str, word: str) -> None:
    plan = plan_with()
    diff = against(plan, plan, without(kind, word))
    assert not diff.empty
    assert {row.change for row in diff.routes} <= {Change.KEPT, Change.ADDED, Change.CHANGED}


def test_what_an_older_acree_did_not_keep_is_that_of_today() -> None:
    plan = plan_with(with_client("osaka"))
    found = deployed_plan(deployed(plan, forgetful), plan, zones=True)
    assert found == plan


def test_a_client_that_an_older_acree_had_leaves_with_its_routes() -> None:
    then, now = plan_with(with_client("osaka")), plan_with()
    removed = {row for row in changes(against(then, now, forgetful)) if row[0] is Change.REMOVED}
    assert ("osaka", "100.103.9.188/32") in {row[1:] for row in removed}


def test_a_route_of_somebody_else_that_is_used_is_no_difference() -> None:
    def used(stack: Data, lock: Data) -> None:
        with_foreign("172.16.0.0/16", vpc=0)(stack, lock)

    plan = plan_with(used)
    hop = next(
        row.hop for row in plan.routes if str(row.destination) == "172.16.0.0/16" and row.table.owner == "vpc-bp1demo"
    )
    plan = replace(plan, foreign_routes=tuple(replace(row, hop=hop) for row in plan.foreign_routes))
    assert deployed_plan(deployed(plan), plan, zones=True) == plan


def test_the_zone_of_another_vpc_is_seen() -> None:
    plan = plan_with()
    diff = against(plan, plan, changed("ZoneAttachment", "", vpcs=[]))
    assert {(change, part) for change, part, _ in parts(diff)} == {(Change.CHANGED, "records")}

"""Attachments of data centers beside the account: their links and rows are the plan's, also before they have an id."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from acree_infra.cli.diff_live import read_world
from acree_infra.routing.diff import Change, Diff, diff_plans
from acree_infra.routing.observed import Observation, observe
from acree_infra.routing.plan_model import Plan
from tests.infra.cli.live_account import Change as Edit
from tests.infra.cli.live_account import LiveAccount
from tests.infra.routing.sites.places import LINE, TUNNELS, files, plan_with, site
from tests.infra.routing.sites.test_existing import attached
from tests.infra.routing.variations import plan_of

Data = dict[str, Any]
WAYS: dict[str, Data] = {
    "vpn": {"kind": "transit-vpn", "tunnels": TUNNELS},
    "vbr": {"kind": "express-connect", **LINE},
    "ecr": {"kind": "express-connect-router", **LINE},
}
BGP: Data = {"routes": "bgp", "device-asn": 65010}


def looked_at(then: Plan, now: Plan, *edits: Edit) -> Observation:
    account = LiveAccount(then)
    for edit in edits:
        edit(account)
    return observe(now, read_world(now, account.clouds, account))


def compared(then: Plan, now: Plan, *edits: Edit) -> Diff:
    seen = looked_at(then, now, *edits)
    return diff_plans(seen.before, seen.after)


def changes(diff: Diff) -> set[tuple[Change, str]]:
    return {(r.change, str(r.route.destination)) for r in diff.routes if r.change is not Change.KEPT}


@pytest.mark.parametrize("kind", WAYS)
@pytest.mark.parametrize("region", ["cn-hangzhou", "cn-shanghai"])
def test_what_was_made_is_no_change(kind: str, region: str) -> None:
    plan = plan_with(site({**WAYS[kind], "region": region}), clients=True)
    assert [its.kind for its in plan.premises.attachments] == [kind]
    assert compared(plan, plan).empty


@pytest.mark.parametrize("kind", WAYS)
def test_what_an_attachment_of_its_own_learns_is_no_leftover(kind: str) -> None:
    plan = plan_with(site({**WAYS[kind]}), clients=True)
    (its,) = plan.premises.attachments

    def learn(account: LiveAccount) -> None:
        rows = account.entries["vtb-of-cn-hangzhou"]
        hop = account.attachment(its.name)
        rows.append(replace(rows[0], destination="10.77.0.0/16", hop=hop, type="Propagated", name=""))

    seen = looked_at(plan, plan, learn)
    assert {str(row.destination) for row in seen.after.foreign_routes} == {"10.77.0.0/16"}
    assert diff_plans(seen.before, seen.after).empty


def test_an_attachment_that_exists_goes_by_its_id() -> None:
    stack, lock = attached({"kind": "express-connect", "vbr": "vbr-1"}, "vbr", "vbr-1")
    lock["networks"]["transit-routers"][0]["tables"][0]["routes"] = []
    plan = plan_of(stack, lock)
    assert [its.id for its in plan.premises.attachments] == ["tr-attach-7"]
    assert compared(plan, plan).empty


def test_one_that_is_gone_takes_its_links_and_rows_along() -> None:
    plan = plan_with(site({**WAYS["vbr"], **BGP}), clients=True)

    def lose(account: LiveAccount) -> None:
        hop = account.attachment("att-tokyo-express-connect")
        account.records = [(region, record) for region, record in account.records if record.id != hop]
        for links in account.links.values():
            if hop in links:
                links.remove(hop)
        for rows in account.entries.values():
            rows[:] = [row for row in rows if row.hop != hop]

    diff = compared(plan, plan, lose)
    assert (Change.ADDED, "192.168.0.0/16") in changes(diff)
    assert {part.part for part in diff.parts if part.change is Change.ADDED} >= {"associations", "propagations"}


def test_one_of_a_way_that_the_plan_has_no_more_is_a_leftover() -> None:
    before, after = plan_with(site(WAYS["vbr"]), clients=True), plan_of(*files(clients=True))
    assert (Change.REMOVED, "192.168.0.0/16") in changes(compared(before, after))
    assert (Change.ADDED, "192.168.0.0/16") not in changes(compared(before, after))


def test_one_of_somebody_else_is_none_of_ours() -> None:
    plan = plan_with(site(WAYS["vbr"]), clients=True)

    def other(account: LiveAccount) -> None:
        region, record = account.records[-1]
        account.records.append((region, replace(record, id="tr-attach-9", resource="vbr-9", tags=(), name="theirs")))
        account.links["associations", "vtb-of-cn-hangzhou"].append("tr-attach-9")

    assert compared(plan, plan, other).empty

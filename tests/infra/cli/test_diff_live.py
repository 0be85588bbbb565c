from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from acree_infra.cli.diff_live import read_world
from acree_infra.cloud.cen import AttachmentRecord
from acree_infra.cloud.entries import Entry
from acree_infra.errors import DiscoveryError
from acree_infra.routing.diff import Change, Diff, diff_plans
from acree_infra.routing.nouns import Hop, HopKind, LegId, Origin, TableKind
from acree_infra.routing.observed import Observation, observe
from acree_infra.routing.overlaps import Outcome, overlaps
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.reachability import Effect, path_changes
from acree_infra.topology.ownership import stack_tag
from tests.infra.cli.live_account import Change as Edit
from tests.infra.cli.live_account import LiveAccount
from tests.infra.reports.cases import CASES
from tests.infra.routing.pairs import plan_with, with_client, with_foreign, with_ranges
from tests.infra.routing.sites.places import TUNNELS, site
from tests.infra.routing.sites.places import plan_with as with_sites
from tests.infra.samples import HANGZHOU_OSS

AUTH = "100.103.9.188/32"


def table(plan: Plan, owner: str) -> str:
    """The id of the VPC table of an owner."""
    return next(row.table.id for row in plan.routes if row.table.owner == owner)


def looked_at(then: Plan, now: Plan, *edits: Edit, jobs: int = 4) -> Observation:
    """A plan beside the account in which another one was made, and changed afterwards."""
    account = LiveAccount(then)
    for edit in edits:
        edit(account)
    return observe(now, read_world(now, account.clouds, account, jobs))


def compared(then: Plan, now: Plan, *edits: Edit) -> Diff:
    seen = looked_at(then, now, *edits)
    return diff_plans(seen.before, seen.after)


def changes(diff: Diff) -> set[tuple[Change, str, str]]:
    return {(r.change, r.route.table.owner, str(r.route.destination)) for r in diff.routes if r.change != Change.KEPT}


def parts(diff: Diff) -> set[tuple[Change, str]]:
    return {(part.change, part.part) for part in diff.parts if part.change is not Change.KEPT}


@pytest.mark.parametrize("name", ["dev", "three-regions", "same-region", "auto-advertise-off", "foreign"])
@pytest.mark.parametrize("jobs", [1, 16])
def test_what_was_made_is_no_change(name: str, jobs: int) -> None:
    plan = CASES[name]().plan
    seen = looked_at(plan, plan, jobs=jobs)
    assert seen.before == seen.after == plan
    assert set(seen.statuses.values()) == {"Active", "Available"}
    assert len(seen.statuses) == len(plan.routes)
    assert seen.unrecorded == ()


def test_rows_of_data_centers_are_not_read_and_count_as_planned() -> None:
    plan = with_sites(site({"kind": "vpn-gateway", "tunnels": TUNNELS}), clients=True)
    kinds = {TableKind.VPC, TableKind.TRANSIT_ROUTER}
    assert {row.table.kind for row in plan.routes} - kinds
    account = LiveAccount(plan)
    seen = observe(plan, read_world(plan, account.clouds, account))
    assert diff_plans(seen.before, seen.after).empty


def test_before_the_link_there_is_nothing_to_read() -> None:
    plan = CASES["unlinked"]().plan
    assert looked_at(plan, plan).before == plan


@settings(max_examples=15, deadline=None)
@given(...)
def test_it_does_not_matter_how_many_calls_run(jobs: int) -> None:
    plan = plan_with(with_client("osaka"))
    assert looked_at(plan, plan, jobs=abs(jobs) % 40 + 1).before == plan


class TestNeverMade:
    def test_no_cen(self) -> None:
        def nothing(account: LiveAccount) -> None:
            account.cens = ()
            account.entries = {key: [e for e in rows if e.type == "System"] for key, rows in account.entries.items()}

        plan = plan_with()
        diff = compared(plan, plan, nothing)
        added = [row for row in diff.routes if row.change is Change.ADDED]
        assert {row.route.origin for row in added} == {Origin.CREATED, Origin.LEARNED}
        assert {row.route.origin for row in diff.routes if row.change is Change.KEPT} == {Origin.BUILT_IN}
        assert (Change.ADDED, "transit_routers") in parts(diff)

    @pytest.mark.parametrize("which", ["cens", "routers"])
    def test_nothing_is_guessed_between_two(self, which: str) -> None:
        def two(account: LiveAccount) -> None:
            if which == "cens":
                account.cens = ("cen-1", "cen-2")
            else:
                account.routers["cn-shanghai"] = ["tr-1", "tr-2"]

        plan = plan_with()
        with pytest.raises(DiscoveryError, match="nothing is guessed"):
            looked_at(plan, plan, two)

    def test_a_cen_that_the_stack_file_names_is_asked(self) -> None:
        plan = replace(plan_with(), cen="cen-given")
        account = LiveAccount(plan)
        read_world(plan, account.clouds, account)
        assert set(account.asked) == {"cen-given"}

    def test_a_new_client_is_added_and_gains(self) -> None:
        then, now = plan_with(), plan_with(with_client("osaka"))
        account = LiveAccount(then)
        node = next(node for node in now.clients if node.name == "osaka")
        for row in now.routes:
            if row.table.owner == node.id and row.origin is Origin.BUILT_IN:
                account.entries[row.table.id].append(Entry(str(row.destination), "", "Available", "System"))
        seen = observe(now, read_world(now, account.clouds, account))
        found, wanted = changes(diff_plans(seen.before, seen.after)), changes(diff_plans(then, now))
        assert found == {row for row in wanted if row[1] != node.id or row[2] not in _built_in(now, node.id)}
        effects = {(path.client, path.effect) for path in path_changes(seen.before, seen.after)}
        assert effects == {("osaka", Effect.GAINED)}


def _built_in(plan: Plan, owner: str) -> set[str]:
    return {str(r.destination) for r in plan.routes if r.table.owner == owner and r.origin is Origin.BUILT_IN}


class TestRows:
    def test_one_that_was_deleted_by_hand(self) -> None:
        plan = plan_with()
        seen = looked_at(plan, plan, lambda account: account.remove(table(plan, "vpc-uf6demo"), AUTH))
        diff = diff_plans(seen.before, seen.after)
        assert changes(diff) == {(Change.ADDED, "vpc-uf6demo", AUTH)}
        assert parts(diff) == set()
        assert {x.effect for x in path_changes(seen.before, seen.after)} == {Effect.GAINED}

    @pytest.mark.parametrize(
        ("status", "there"),
        [("Active", True), ("Creating", True), ("Rejected", False), ("Prohibited", False), ("Standby", False)],
    )
    def test_one_in_another_state(self, status: str, there: bool) -> None:
        plan = plan_with()
        seen = looked_at(plan, plan, lambda a: a.change("vtb-of-cn-hangzhou", AUTH, status=status))
        assert diff_plans(seen.before, seen.after).empty == there
        states = {
            value for (place, prefix), value in seen.statuses.items() if str(prefix) == AUTH and place.id == "system"
        }
        assert states == {status, "Active"}

    def test_one_of_this_stack_that_goes_elsewhere(self) -> None:
        plan = plan_with()
        diff = compared(plan, plan, lambda a: a.change(table(plan, "vpc-uf6demo"), AUTH, hop="ngw-1", hop_type="Nat"))
        (row,) = [row for row in diff.routes if row.change is not Change.KEPT]
        assert row.change is Change.HOP_CHANGED
        assert row.before is not None
        assert row.before.hop == Hop(HopKind.FOREIGN, "Nat ngw-1")

    def test_one_of_somebody_else_in_its_place_is_a_conflict(self) -> None:
        plan = plan_with()
        where = table(plan, "vpc-uf6demo")
        seen = looked_at(plan, plan, lambda a: a.change(where, AUTH, hop="ngw-1", hop_type="Nat", name="by hand"))
        assert changes(diff_plans(seen.before, seen.after)) == {(Change.ADDED, "vpc-uf6demo", AUTH)}
        (overlap,) = overlaps(seen.before, seen.after)
        assert (overlap.outcome, overlap.foreign.name, overlap.new) == (Outcome.CONFLICT, "by hand", True)
        assert [str(row.destination) for row in seen.unrecorded] == [AUTH]

    def test_one_that_somebody_made_as_the_plan_wants_it(self) -> None:
        plan = plan_with()
        where = table(plan, "vpc-uf6demo")
        seen = looked_at(plan, plan, lambda a: a.change(where, AUTH, name="by hand"))
        assert diff_plans(seen.before, seen.after).empty
        assert [overlap.outcome for overlap in overlaps(seen.before, seen.after)] == [Outcome.USED]

    def test_a_longer_one_of_somebody_else_is_seen_and_stays(self) -> None:
        plan = plan_with()

        def shadow(account: LiveAccount) -> None:
            account.entries[table(plan, "vpc-uf6demo")].append(
                Entry("100.118.28.0/25", "i-1", "Available", "Custom", "Instance", "acree-prod-oss")
            )

        seen = looked_at(plan, plan, shadow)
        assert diff_plans(seen.before, seen.after).empty
        (overlap,) = overlaps(seen.before, seen.after)
        assert (overlap.outcome, overlap.harmful) == (Outcome.WINS, True)
        assert len(seen.unrecorded) == 1

    def test_what_the_plan_has_left_behind_is_removed(self) -> None:
        then, now = plan_with(with_ranges(*HANGZHOU_OSS, "100.115.0.0/24")), plan_with()
        diff = compared(then, now)
        removed = {(change, owner) for change, owner, prefix in changes(diff) if prefix == "100.115.0.0/24"}
        assert removed == {(Change.REMOVED, "vpc-uf6demo"), (Change.REMOVED, "acree-dev-cn-hangzhou")}

    def test_what_is_learned_may_come_in_parts(self) -> None:
        plan = plan_with()

        def parted(account: LiveAccount) -> None:
            rows = account.entries["vtb-of-cn-hangzhou"]
            whole = next(row for row in rows if row.destination == "10.0.0.0/16")
            rows.remove(whole)
            rows += [replace(whole, destination=prefix) for prefix in ("10.0.0.0/24", "10.0.1.0/24")]

        assert compared(plan, plan, parted).empty

    def test_what_is_learned_is_no_stand_in_for_what_is_written(self) -> None:
        plan = plan_with()
        fields = {"type": "Propagated", "name": "", "hop": "tr-attach-peer-cn-shanghai"}
        diff = compared(plan, plan, lambda a: a.change("vtb-of-cn-hangzhou", AUTH, **fields))
        assert changes(diff) == {(Change.ADDED, "acree-dev-cn-hangzhou", AUTH)}
        seen = looked_at(plan, plan, lambda a: a.change("vtb-of-cn-hangzhou", AUTH, **fields))
        assert {str(row.destination) for row in seen.before.foreign_routes} == {AUTH}
        assert seen.after == plan
        assert {(x.leg, x.effect) for x in path_changes(seen.before, seen.after)} == {(LegId.AUTH, Effect.GAINED)}

    def test_what_is_no_ipv4_prefix_meets_nothing(self) -> None:
        plan = plan_with()

        def odd(account: LiveAccount) -> None:
            for destination in ("fd00::/64", "pl-1234"):
                account.entries[table(plan, "vpc-uf6demo")].append(Entry(destination, "i-1", "Available", "Custom"))

        assert compared(plan, plan, odd).empty

    def test_a_system_route_that_is_gone(self) -> None:
        plan = plan_with()
        diff = compared(plan, plan, lambda a: a.remove(table(plan, "vpc-uf6demo"), "172.16.1.0/24"))
        assert changes(diff) == {(Change.ADDED, "vpc-uf6demo", "172.16.1.0/24")}


class TestLinks:
    @pytest.mark.parametrize("kind", ["associations", "propagations"])
    def test_one_that_is_gone(self, kind: str) -> None:
        plan = plan_with()
        diff = compared(plan, plan, lambda a: a.links[kind, "vtb-of-cn-shanghai"].remove("tr-attach-att-shanghai"))
        assert parts(diff) == {(Change.ADDED, kind)}

    def test_an_attachment_that_is_gone(self) -> None:
        def gone(account: LiveAccount) -> None:
            account.records = [item for item in account.records if item[1].kind != "peer"]

        plan = plan_with()
        diff = compared(plan, plan, gone)
        assert (Change.ADDED, "peer_attachments") in parts(diff)

    def test_an_attachment_of_somebody_else_is_none_of_ours(self) -> None:
        def theirs(account: LiveAccount) -> None:
            account.records.append(("cn-shanghai", AttachmentRecord("tr-attach-x", "vpc", "tr", "vpc-other")))

        plan = plan_with()
        assert compared(plan, plan, theirs).empty


class TestClientThatLeft:
    def test_it_is_removed_with_its_routes(self) -> None:
        then, now = plan_with(with_client("osaka")), plan_with()
        now = replace(now, transit_routers=then.transit_routers)
        diff = compared(then, now)
        removed = {owner for change, owner, _ in changes(diff) if change is Change.REMOVED}
        assert {"vpc-osaka", "vpc-bp1demo"} <= removed
        assert {(Change.REMOVED, "clients"), (Change.REMOVED, "vpc_attachments")} <= parts(diff)

    def test_a_vpc_that_is_gone_leaves_its_attachment_out(self) -> None:
        def left(account: LiveAccount) -> None:
            tags = (stack_tag(account.plan.stack),)
            record = AttachmentRecord("tr-attach-old", "vpc", "tr", "vpc-gone", tags=tags, name="acree-dev-att-old")
            account.records.append(("cn-shanghai", record))

        plan = plan_with()
        assert compared(plan, plan, left).empty


def test_rows_of_others_are_on_both_sides() -> None:
    plan = plan_with(with_foreign("192.168.0.0/24"))
    seen = looked_at(plan, plan_with())
    assert seen.before.foreign_routes == seen.after.foreign_routes == plan.foreign_routes
    assert seen.unrecorded == plan.foreign_routes

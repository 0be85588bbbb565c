"""AnyTunnel entries that the stack makes, and what is said when the service does not take one."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from acree_infra.program.agreement import disagreements
from acree_infra.program.deployed import deployed_plan
from acree_infra.program.sites.service_entries import HOOK, Explaining
from acree_infra.program.steps import Action, Step
from acree_infra.routing.change_order import actions
from acree_infra.routing.diff import Change, diff_plans
from acree_infra.routing.nouns import TableKind
from tests.infra.program.checkpoints import deployed, without
from tests.infra.program.cloud import Recording
from tests.infra.program.programs import both
from tests.infra.reports.cases import with_site
from tests.infra.routing.sites.places import files, site
from tests.infra.rules.ways import ENTRIES, SMART_GATEWAY
from tests.infra.samples import HANGZHOU_OSS

AUTH = "100.103.9.188/32"


def made(way: dict[str, Any], **more: Any) -> Recording:  # noqa: ANN401  # any value of a stack file
    return both(*files(site(way, **more)))


def said(monkeypatch: pytest.MonkeyPatch, operation: str, error: str, **entry: str) -> list[str]:
    """What a person reads of an entry that fails, twice."""
    texts: list[str] = []
    monkeypatch.setattr(pulumi.log, "error", texts.append)
    explain = Explaining()
    for _ in range(2):
        args = pulumi.ErrorHookArgs(
            "urn", "", "tr-basic-auth", "t", new_inputs=entry, failed_operation=operation, errors=[error]
        )
        assert explain(args) is False
    return texts


ENTRY = {"host": AUTH, "accessRegionId": "ccn-cn-shanghai", "cenId": "cen-hq"}


class TestMade:
    """One resource a prefix, with the terms of the entry."""

    def test_one_for_each_prefix_in_the_service_s_region(self) -> None:
        found = made(ENTRIES).of("RouteService").values()
        assert {one.inputs["host"] for one in found} == {AUTH, *HANGZHOU_OSS}
        assert {one.region for one in found} == {"cn-hangzhou"}
        terms = ("cenId", "hostRegionId", "hostVpcId", "accessRegionId")
        assert {tuple(one.inputs[term] for term in terms) for one in found} == {
            ("cen-hq", "cn-hangzhou", "vpc-bp1demo", "ccn-cn-shanghai")
        }

    def test_names_and_marks_follow_from_table_purpose_and_prefix(self) -> None:
        one = made(ENTRIES).of("RouteService")["tr-basic-auth-100.103.9.188-32"]
        assert one.inputs["description"] == "acree-dev-auth"
        assert one.parent == "ServiceEntries service-entries"

    def test_an_id_is_made_of_its_terms_so_the_old_goes_first(self) -> None:
        found = made(ENTRIES).of("RouteService").values()
        assert all(one.delete_before_replace for one in found)
        assert {one.hooks for one in found} == {(HOOK,)}

    def test_nothing_else_of_a_cen_is_made(self) -> None:
        recording = made(ENTRIES)
        assert {one.type for one in recording.cloud} == {"alicloud:cen/routeService:RouteService"}
        assert set(recording.outputs["edges"]) == set(recording.of("RouteService"))

    def test_forwarding_gets_entries_of_the_resolvers(self) -> None:
        found = made(ENTRIES, dns="forward").of("RouteService")
        assert {"tr-basic-dns-100.100.2.136-32", "tr-basic-dns-100.100.2.138-32"} < set(found)

    def test_by_hand_nothing_is_made(self) -> None:
        assert made(SMART_GATEWAY).cloud == []


class TestSaid:
    """Every failure names the entry and what was found; what to do is said once."""

    def test_a_refusal_says_what_is_not_known_and_the_way_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        text, again = said(monkeypatch, "create", "ErrorCode: InvalidOperation.X", **ENTRY)
        assert text.startswith(f"wanted to create the AnyTunnel entry {AUTH} with access region ccn-cn-shanghai")
        assert "in CEN cen-hq, found that the service refuses it. " in text
        assert "(N13)" in text
        assert "(K11)" in text
        assert "`entries: by-hand`" in text
        assert text.startswith(again)
        assert again.endswith("the service refuses it")

    def test_one_that_failed_later_is_told_from_a_refusal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        error = "timeout while waiting for state to become 'Active' (last state: 'Failed', timeout: 6m0s)"
        text, again = said(monkeypatch, "create", error, **ENTRY)
        assert "status `Failed`" in text
        assert "attached to that CEN" in text
        assert "`pulumi up --refresh`" in text
        assert "by-hand" not in text
        assert "attached to that CEN" not in again

    def test_a_refusal_whose_text_says_failed_is_still_a_refusal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        text, _ = said(monkeypatch, "create", "ResolveAndRouteServiceInCen Failed!!! ErrorCode: X", **ENTRY)
        assert "the service refuses it" in text

    def test_one_that_somebody_has_made_by_hand_is_to_be_deleted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        error = "ResolveAndRouteServiceInCen Failed!!! ErrorCode: InvalidOperation.RouteServiceExist"
        text, _ = said(monkeypatch, "create", error, **ENTRY)
        assert "the service has it already" in text
        assert "Delete it in the CEN console" in text
        assert "by-hand" not in text

    def test_one_that_stays_is_named_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        text, _ = said(monkeypatch, "delete", "ErrorCode: Operation.Blocking")
        assert "wanted to delete the AnyTunnel entry tr-basic-auth" in text
        assert "run the same again" in text


class TestDeployed:
    """What an update left behind is told in the words of the next plan."""

    def test_an_entry_that_it_did_not_reach_is_to_be_made(self) -> None:
        plan = with_site(ENTRIES).plan
        found = deployed_plan(deployed(plan, without("RouteService", "auth")), plan, zones=True)
        added = [row.route for row in diff_plans(found, plan).routes if row.change is Change.ADDED]
        assert [(row.table.kind, str(row.destination)) for row in added] == [(TableKind.BASIC_ROUTER, AUTH)]

    def test_from_by_hand_to_the_stack_every_entry_is_made(self) -> None:
        by_hand, now = with_site(SMART_GATEWAY).plan, with_site(ENTRIES).plan
        found = deployed_plan(deployed(by_hand), now, zones=True)
        difference = diff_plans(found, now)
        assert {row.change for row in difference.routes} == {Change.CHANGED, Change.KEPT}
        made = {action.subject for action in actions(difference) if action.verb == "add"}
        assert made == {
            f"route {prefix} in basic-transit-router table routes of tr-basic in cn-hangzhou"
            for prefix in (AUTH, *HANGZHOU_OSS)
        }

    def test_engine_and_difference_agree_on_each(self) -> None:
        plan = with_site(ENTRIES).plan
        names = made(ENTRIES).of("RouteService")
        steps = [Step("cn-hangzhou", "RouteService", name, Action.CREATE, is_route=True) for name in names]
        assert disagreements(diff_plans(None, plan), None, plan, steps) == ()
        assert len(disagreements(diff_plans(None, plan), None, plan, steps[1:])) == 1

"""Planned routes against the cloud's tables: active, waiting, rejected, never made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

import pytest

from acree_infra.cloud.cen import TransitRouterRecord, TransitRouterTableRecord
from acree_infra.cloud.entries import Entry
from acree_infra.cloud.errors import ApiError
from acree_infra.doctor.live import live_results
from acree_infra.doctor.result import CheckResult, Outcome
from acree_infra.routing.nouns import LegId, Origin, Route, TableKind
from acree_infra.routing.plan_model import Plan
from tests.infra.doctor.lab import case_of


def identity(route: Route) -> str:
    return route.table.id if route.table.kind is TableKind.VPC else f"vtb-{route.table.region}"


@dataclass
class FakeCloud:
    """The cloud as it is after `pulumi up` of a plan; a test changes entries by (table, destination)."""

    plan: Plan
    changes: dict[tuple[str, str], str | None] = field(default_factory=dict)
    cens: tuple[str, ...] = ("cen-1",)
    routers: int = 1
    tables_seen: Counter[str] = field(default_factory=Counter)

    def cens_tagged(self, key: str, value: str) -> tuple[str, ...]:
        assert (key, value) == ("acree:stack", self.plan.stack)
        return self.cens

    def transit_routers(self, cen: str, region: str) -> tuple[TransitRouterRecord, ...]:
        return tuple(TransitRouterRecord(f"tr-{region}-{n}", region, "Enterprise") for n in range(self.routers))

    def tables(self, region: str, router: str) -> tuple[TransitRouterTableRecord, ...]:
        return (TransitRouterTableRecord("vtb-other", "Custom"), TransitRouterTableRecord(f"vtb-{region}", "System"))

    def vpc_entries(self, region: str, table: str) -> tuple[Entry, ...]:
        return self._entries(table, "Available")

    def router_entries(self, region: str, table: str) -> tuple[Entry, ...]:
        return self._entries(table, "Active")

    def _entries(self, table: str, good: str) -> tuple[Entry, ...]:
        self.tables_seen[table] += 1
        found = [Entry("::/0", "x", good, "System")]
        for route in self.plan.routes:
            status = self.changes.get((identity(route), str(route.destination)), good)
            if identity(route) == table and status is not None:
                found.append(Entry(str(route.destination), "hop", status, "Static"))
        return tuple(found)


@pytest.fixture
def plan() -> Plan:
    return case_of().plan


def results(plan: Plan, cloud: FakeCloud) -> list[CheckResult]:
    return list(live_results(plan, cloud, cloud))  # type: ignore[arg-type]  # what is asked of it is there


class TestStates:
    def test_everything_is_there(self, plan: Plan) -> None:
        cloud = FakeCloud(plan)
        found = results(plan, cloud)
        assert {result.outcome for result in found} == {Outcome.OK}
        wanted = [(leg, route) for route in plan.routes if route.origin is not Origin.BUILT_IN for leg in route.legs]
        assert len(found) == len(wanted)
        assert set(cloud.tables_seen.values()) == {1}, "each table is read once"

    @pytest.mark.parametrize(
        ("status", "code", "outcome"),
        [
            (None, "route-missing", Outcome.FAIL),
            ("Rejected", "route-not-active", Outcome.FAIL),
            ("Prohibited", "route-not-active", Outcome.FAIL),
            ("Standby", "route-not-active", Outcome.FAIL),
            ("Candidate", "route-not-active", Outcome.FAIL),
            ("Deleting", "route-not-active", Outcome.FAIL),
            ("", "route-not-active", Outcome.FAIL),
            ("Creating", "route-pending", Outcome.WARN),
        ],
    )
    def test_a_route_in_the_service_router(self, plan: Plan, status: str | None, code: str, outcome: Outcome) -> None:
        cloud = FakeCloud(plan, {("vtb-cn-hangzhou", "100.118.28.0/24"): status})
        bad = [result for result in results(plan, cloud) if result.code]
        assert [(result.code, result.outcome, result.leg) for result in bad] == [(code, outcome, LegId.OSS)]
        assert "100.118.28.0/24" in bad[0].cause
        assert (status or "") in bad[0].cause
        assert bad[0].address == "100.118.28.0/24"

    def test_the_way_back_belongs_to_every_leg(self, plan: Plan) -> None:
        cloud = FakeCloud(plan, {("vtb-bp1main", "172.16.0.0/16"): None})
        bad = [result for result in results(plan, cloud) if result.code]
        assert {result.leg for result in bad} == set(LegId)

    def test_an_active_entry_wins_over_a_rejected_one(self, plan: Plan) -> None:
        class Twice(FakeCloud):
            def router_entries(self, region: str, table: str) -> tuple[Entry, ...]:
                found = super().router_entries(region, table)
                return tuple(replace(entry, status="Rejected") for entry in found) + found

        assert {result.outcome for result in results(plan, Twice(plan))} == {Outcome.OK}

    def test_what_is_learned_may_come_in_parts(self, plan: Plan) -> None:
        class InParts(FakeCloud):
            def router_entries(self, region: str, table: str) -> tuple[Entry, ...]:
                found = [entry for entry in super().router_entries(region, table) if entry.destination != "10.0.0.0/16"]
                return (*found, Entry("10.0.0.0/24", "x", "Active", "Propagated"))

        assert {result.outcome for result in results(plan, InParts(plan))} == {Outcome.OK}


class TestTables:
    def test_in_a_router_that_was_never_made_no_route_was(self, plan: Plan) -> None:
        bad = [result for result in results(plan, FakeCloud(plan, routers=0)) if result.code]
        assert {result.code for result in bad} == {"route-missing"}
        assert any("in cn-shanghai has no route to 10.0.0.0/16" in result.cause for result in bad)

    def test_nothing_is_guessed_between_two_routers(self, plan: Plan) -> None:
        bad = [result for result in results(plan, FakeCloud(plan, routers=2)) if result.code]
        assert {result.code for result in bad} == {"live-unreadable"}
        assert any("tr-cn-shanghai-0, tr-cn-shanghai-1 may all be" in result.cause for result in bad)

    def test_a_cen_that_the_stack_file_names_is_used(self, plan: Plan) -> None:
        named = replace(plan, cen="cen-named")
        assert {result.outcome for result in results(named, FakeCloud(named, cens=()))} == {Outcome.OK}

    def test_routers_and_tables_that_the_plan_names_are_used(self, plan: Plan) -> None:
        routers = tuple(replace(router, id=f"tr-{router.region}") for router in plan.transit_routers)
        routes = tuple(
            replace(route, table=replace(route.table, id=f"vtb-{route.table.region}"))
            if route.table.kind is TableKind.TRANSIT_ROUTER and route.table.region == "cn-shanghai"
            else route
            for route in plan.routes
        )
        known = replace(plan, transit_routers=routers, routes=routes)
        assert {result.outcome for result in results(known, FakeCloud(known, cens=()))} == {Outcome.OK}

    def test_a_table_that_cannot_be_read(self, plan: Plan) -> None:
        class Closed(FakeCloud):
            def vpc_entries(self, region: str, table: str) -> tuple[Entry, ...]:
                raise ApiError("vpc:DescribeRouteEntryList", region, "Forbidden", "no.")

        bad = [result for result in results(plan, Closed(plan)) if result.code]
        assert {result.code for result in bad} == {"live-unreadable"}
        assert "failed with Forbidden" in bad[0].cause

"""The plan's own way, for a host that lies in one of its subnets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acree_infra.doctor.case import Case
from acree_infra.doctor.facts import Fact
from acree_infra.doctor.judge.judges import judged
from acree_infra.doctor.result import CheckResult, Outcome
from acree_infra.routing.network import Network
from acree_infra.routing.nouns import TableKind
from tests.infra.doctor.lab import A1, AUTH_HOST, O1, OSS_HOST, case_of

CLIENT = "172.16.0.10"


def tcp(case: Case, address: str = O1, **told: object) -> dict[str, CheckResult]:
    fact = {"step": "tcp", "leg": "oss", "host": OSS_HOST, "address": address, "error": "", **told}
    return {result.check: result for result in judged(case, Fact.of(fact))}


def without(case: Case, region: str, kind: TableKind) -> Case:
    """The plan without the routes to OSS of one table."""
    routes = tuple(
        route
        for route in case.plan.routes
        if not (
            route.table.region == region and route.table.kind is kind and str(route.destination).startswith("100.118")
        )
    )
    plan = replace(case.plan, routes=routes)
    return replace(case, plan=plan, network=Network(plan))


class TestInTheVpc:
    def test_the_way_there_and_back_is_told(self) -> None:
        plan = tcp(case_of(), source=CLIENT, ms=3)["plan"]
        assert plan.outcome is Outcome.OK
        assert plan.cause == f"{CLIENT} to {O1}: 4 tables there, 4 back"
        assert plan.milliseconds is None

    @pytest.mark.parametrize(
        ("region", "kind", "table"),
        [
            ("cn-shanghai", TableKind.VPC, "vtb-uf6main"),
            ("cn-shanghai", TableKind.TRANSIT_ROUTER, "tr-cn-shanghai"),
            ("cn-hangzhou", TableKind.TRANSIT_ROUTER, "tr-cn-hangzhou"),
        ],
    )
    def test_the_first_table_that_lacks_a_route_is_named(self, region: str, kind: TableKind, table: str) -> None:
        found = tcp(without(case_of(), region, kind), source=CLIENT, error="timeout")
        assert found["plan"].code == "no-route-in-plan"
        assert region in found["plan"].cause
        assert found["tcp"].code == "timeout"
        assert "the plan has no way either" in found["tcp"].cause

    def test_a_timeout_on_a_planned_way_points_at_the_cloud(self) -> None:
        found = tcp(case_of(), source=CLIENT, error="timeout")
        assert found["plan"].outcome is Outcome.OK
        assert "a route is missing or not active in the cloud" in found["tcp"].cause
        assert "--live" in found["tcp"].remedy


class TestElsewhere:
    @pytest.mark.parametrize("source", ["", "192.168.1.1", "nonsense"])
    def test_no_walk_is_told(self, source: str) -> None:
        assert set(tcp(case_of(), source=source)) == {"tcp"}

    def test_a_timeout_outside_of_the_plan(self) -> None:
        assert "the plan has no route to this address" in tcp(case_of(), "100.99.1.1", error="timeout")["tcp"].cause

    def test_a_plan_that_waits_has_no_way_yet(self) -> None:
        case = case_of()
        case = replace(case, plan=replace(case.plan, waiting="for the link"))
        assert set(tcp(case, source=CLIENT)) == {"tcp"}


class TestWords:
    @pytest.mark.parametrize("error", ["garbled", "something-new"])
    def test_what_has_no_name_is_told_as_it_is(self, error: str) -> None:
        found = tcp(case_of(), error=error, detail="BadStatusLine")["tcp"]
        assert (found.code, "BadStatusLine" in found.cause) == ("unexpected-answer", True)

    def test_what_a_host_says_stays_on_one_line(self) -> None:
        found = tcp(case_of(), error="refused", detail="a\nb\x1b[31m" + "x" * 1000)["tcp"]
        assert found.cause.isprintable()
        assert len(found.cause) <= 400

    def test_the_leg_of_a_host_that_serves_two(self) -> None:
        told = {"step": "token", "leg": "auth", "host": AUTH_HOST, "address": A1, "error": "timeout"}
        assert judged(case_of(), Fact.of(told))[0].check == "token"

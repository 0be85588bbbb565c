"""The plan's own way, for a host that lies in one of its subnets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acree_infra.doctor.case import Case, checked_site
from acree_infra.doctor.facts import Fact
from acree_infra.doctor.judge.judges import judged
from acree_infra.doctor.result import CheckResult, Outcome
from acree_infra.errors import UnknownName
from acree_infra.routing.network import Network
from acree_infra.routing.nouns import Origin, TableKind
from tests.infra.doctor.lab import A1, AUTH_HOST, O1, OSS_HOST, case_of
from tests.infra.routing.sites.places import LINE, plan_with, site

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


class TestAtASite:
    """The addresses of a host tell which data center it belongs to; `--site` says which one it should be."""

    TOKYO, OSAKA = "192.168.7.7", "172.20.1.1"

    @pytest.fixture
    def case(self) -> Case:
        leased = {"kind": "express-connect", **LINE}
        other = {**leased, "vlan": 101, "inside": "10.255.1.0/30"}
        plan = plan_with(site(leased), site(other, name="osaka", cidrs=["172.20.0.0/16"]), clients=True)
        return replace(case_of(), plan=plan, network=Network(plan))

    @pytest.mark.parametrize("source", [TOKYO, OSAKA, CLIENT])
    def test_the_way_of_that_place_is_told(self, case: Case, source: str) -> None:
        plan = tcp(case, source=source)["plan"]
        assert plan.outcome is Outcome.OK, plan
        assert plan.cause.startswith(f"{source} to {O1}: ")

    def test_a_route_of_one_site_is_missed_there_only(self, case: Case) -> None:
        """The device of one data center lacks what only it has to have."""
        routes = (
            each for each in case.plan.routes if each.table.owner != "osaka" or each.origin is not Origin.RENDERED
        )
        plan = replace(case.plan, routes=tuple(routes))
        broken = replace(case, plan=plan, network=Network(plan))
        assert tcp(broken, source=self.TOKYO, error="timeout")["plan"].outcome is Outcome.OK
        found = tcp(broken, source=self.OSAKA, error="timeout")
        assert found["plan"].code == "no-route-in-plan"
        assert "osaka" in found["plan"].cause

    def test_the_site_that_it_should_be(self, case: Case) -> None:
        assert tcp(replace(case, site="osaka"), source=self.OSAKA)["plan"].outcome is Outcome.OK

    @pytest.mark.parametrize("source", [TOKYO, CLIENT, "10.200.0.1"])
    def test_another_one(self, case: Case, source: str) -> None:
        plan = tcp(replace(case, site="osaka"), source=source)["plan"]
        assert (plan.outcome, plan.code) == (Outcome.FAIL, "not-in-site")
        assert f"this host is {source} toward {O1}" in plan.cause
        assert "172.20.0.0/16" in plan.cause
        assert "site osaka" in plan.cause

    def test_a_host_that_does_not_say_where_it_is(self, case: Case) -> None:
        assert set(tcp(replace(case, site="osaka"), error="timeout")) == {"tcp"}

    def test_a_site_that_does_not_exist(self, case: Case) -> None:
        assert checked_site("osaka", case.plan) == "osaka"
        assert checked_site("", case.plan) == ""
        with pytest.raises(UnknownName, match="no data center 'osakka'") as raised:
            checked_site("osakka", case.plan)
        assert "osaka" in str(raised.value)

    def test_a_stack_without_sites(self) -> None:
        with pytest.raises(UnknownName, match="leave --site out"):
            checked_site("osaka", case_of().plan)

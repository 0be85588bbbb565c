"""G27: static rows on the service transit router."""

from __future__ import annotations

from dataclasses import replace

from acree_infra.routing.nouns import Origin, TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World, without_routes


def test_the_worked_example_passes() -> None:
    assert World().findings("G27") == []


def test_an_omitted_prefix_is_refused_with_the_table_that_lacks_it() -> None:
    world = World()
    world.stack["routes"] = [
        {"region": "cn-hangzhou", "destination": "100.118.31.0/24", "omit": True, "reason": "to see what happens"}
    ]
    finding = world.only("G27")
    assert finding.severity is Severity.REFUSE
    assert "transit-router table system of acree-dev-cn-hangzhou in cn-hangzhou" in finding.message
    assert "read for traffic from peer-cn-shanghai" in finding.message
    assert "100.118.31.0/24 (oss)" in finding.message
    assert finding.where == world.place("routes")
    assert "`routes`" in finding.remedy


def test_a_learned_row_is_not_enough() -> None:
    world = World()

    def learn(plan: Plan) -> Plan:
        routes = tuple(
            replace(r, origin=Origin.LEARNED)
            if r.table.kind is TableKind.TRANSIT_ROUTER and str(r.destination) == "100.103.9.188/32"
            else r
            for r in plan.routes
        )
        return replace(plan, routes=routes)

    world.alter = learn
    finding = world.only("G27")
    assert "100.103.9.188/32 (auth)" in finding.message
    assert finding.where == world.place("network")


def test_a_row_that_exists_already_is_enough() -> None:
    world = World()
    router = world.add_router("tr-bp1demo", "cn-hangzhou")
    router["attachments"] = [
        {
            "id": "tr-attach-bp1",
            "kind": "vpc",
            "resource": "vpc-bp1demo",
            "vswitches": ["vsw-bp1j", "vsw-bp1k"],
            "association": "vtb-bp1demo",
            "propagations": ["vtb-bp1demo"],
        }
    ]
    router["tables"][0]["routes"] = [
        {"destination": "100.118.31.0/24", "hop-type": "Attachment", "hop": "tr-attach-bp1"}
    ]
    world.alter = without_routes("100.118.31.0/24", "transit-router")
    assert world.findings("G27") == []


def test_without_clients_of_other_regions_nothing_arrives() -> None:
    world = World()
    world.stack["clients"] = []
    world.add_client("tools", "cn-hangzhou", "172.20.0.0/16")
    assert world.findings("G27") == []

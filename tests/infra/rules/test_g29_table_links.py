"""G29: associations and propagations."""

from __future__ import annotations

from dataclasses import replace

from acree_infra.routing.nouns import Hop, HopKind, Origin
from acree_infra.routing.plan_model import Plan
from acree_infra.rules.finding import Severity
from tests.infra.rules.world import World


def existing_client(**changes: object) -> World:
    """The worked example where the client's router and attachment exist."""
    world = World()
    router = world.add_router("tr-uf6demo", "cn-shanghai")
    attachment = {
        "id": "tr-attach-uf6",
        "kind": "vpc",
        "resource": "vpc-uf6demo",
        "vswitches": ["vsw-uf6m", "vsw-uf6n"],
        "association": "vtb-uf6demo",
        "propagations": ["vtb-uf6demo"],
    }
    router["attachments"] = [{**attachment, **changes}]
    return world


def test_new_attachments_get_both() -> None:
    assert World().findings("G29") == []


def test_an_existing_attachment_with_both_passes() -> None:
    world = existing_client()
    assert world.findings("G29") == []
    assert world.stops() == []


def test_a_missing_association_is_refused_with_the_remedy() -> None:
    world = existing_client(association="")
    finding = world.findings("G29")[0]
    assert finding.severity is Severity.REFUSE
    assert "attachment tr-attach-uf6 (att-shanghai) in cn-shanghai exists without its association" in finding.message
    assert "transit-router table vtb-uf6demo of tr-uf6demo" in finding.message
    assert finding.where == world.place("clients", 0)
    assert "its owner adds the association of tr-attach-uf6 with table vtb-uf6demo" in finding.remedy


def test_a_missing_propagation_is_refused() -> None:
    finding = existing_client(propagations=[]).only("G29")
    assert "exists without its propagation to transit-router table vtb-uf6demo" in finding.message
    assert "does not learn its routes" in finding.message


def test_an_attachment_that_the_lock_does_not_hold_is_refused() -> None:
    world = existing_client()
    world.client["attachment"] = "tr-attach-unseen"
    finding = world.only("G29")
    assert "tr-attach-unseen is named in the stack file" in finding.message
    assert finding.where == world.place("clients", 0, "attachment")
    assert "acree resolve --stack dev" in finding.remedy


def test_an_unseen_connection_is_placed_at_its_region() -> None:
    world = World()
    world.stack["network"]["transit-routers"] = {"cn-shanghai": {"peer-attachment": "tr-attach-unseen"}}
    finding = world.only("G29")
    assert finding.where == world.place("network", "transit-routers", "cn-shanghai", "peer-attachment")


def test_a_plan_without_an_association_is_refused() -> None:
    world = World()

    def forget(plan: Plan) -> Plan:
        kept = tuple(link for link in plan.associations if link.attachment != "att-service")
        return replace(plan, associations=kept)

    world.alter = forget
    finding = world.only("G29")
    assert "attachment att-service in cn-hangzhou is associated with no transit router table" in finding.message
    assert finding.where == world.place("network", "service-vpc")


def test_a_plan_without_a_propagation_is_refused_with_the_rows_it_costs() -> None:
    world = World()

    def forget(plan: Plan) -> Plan:
        kept = tuple(
            link
            for link in plan.propagations
            if (link.attachment, link.table.region) != ("peer-cn-shanghai", "cn-shanghai")
        )
        return replace(plan, propagations=kept)

    world.alter = forget
    finding = world.only("G29")
    assert "should learn 6 routes from peer-cn-shanghai" in finding.message


def test_a_row_learned_from_an_unknown_attachment_is_placed_at_the_router() -> None:
    world = World()
    world.stack["network"]["transit-routers"] = {"cn-shanghai": "create"}

    def rename(plan: Plan) -> Plan:
        ghost = Hop(HopKind.ATTACHMENT, "att-ghost")
        routes = tuple(
            replace(route, hop=ghost)
            if route.origin is Origin.LEARNED and str(route.destination) == "172.16.0.0/16"
            else route
            for route in plan.routes
        )
        return replace(plan, routes=routes)

    world.alter = rename
    places = {finding.where for finding in world.findings("G29") if "learn 1 route from att-ghost" in finding.message}
    assert world.place("network", "transit-routers", "cn-shanghai") in places

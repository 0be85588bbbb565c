"""G29: associations and propagations."""

from __future__ import annotations

from dataclasses import replace

from acree_infra.routing.nouns import Hop, HopKind, Origin
from acree_infra.routing.plan_model import Plan
from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import EXPRESS_ROUTER
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


def behind(vbr: str, *held: str) -> World:
    """A site behind an Express Connect Router that exists and holds these VBRs."""
    world = World()
    way = {"kind": "express-connect-router", "router": "ecr-1", "vbr": vbr}
    world.add_site(way if vbr != "create" else {**EXPRESS_ROUTER, "router": "ecr-1"})
    world.lock["networks"]["express-routers"] = [{"id": "ecr-1", "asn": 45104, "vbrs": list(held)}]
    world.lock["networks"]["vbrs"] = [{"id": "vbr-1", "region": "cn-hangzhou"}]
    return world


def test_an_express_connect_router_that_exists_holds_its_line() -> None:
    assert behind("vbr-1", "vbr-0", "vbr-1").findings("G29") == []


def test_one_that_lacks_it_is_refused_at_its_place() -> None:
    world = behind("vbr-1", "vbr-0")
    finding = world.only("G29")
    assert finding.severity is Severity.REFUSE
    assert "ecr-1 of way tokyo-express-connect-router exists and does not hold vbr-1" in finding.message
    assert finding.where == world.place("sites", 0, "via", 0, "router")


def test_a_new_line_is_not_given_to_one_that_exists() -> None:
    finding = behind("create", "vbr-1").only("G29")
    assert "does not hold the new VBR" in finding.message
    assert "router: create" in finding.remedy


def test_a_new_one_is_given_its_line() -> None:
    world = World()
    world.add_site(EXPRESS_ROUTER)
    assert world.findings("G29") == []

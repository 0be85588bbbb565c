"""Rows of others over edges of ways that exist already: they lead where the way leads, and are used as they are."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pytest

from acree_infra.program.routes import to_create
from acree_infra.routing.network import Network
from acree_infra.routing.nouns import Origin
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.existing import existing_edges
from acree_infra.routing.trace import Verdict, trace
from tests.infra.routing.sites.places import TUNNELS, failing, files, site
from tests.infra.routing.variations import add_router, plan_of
from tests.infra.samples import stack_of

Data = dict[str, Any]
AUTH = IPv4Address("100.103.9.188")
HOST = IPv4Address("192.168.0.9")
GATEWAY: Data = {"kind": "vpn-gateway", "gateway": "vpn-1", "tunnels": TUNNELS[:1], "publish": False}
EXPRESS: Data = {"kind": "express-connect-router", "router": "ecr-1", "vbr": "vbr-1", "to": "vpc"}
LINE: Data = {"kind": "express-connect", "vbr": "vbr-1"}
ON_ROUTER: Data = {**EXPRESS, "to": "transit-router"}


def known(way: Data) -> tuple[Data, Data]:
    """Stack and lock of a site with a way whose edge exists."""
    stack, lock = files(site(way))
    networks = lock["networks"]
    networks["vpn-gateways"] = [
        {"id": "vpn-1", "region": "cn-hangzhou", "vpc": "vpc-bp1demo", "vswitches": ["vsw-bp1j"]}
    ]
    networks["vbrs"] = [{"id": "vbr-1", "region": "cn-hangzhou"}]
    networks["express-routers"] = [{"id": "ecr-1", "asn": 65100}]
    return stack, lock


def attached(way: Data, kind: str, resource: str) -> tuple[Data, Data]:
    """The same with an attachment that exists, and somebody else's rows over it."""
    stack, lock = known(way)
    stack["network"]["cen"] = "cen-1"
    router = add_router(lock, "tr-hz", "cn-hangzhou")
    edge = {"id": "tr-attach-7", "association": "vtb-hz", "propagations": ["vtb-hz"]}
    router["attachments"] = [{**edge, "kind": kind, "resource": resource}]
    router["tables"][0]["routes"] = over("tr-attach-7", "Attachment", "192.168.0.0/16", "192.168.0.0/24")
    return stack, lock


def over(hop: str, hop_type: str, *destinations: str) -> list[Data]:
    return [{"destination": destination, "hop-type": hop_type, "hop": hop} for destination in destinations]


def hops(plan: Plan) -> set[str]:
    return {str(route.hop) for route in plan.foreign_routes}


@pytest.mark.parametrize(
    ("way", "hop", "hop_type", "called"),
    [
        (GATEWAY, "vpn-1", "VpnGateway", "vpn-gateway vpn-1"),
        (EXPRESS, "ecr-1", "Ecr", "express-connect-router ecr-1"),
    ],
)
def test_rows_of_a_vpc_over_a_gateway_that_exists_lead_to_the_site(
    way: Data, hop: str, hop_type: str, called: str
) -> None:
    stack, lock = known(way)
    for table in lock["networks"]["vpcs"][0]["route-tables"]:
        table["routes"] = over(hop, hop_type, "192.168.0.0/24", "192.168.0.0/16")
    plan = plan_of(stack, lock)
    assert hops(plan) == {called}
    assert failing(plan) == set()
    own = tuple(row for row in plan.routes if row.table.kind != "vpc" or row.origin is Origin.BUILT_IN)
    found = trace(Network(replace(plan, routes=own)), HOST, AUTH)
    assert found.verdict is Verdict.DELIVERED, found.reason
    assert (str(found.back[0].destination), str(found.back[0].hop)) == ("192.168.0.0/24", called)


def test_a_row_as_planned_is_not_made_again() -> None:
    stack, lock = known(GATEWAY)
    for table in lock["networks"]["vpcs"][0]["route-tables"]:
        table["routes"] = over("vpn-1", "VpnGateway", "192.168.0.0/16")
    plan = plan_of(stack, lock)
    assert "192.168.0.0/16" in {str(row.destination) for row in plan.routes if row.table.kind == "vpc"}
    made = [rows for table, rows in to_create(plan).items() if table.kind == "vpc"]
    assert {str(row.destination) for rows in made for row in rows} == {"10.99.0.0/24"}


@pytest.mark.parametrize(("way", "kind", "resource"), [(LINE, "vbr", "vbr-1"), (ON_ROUTER, "ecr", "ecr-1")])
def test_rows_of_a_router_over_an_attachment_that_exists_lead_to_the_site(way: Data, kind: str, resource: str) -> None:
    plan = plan_of(*attached(way, kind, resource))
    assert hops(plan) == {f"attachment att-tokyo-{way['kind']}"}
    assert failing(plan) == set()
    found = trace(Network(plan), HOST, AUTH)
    (step,) = (step for step in found.back if step.table.kind == "transit-router")
    assert step.destination == IPv4Network("192.168.0.0/24")
    made = [row for table, rows in to_create(plan).items() if table.kind == "transit-router" for row in rows]
    assert "192.168.0.0/16" not in {str(row.destination) for row in made}


def test_an_override_may_name_such_an_attachment() -> None:
    stack, lock = attached(ON_ROUTER, "ecr", "ecr-1")
    where = {"region": "cn-hangzhou", "table": "vtb-hz", "destination": "10.99.0.0/24"}
    stack["routes"] = [{**where, "next-hop": "tr-attach-7", "reason": "the owner asked"}]
    (found,) = (row for row in plan_of(stack, lock).routes if row.reason == "override: the owner asked")
    assert str(found.hop) == "attachment att-tokyo-express-connect-router"


def test_rows_over_what_no_way_names_lead_nowhere() -> None:
    stack, lock = known({**GATEWAY, "gateway": "create"})
    lock["networks"]["vpcs"][0]["route-tables"][0]["routes"] = over("vpn-1", "VpnGateway", "172.30.0.0/16")
    assert hops(plan_of(stack, lock)) == {"foreign VpnGateway vpn-1"}


def test_only_what_exists_has_an_id() -> None:
    assert existing_edges(stack_of(known(LINE)[0])) == {}
    assert existing_edges(stack_of(known({**GATEWAY, "gateway": "create"})[0])) == {}
    assert set(existing_edges(stack_of(known(EXPRESS)[0]))) == {"ecr-1"}

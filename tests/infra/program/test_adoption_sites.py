"""Data centers: attachments that exist are adopted, of everything else it is said what to do."""

from __future__ import annotations

from typing import Any

import pytest

from acree_infra.program.adoption import Adoption, adoption
from acree_infra.routing.planner import make_plan
from tests.infra.program.test_adoption import attachment, of_kind
from tests.infra.routing.sites.places import BGP_TUNNELS, LINE, TUNNELS, files, site
from tests.infra.routing.variations import add_router
from tests.infra.samples import lock_of, stack_of

Data = dict[str, Any]

TABLE, VBR, CONNECTION, EXPRESS_ROUTER, ATTACHMENT = "vtb-hand", "vbr-1", "vco-1", "ecr-1", "tr-attach-site"
BGP = {"routes": "bgp", "device-asn": 65010}
WAYS: dict[str, Data] = {
    "vbr": {"kind": "express-connect", "vbr": VBR},
    "vpn": {"kind": "transit-vpn", "connection": CONNECTION, "tunnels": TUNNELS},
    "ecr": {"kind": "express-connect-router", "router": EXPRESS_ROUTER, "vbr": VBR, **BGP},
}
RESOURCES = {"vbr": VBR, "vpn": CONNECTION, "ecr": EXPRESS_ROUTER}


def by_hand(kind: str, **changes: object) -> tuple[Data, Data]:
    """A data center at a transit router that exists, with its attachment, and the service VPC's missing."""
    stack, lock = files(site(WAYS[kind] | changes))
    stack["network"]["cen"] = "cen-hand"
    router = add_router(lock, "tr-hand", "cn-hangzhou")
    router["attachments"] = [
        {
            "id": ATTACHMENT,
            "kind": kind,
            "resource": RESOURCES[kind],
            "auto-advertise": kind != "ecr",
            "association": TABLE,
            "propagations": [TABLE],
        }
    ]
    networks = lock["networks"]
    networks["vbrs"] = [
        {
            "id": VBR,
            "region": "cn-hangzhou",
            "vlan": 0,
            "link": LINE["inside"],
            "cloud": "10.255.0.1",
            "device": "10.255.0.2",
        }
    ]
    networks["connections"] = [{"id": CONNECTION, "region": "cn-hangzhou"}]
    networks["express-routers"] = [
        {"id": EXPRESS_ROUTER, "asn": 64600, "vbrs": [VBR], "vpcs": [], "transit-routers": ["tr-hand"]}
    ]
    return stack, lock


def adopted(stack: Data, lock: Data) -> Adoption:
    return adoption(stack_of(stack), lock_of(lock))


def notes(found: Adoption) -> dict[str, str]:
    """What is said of each planned thing that is not adopted, by kind and name."""
    return {f"{thing.kind} {thing.name}": thing.note for thing in found.missing}


@pytest.mark.parametrize("kind", WAYS)
class TestAttachments:
    def test_one_that_exists_is_adopted_with_its_links(self, kind: str) -> None:
        found = adopted(*by_hand(kind))
        (name,) = of_kind(found.adopted, "attachment")
        assert name.startswith("att-tokyo-")
        assert of_kind(found.adopted, "association") == [f"{name} in {TABLE}"]
        assert of_kind(found.adopted, "propagation") == [f"{name} in {TABLE}"]
        assert found.left == ()

    def test_then_the_plan_makes_it_and_the_lock_file_has_it_no_more(self, kind: str) -> None:
        stack, lock = by_hand(kind)
        before, found = make_plan(stack_of(stack), lock_of(lock)), adopted(stack, lock)
        assert [one.id for one in before.premises.attachments] == [ATTACHMENT]
        assert [one.id for one in found.plan.premises.attachments] == [None]
        assert all(not router.attachments for router in found.lock.networks.transit_routers)

    def test_the_lock_file_still_has_what_the_stack_file_names(self, kind: str) -> None:
        stack, lock = by_hand(kind)
        networks = adopted(stack, lock).lock.networks
        assert networks.vbrs == lock_of(lock).networks.vbrs
        assert networks.connections == lock_of(lock).networks.connections

    def test_one_that_the_stack_file_names_stays_looked_up(self, kind: str) -> None:
        found = adopted(*by_hand(kind, attachment=ATTACHMENT))
        assert of_kind(found.adopted, "attachment") == []
        assert [one.id for one in found.plan.premises.attachments] == [ATTACHMENT]

    def test_one_that_reads_another_table_stays(self, kind: str) -> None:
        stack, lock = by_hand(kind)
        attachment(lock, ATTACHMENT)["association"] = "vtb-own"
        (left,) = adopted(stack, lock).left
        assert left.note.startswith("reads vtb-own in cn-hangzhou")


@pytest.mark.parametrize(("kind", "stays"), [("vbr", True), ("vpn", True), ("ecr", False)])
def test_an_attachment_that_publishes_no_routes_differs_where_the_program_says_so(kind: str, *, stays: bool) -> None:
    stack, lock = by_hand(kind)
    attachment(lock, ATTACHMENT)["auto-advertise"] = False
    found = adopted(stack, lock)
    assert [thing.note for thing in found.left] == ["publishes no routes by itself, planned is that it does"] * stays
    assert len(of_kind(found.adopted, "attachment")) == (not stays)


def test_a_route_over_the_line_is_looked_for_when_it_is_imported() -> None:
    said = notes(adopted(*by_hand("vbr")))
    assert said["route 192.168.0.0/16 in vbr-1"].startswith("adopted too where the VBR's table has it")


def test_routes_of_a_connection_are_not_looked_for() -> None:
    said = notes(adopted(*by_hand("vpn")))
    assert said["route 192.168.0.0/16 in vco-1"].startswith("not looked for")


def test_what_the_stack_would_make_is_named_by_its_id_where_it_exists() -> None:
    said = notes(adopted(*by_hand("vpn", connection="create")))
    assert said["customer gateway cgw-tokyo-transit-vpn-1"].endswith("named by its id: `tunnels[].customer-gateway`")
    assert said["IPsec connection ipsec-tokyo-transit-vpn"].endswith("named by its id: `connection`")


def test_a_vpn_gateway_and_what_it_advertises() -> None:
    stack, lock = files(site({"kind": "vpn-gateway", "routes": "bgp", "device-asn": 65010, "tunnels": BGP_TUNNELS}))
    said = notes(adopted(stack, lock))
    assert said["VPN gateway vpn-tokyo-vpn-gateway"].endswith("named by its id: `gateway`")


def test_a_line_and_an_express_connect_router() -> None:
    way = {"kind": "express-connect-router", **LINE, **BGP}
    said = notes(adopted(*files(site(way))))
    assert said["VBR vbr-tokyo-express-connect-router"].endswith("named by its id: `vbr`")
    assert said["Express Connect Router ecr-tokyo-express-connect-router"].endswith("named by its id: `router`")


def test_nothing_is_said_of_what_is_named_by_its_id() -> None:
    said = notes(adopted(*by_hand("ecr")))
    assert [name for name in said if name.startswith(("VBR", "Express", "customer"))] == []


def test_a_session_and_an_association_are_not_looked_for() -> None:
    said = notes(adopted(*by_hand("ecr")))
    assert said["BGP session vbr-1"].startswith("not looked for")
    assert said["association ecr-1"].startswith("not looked for")

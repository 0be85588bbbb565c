"""Leased lines: a VBR on a transit router, and one behind an Express Connect Router."""

from __future__ import annotations

from typing import Any

import pytest

from acree_infra.errors import LockError
from acree_infra.routing.nouns import LegId
from acree_infra.routing.plan_model import Plan
from tests.infra.routing.sites.places import (
    LINE,
    assert_each_row_is_needed_for_its_legs,
    failing,
    files,
    plan_with,
    reached,
    rows_of,
    site,
)
from tests.infra.routing.variations import add_router, plan_of
from tests.infra.samples import HANGZHOU_OSS

VBR: dict[str, Any] = {"kind": "express-connect", **LINE}
ECR: dict[str, Any] = {"kind": "express-connect-router", **LINE}
BGP = {"routes": "bgp", "device-asn": 65010}
EVERY = {("tokyo", leg) for leg in LegId}
SERVICES = {"10.0.0.0/16", "100.103.9.188/32", *HANGZHOU_OSS}


@pytest.mark.parametrize("kind", [VBR, ECR])
@pytest.mark.parametrize("region", ["cn-hangzhou", "cn-shanghai"])
@pytest.mark.parametrize("routes", [{}, BGP])
def test_every_leg_is_reached_and_every_row_is_needed(
    kind: dict[str, Any], region: str, routes: dict[str, Any]
) -> None:
    plan = plan_with(site({**kind, "region": region, **routes}))
    assert reached(plan) == EVERY
    assert_each_row_is_needed_for_its_legs(plan)


@pytest.mark.parametrize("routes", [{}, BGP])
def test_an_express_connect_router_may_be_joined_to_the_vpc(routes: dict[str, Any]) -> None:
    plan = plan_with(site({**ECR, "to": "vpc", **routes}))
    assert reached(plan) == EVERY
    assert plan.transit_routers == ()
    assert_each_row_is_needed_for_its_legs(plan)


class TestVbr:
    def test_it_learns_the_services_from_the_router(self) -> None:
        rows = rows_of(plan_with(site(VBR)), "vbr")
        learned = {prefix for prefix, row in rows.items() if row == ("attachment att-tokyo-express-connect", "learned")}
        assert learned == SERVICES
        assert rows["192.168.0.0/16"] == ("line vbr-tokyo-express-connect", "created")

    def test_no_custom_route_of_the_service_space_is_made_in_it(self) -> None:
        for kind in (VBR, ECR):
            rows = rows_of(plan_with(site(kind)), "vbr")
            assert not [prefix for prefix, (_, origin) in rows.items() if prefix[:4] == "100." and origin == "created"]

    def test_by_bgp_both_ends_learn(self) -> None:
        plan = plan_with(site({**VBR, **BGP}))
        assert {origin for _, origin in rows_of(plan, "vbr").values()} == {"learned"}
        assert {origin for _, origin in rows_of(plan, "device").values()} == {"learned", "built-in"}
        (vbr,) = plan.premises.vbrs
        assert (vbr.device_asn, vbr.cloud_asn) == (65010, 45104)

    def test_the_link_gives_both_addresses(self) -> None:
        (vbr,) = plan_with(site(VBR)).premises.vbrs
        assert (str(vbr.link), str(vbr.cloud), str(vbr.device), vbr.vlan) == (
            "10.255.0.0/30",
            "10.255.0.1",
            "10.255.0.2",
            100,
        )
        assert (vbr.id, vbr.physical_connection, vbr.device_asn) == (None, "pc-1", 0)

    def test_one_that_exists_gives_its_own(self) -> None:
        stack, lock = files(site({"kind": "express-connect", "vbr": "vbr-1"}))
        lock["networks"]["vbrs"] = [
            {
                "id": "vbr-1",
                "region": "cn-hangzhou",
                "vlan": 7,
                "link": "172.31.0.0/30",
                "cloud": "172.31.0.2",
                "device": "172.31.0.1",
            }
        ]
        plan = plan_of(stack, lock)
        (vbr,) = plan.premises.vbrs
        assert (vbr.id, vbr.name, vbr.vlan, str(vbr.cloud), str(vbr.device)) == (
            "vbr-1",
            "vbr-1",
            7,
            "172.31.0.2",
            "172.31.0.1",
        )
        assert failing(plan) == set()

    def test_one_that_was_not_learned_is_an_error(self) -> None:
        with pytest.raises(LockError, match="does not hold vbr-1"):
            plan_with(site({"kind": "express-connect", "vbr": "vbr-1"}))

    def test_its_attachment_may_exist(self) -> None:
        stack, lock = files(site({"kind": "express-connect", "vbr": "vbr-1", "attachment": "tr-attach-7"}))
        stack["network"]["cen"] = "cen-1"
        router = add_router(lock, "tr-hz", "cn-hangzhou")
        router["attachments"] = [
            {
                "id": "tr-attach-7",
                "kind": "vbr",
                "resource": "vbr-1",
                "association": "vtb-hz",
                "propagations": ["vtb-hz"],
            }
        ]
        lock["networks"]["vbrs"] = [{"id": "vbr-1", "region": "cn-hangzhou"}]
        plan = plan_of(stack, lock)
        assert [(a.kind, a.id) for a in plan.premises.attachments] == [("vbr", "tr-attach-7")]
        assert failing(plan) == set()

    def test_doubts_are_said_once(self) -> None:
        (way,) = plan_with(site(VBR)).premises.ways
        assert [note.partition(":")[0] for note in way.notes] == ["K1", "K5"]


class TestExpressConnectRouter:
    def test_a_static_route_to_it_is_not_advertised_so_the_service_router_gets_one(self) -> None:
        plan = plan_with(site({**ECR, "region": "cn-shanghai"}))
        back = {
            route.table.region: (str(route.hop), str(route.origin), route.reason)
            for route in plan.routes
            if route.table.kind == "transit-router" and str(route.destination) == "192.168.0.0/16"
        }
        assert back["cn-shanghai"][:2] == ("attachment att-tokyo-express-connect-router", "created")
        assert back["cn-hangzhou"][:2] == ("peer-attachment peer-cn-shanghai", "created")
        assert back["cn-hangzhou"][2].endswith("is not advertised (G33)")

    def test_a_learned_one_is(self) -> None:
        plan = plan_with(site({**ECR, **BGP, "region": "cn-shanghai"}))
        origins = {
            str(r.origin) for r in plan.routes if str(r.destination) == "192.168.0.0/16" if r.table.kind != "vpc"
        }
        assert origins == {"learned", "built-in"}

    def test_joined_to_the_vpc_it_announces_the_services_by_allowed_prefixes(self) -> None:
        plan = plan_with(site({**ECR, "to": "vpc"}))
        (router,) = plan.premises.express_routers
        assert {str(prefix) for prefix in router.allowed} == SERVICES
        assert (router.vpc, router.transit_router, router.vbr) == (
            "vpc-bp1demo",
            "",
            "vbr-tokyo-express-connect-router",
        )
        rows = rows_of(plan, "express-connect-router")
        assert rows["100.103.9.188/32"] == ("vpc vpc-bp1demo", "created")
        assert rows["10.0.0.0/16"] == ("vpc vpc-bp1demo", "created")
        assert rows_of(plan, "vpc")["192.168.0.0/16"] == (
            "express-connect-router ecr-tokyo-express-connect-router",
            "learned",
        )

    def test_a_custom_table_of_the_vpc_learns_nothing(self) -> None:
        stack, lock = files(site({**ECR, "to": "vpc"}))
        vpc = lock["networks"]["vpcs"][0]
        vpc["vswitches"][1]["route-table"] = "vtb-second"
        vpc["route-tables"].append({"id": "vtb-second", "type": "Custom", "routes": []})
        plan = plan_of(stack, lock)
        created = {
            route.table.id
            for route in plan.routes
            if route.table.kind == "vpc" and str(route.destination) == "192.168.0.0/16" and route.origin == "created"
        }
        assert created == {"vtb-second"}
        assert_each_row_is_needed_for_its_legs(plan)

    def test_one_that_exists_gives_its_number(self) -> None:
        stack, lock = files(site({**ECR, "router": "ecr-1"}))
        lock["networks"]["express-routers"] = [{"id": "ecr-1", "asn": 65100}]
        (router,) = plan_of(stack, lock).premises.express_routers
        assert (router.id, router.name, router.asn) == ("ecr-1", "ecr-1", 65100)

    @pytest.mark.parametrize(("routes", "asn"), [({}, 0), (BGP, 65100)])
    def test_its_vbr_speaks_with_the_number_of_one_that_exists(self, routes: dict[str, Any], asn: int) -> None:
        stack, lock = files(site({**ECR, **routes, "router": "ecr-1"}))
        lock["networks"]["express-routers"] = [{"id": "ecr-1", "asn": 65100}]
        (vbr,) = plan_of(stack, lock).premises.vbrs
        assert vbr.cloud_asn == asn


class TestPrimaryAndBackup:
    def plan(self) -> Plan:
        spare = {"kind": "transit-vpn", "rank": 1, "tunnels": [{"device": "203.0.113.1"}]}
        return plan_with(site({**VBR, **BGP}, spare))

    def test_a_tunnel_takes_over_from_a_line(self) -> None:
        plan = self.plan()
        assert failing(plan) == failing(plan, "tokyo-express-connect") == failing(plan, "tokyo-transit-vpn") == set()
        assert failing(plan, "tokyo-express-connect", "tokyo-transit-vpn") == EVERY

    def test_ranks_are_told(self) -> None:
        assert {(way.name, way.rank) for way in self.plan().premises.ways} == {
            ("tokyo-express-connect", 0),
            ("tokyo-transit-vpn", 1),
        }

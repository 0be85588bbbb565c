"""An IPsec connection on a transit router."""

from __future__ import annotations

from typing import Any

import pytest

from acree_infra.routing.nouns import LegId
from acree_infra.routing.plan_model import Plan
from tests.infra.routing.sites.places import (
    BGP_TUNNELS,
    LINE,
    TUNNELS,
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

WAY: dict[str, Any] = {"kind": "transit-vpn", "tunnels": TUNNELS}


def attached(**changes: object) -> Plan:
    return plan_with(site({**WAY, **changes}))


def test_every_leg_is_reached() -> None:
    plan = attached()
    assert reached(plan) == {("tokyo", leg) for leg in LegId}
    assert failing(plan) == set()


@pytest.mark.parametrize("region", ["cn-hangzhou", "cn-shanghai"])
@pytest.mark.parametrize("routes", ["static", "bgp"])
@pytest.mark.parametrize("selectors", ["any", "exact"])
def test_every_row_is_needed(region: str, routes: str, selectors: str) -> None:
    bgp = {"tunnels": BGP_TUNNELS, "device-asn": 65010} if routes == "bgp" else {}
    assert_each_row_is_needed_for_its_legs(attached(region=region, routes=routes, selectors=selectors, **bgp))


def test_the_router_has_auth_and_oss_by_hand_and_the_rest_learned() -> None:
    rows = rows_of(attached(), "transit-router")
    service, site_side = "attachment att-service", "attachment att-tokyo-transit-vpn"
    assert {prefix for prefix, row in rows.items() if row == (service, "created")} == {
        "100.103.9.188/32",
        *HANGZHOU_OSS,
    }
    assert rows["10.0.0.0/16"] == (service, "learned")
    assert rows["192.168.0.0/16"] == (site_side, "learned")


def test_the_connection_has_its_own_routes() -> None:
    hop = "tunnel ipsec-tokyo-transit-vpn"
    assert rows_of(attached(), "vpn-connection")["192.168.0.0/16"] == (hop, "created")
    bgp = attached(routes="bgp", tunnels=BGP_TUNNELS, **{"device-asn": 65010})
    assert rows_of(bgp, "vpn-connection")["192.168.0.0/16"] == (hop, "learned")
    assert {origin for _, origin in rows_of(bgp, "device").values()} == {"learned", "built-in"}


def test_it_has_an_attachment_with_association_and_propagation() -> None:
    plan = attached()
    (attachment,) = plan.premises.attachments
    assert (attachment.kind, attachment.resource, attachment.id) == ("vpn", "ipsec-tokyo-transit-vpn", None)
    name = attachment.name
    assert [link.created for link in plan.associations if link.attachment == name] == [True]
    assert [link.created for link in plan.propagations if link.attachment == name] == [True]


def test_in_another_region_the_routes_go_over_the_connection_between_regions() -> None:
    plan = attached(region="cn-shanghai")
    assert [peer.peer_region for peer in plan.peer_attachments] == ["cn-shanghai"]
    far = {
        str(route.destination): str(route.hop)
        for route in plan.routes
        if route.table.kind == "transit-router" and route.table.region == "cn-shanghai"
    }
    assert far["100.103.9.188/32"] == "peer-attachment peer-cn-shanghai"
    assert far["192.168.0.0/16"] == "attachment att-tokyo-transit-vpn"


class TestExisting:
    def plan(self, **attachment: object) -> Plan:
        stack, lock = files(site({**WAY, "connection": "vco-1"}))
        stack["network"]["cen"] = "cen-1"
        router = add_router(lock, "tr-hz", "cn-hangzhou")
        known = {"id": "tr-attach-vpn", "kind": "vpn", "resource": "vco-1", "association": "vtb-hz"}
        router["attachments"] = [{**known, "propagations": ["vtb-hz"], **attachment}]
        lock["networks"]["connections"] = [{"id": "vco-1", "region": "cn-hangzhou"}]
        return plan_of(stack, lock)

    def test_an_attachment_that_exists_is_used(self) -> None:
        plan = self.plan()
        assert [a.id for a in plan.premises.attachments] == ["tr-attach-vpn"]
        assert failing(plan) == set()

    def test_without_its_association_nothing_arrives(self) -> None:
        plan = self.plan(association="")
        assert {leg for _, leg in failing(plan)} == set(LegId)
        assert any(link.missing for link in plan.associations)

    def test_without_its_propagation_nothing_comes_back(self) -> None:
        plan = self.plan(propagations=[])
        assert {leg for _, leg in failing(plan)} == set(LegId)


class TestSeveralWays:
    FIRST, SECOND = "tokyo-transit-vpn", "tokyo-spare"

    def plan(self) -> Plan:
        return plan_with(site(WAY, {"kind": "express-connect", "name": "spare", "rank": 1, **LINE}))

    def test_the_first_is_used(self) -> None:
        plan = self.plan()
        assert {hop for hop, _ in rows_of(plan, "device").values() if hop.startswith("tunnel")} == {
            "tunnel ipsec-tokyo-transit-vpn"
        }
        assert {route.way for route in plan.premises.standby} == {self.SECOND}

    def test_the_second_takes_over(self) -> None:
        assert failing(self.plan(), self.FIRST) == set()

    def test_the_first_does_not_need_the_second(self) -> None:
        assert failing(self.plan(), self.SECOND) == set()

    def test_without_both_nothing_is_reached(self) -> None:
        assert failing(self.plan(), self.FIRST, self.SECOND) == {("tokyo", leg) for leg in LegId}

    def test_a_gateway_in_the_vpc_does_not_since_the_static_row_stays(self) -> None:
        """G17 refuses the two together."""
        spare = {"kind": "vpn-gateway", "name": "spare", "rank": 1, "tunnels": TUNNELS}
        plan = plan_with(site(WAY, spare))
        assert failing(plan) == set()
        assert failing(plan, self.FIRST) == {("tokyo", leg) for leg in LegId}

    def test_two_of_a_kind_share_the_way_back_into_the_router(self) -> None:
        plan = plan_with(site(WAY, {**WAY, "name": "second", "rank": 1}))
        back = [r for r in plan.routes if r.table.kind == "vpc" and str(r.destination) == "192.168.0.0/16"]
        assert [route.way for route in back] == [""]
        assert failing(plan, "tokyo-transit-vpn") == failing(plan, "tokyo-second") == set()


class TestForwarding:
    def test_the_clouds_resolvers_are_routed_on_every_hop(self) -> None:
        plan = plan_with(site(WAY, dns="forward"))
        resolver = "100.100.2.136/32"
        assert rows_of(plan, "device")[resolver] == ("tunnel ipsec-tokyo-transit-vpn", "rendered")
        assert rows_of(plan, "transit-router")[resolver] == ("attachment att-service", "created")
        assert [(r.leg, [str(a) for a in r.addresses]) for r in plan.premises.records] == [
            (LegId.REGISTRY, ["10.0.0.20"])
        ]

    def test_endpoints_in_the_vpc_need_no_routes(self) -> None:
        plan = plan_with(site(WAY, dns={"mode": "forward", "forwarders": ["10.0.0.53"]}))
        assert "100.100.2.136/32" not in rows_of(plan, "device")

    def test_fixed_records_name_all_three_legs(self) -> None:
        plan = attached()
        assert {(record.leg, record.moves) for record in plan.premises.records} == {
            (LegId.REGISTRY, False),
            (LegId.AUTH, False),
            (LegId.OSS, True),
        }

    def test_none_leaves_names_alone(self) -> None:
        assert plan_with(site(WAY, dns="none")).premises.records == ()

"""G13: no 100.x route toward a data center."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network

import pytest

from acree_infra.routing.nouns import Origin
from acree_infra.routing.plan_model import Plan
from acree_infra.rules.finding import Severity
from tests.infra.rules.ways import EXPRESS_CONNECT, VPN_GATEWAY
from tests.infra.rules.world import World


def test_a_site_in_the_service_space_is_refused_in_the_vpc() -> None:
    world = World()
    world.add_site(VPN_GATEWAY, cidrs=["100.70.0.0/16"])
    finding = world.only("G13")
    assert finding.severity is Severity.REFUSE
    assert "vpc table vtb-bp1main" in finding.message
    assert "would send 100.70.0.0/16 to vpn-gateway vpn-tokyo-vpn-gateway" in finding.message
    assert finding.where == world.place("sites", 0, "via", 0)


def test_and_in_the_vbr() -> None:
    world = World()
    world.add_site(EXPRESS_CONNECT, cidrs=["100.70.0.0/16"])
    assert "vbr table routes of vbr-tokyo-express-connect" in world.only("G13").message


def test_a_custom_route_of_the_vbr_toward_the_cloud_warns() -> None:
    world = World()
    world.add_site(EXPRESS_CONNECT)

    def by_hand(plan: Plan) -> Plan:
        wanted = IPv4Network("100.103.9.188/32")
        rows = tuple(
            replace(row, origin=Origin.CREATED) if row.table.kind == "vbr" and row.destination == wanted else row
            for row in plan.routes
        )
        return replace(plan, routes=rows)

    world.alter = by_hand
    finding = world.only("G13")
    assert finding.severity is Severity.WARN
    assert "(K1)" in finding.message


def test_an_existing_route_toward_a_data_center_is_refused() -> None:
    world = World()
    world.service_vpc["route-tables"][0]["routes"] = [
        {"destination": "100.96.0.0/16", "hop-type": "VpnGateway", "hop": "vpn-9"}
    ]
    finding = world.only("G13")
    assert "sends 100.96.0.0/16 to VpnGateway vpn-9, toward a data center" in finding.message


def test_also_over_a_gateway_of_this_stack() -> None:
    world = World()
    world.lock["networks"]["vpn-gateways"] = [
        {"id": "vpn-9", "region": "cn-hangzhou", "vpc": "vpc-bp1demo", "vswitches": ["vsw-bp1j"]}
    ]
    world.add_site({**VPN_GATEWAY, "gateway": "vpn-9"})
    world.service_vpc["route-tables"][0]["routes"] = [
        {"destination": "100.96.0.0/16", "hop-type": "VpnGateway", "hop": "vpn-9"},
        {"destination": "172.30.0.0/16", "hop-type": "VpnGateway", "hop": "vpn-9"},
    ]
    assert "sends 100.96.0.0/16 to vpn-gateway vpn-9, toward a data center" in world.only("G13").message


@pytest.mark.parametrize("hop_type", ["VpnGateway", "Ecr", "RouterInterface"])
def test_every_type_of_hop_that_leads_there_counts(hop_type: str) -> None:
    world = World()
    world.service_vpc["route-tables"][0]["routes"] = [
        {"destination": "100.96.0.0/16", "hop-type": hop_type, "hop": "x-1"}
    ]
    assert f"to {hop_type} x-1, toward a data center" in world.only("G13").message


def test_ordinary_sites_are_fine() -> None:
    world = World()
    world.add_site(VPN_GATEWAY, {**EXPRESS_CONNECT, "rank": 1})
    assert world.findings("G13") == []

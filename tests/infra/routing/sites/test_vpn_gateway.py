"""A VPN gateway in the service VPC, and in the VPC of a client."""

from __future__ import annotations

from typing import Any

import pytest

from acree_infra.errors import LockError
from acree_infra.routing.nouns import LegId
from acree_infra.routing.plan_model import Plan
from tests.infra.routing.sites.places import (
    BGP_TUNNELS,
    TUNNELS,
    assert_each_row_is_needed_for_its_legs,
    failing,
    files,
    plan_with,
    reached,
    rows_of,
    site,
)
from tests.infra.routing.variations import plan_of
from tests.infra.samples import HANGZHOU_OSS

WAY: dict[str, Any] = {"kind": "vpn-gateway", "tunnels": TUNNELS}
SERVICES = ["10.0.0.0/16", "100.103.9.188/32", *HANGZHOU_OSS]


def in_service_vpc(**changes: object) -> Plan:
    return plan_with(site({**WAY, **changes}))


class TestInTheServiceVpc:
    def test_every_leg_is_reached_and_nothing_else_is_made(self) -> None:
        plan = in_service_vpc()
        assert reached(plan) == {("tokyo", leg) for leg in LegId}
        assert failing(plan) == set()
        assert plan.transit_routers == ()
        assert plan.vpc_attachments == ()

    def test_the_device_sends_every_service_prefix_into_the_tunnel(self) -> None:
        rows = rows_of(in_service_vpc(), "device")
        assert {prefix for prefix, (hop, _) in rows.items() if hop == "tunnel ipsec-tokyo-vpn-gateway"} == set(SERVICES)
        assert {origin for _, origin in rows.values()} == {"rendered", "built-in"}

    def test_the_gateway_knows_the_site_and_gives_the_rest_to_its_vpc(self) -> None:
        rows = rows_of(in_service_vpc(), "vpn-gateway")
        tunnel = ("tunnel ipsec-tokyo-vpn-gateway", "created")
        assert rows == {
            "192.168.0.0/16": tunnel,
            "10.99.0.0/24": tunnel,
            "10.0.0.0/16": ("vpc vpc-bp1demo", "built-in"),
            "100.64.0.0/10": ("vpc vpc-bp1demo", "built-in"),
        }

    def test_selectors_are_open_and_the_reason_counts_what_exact_ones_would_be(self) -> None:
        (row, other) = (route for route in in_service_vpc().routes if route.table.kind == "ipsec")
        assert str(row.destination) == str(other.destination) == "0.0.0.0/0"
        assert (row.table.id, other.table.id) == ("to-cloud", "to-site")
        assert "would be 6 local and 2 remote CIDRs, 5 of each fit in a connection (N14)" in row.reason

    def test_exact_selectors_hold_each_prefix(self) -> None:
        plan = in_service_vpc(selectors="exact")
        assert set(rows_of(plan, "ipsec", ident="to-cloud")) == set(SERVICES)
        assert set(rows_of(plan, "ipsec", ident="to-site")) == {"192.168.0.0/16", "10.99.0.0/24"}
        (connection,) = plan.premises.connections
        assert {str(cidr) for cidr in connection.local} == set(SERVICES)
        assert [str(cidr) for cidr in connection.remote] == ["192.168.0.0/16", "10.99.0.0/24"]
        assert_each_row_is_needed_for_its_legs(plan)

    def test_the_vpc_learns_the_way_back_from_the_published_routes(self) -> None:
        rows = rows_of(in_service_vpc(), "vpc")
        assert rows["192.168.0.0/16"] == ("vpn-gateway vpn-tokyo-vpn-gateway", "learned")
        assert in_service_vpc().premises.publications == ()

    def test_without_publishing_the_rows_are_created(self) -> None:
        plan = in_service_vpc(publish=False)
        assert rows_of(plan, "vpc")["192.168.0.0/16"] == ("vpn-gateway vpn-tokyo-vpn-gateway", "created")
        assert_each_row_is_needed_for_its_legs(plan)

    @pytest.mark.parametrize("routes", ["destination", "policy", "bgp"])
    def test_every_row_is_needed(self, routes: str) -> None:
        bgp = {"tunnels": BGP_TUNNELS, "device-asn": 65010} if routes == "bgp" else {}
        assert_each_row_is_needed_for_its_legs(in_service_vpc(routes=routes, **bgp))

    def test_by_bgp_the_device_learns_the_vpc_but_not_the_cloud_services(self) -> None:
        plan = in_service_vpc(routes="bgp", tunnels=BGP_TUNNELS, **{"device-asn": 65010})
        rows = rows_of(plan, "device")
        assert rows["10.0.0.0/16"][1] == "learned"
        assert {rows[prefix][1] for prefix in SERVICES[1:]} == {"rendered"}
        assert rows_of(plan, "vpn-gateway")["192.168.0.0/16"][1] == "learned"

    def test_the_answers_of_other_tables_of_the_vpc_get_rows_of_their_own(self) -> None:
        stack, lock = files(site({**WAY, "vswitches": ["vsw-bp1k"]}))
        vpc = lock["networks"]["vpcs"][0]
        vpc["vswitches"][1]["route-table"] = "vtb-second"
        vpc["route-tables"].append({"id": "vtb-second", "type": "Custom", "routes": []})
        plan = plan_of(stack, lock)
        by_table = {
            route.table.id: (str(route.origin), [str(leg) for leg in route.legs])
            for route in plan.routes
            if route.table.kind == "vpc" and str(route.destination) == "192.168.0.0/16"
        }
        assert by_table == {"vtb-bp1main": ("learned", ["registry"]), "vtb-second": ("created", ["auth", "oss"])}
        assert_each_row_is_needed_for_its_legs(plan)

    def test_unproven_is_said_once(self) -> None:
        (way,) = in_service_vpc().premises.ways
        assert [note.partition(":")[0] for note in way.notes] == ["N6", "N14"]


class TestParts:
    def test_two_tunnels_in_two_zones(self) -> None:
        plan = in_service_vpc()
        (gateway,), (connection,) = plan.premises.vpn_gateways, plan.premises.connections
        assert (gateway.id, gateway.vpc, gateway.vswitches) == (None, "vpc-bp1demo", ("vsw-bp1j", "vsw-bp1k"))
        assert [str(tunnel.device) for tunnel in connection.tunnels] == ["203.0.113.10", "203.0.113.11"]
        assert [str(tunnel.inside) for tunnel in connection.tunnels] == ["169.254.100.0/30", "169.254.100.4/30"]
        assert [gateway.name for gateway in plan.premises.customer_gateways] == [
            "cgw-tokyo-vpn-gateway-1",
            "cgw-tokyo-vpn-gateway-2",
        ]

    def test_one_device_address_is_one_customer_gateway(self) -> None:
        plan = in_service_vpc(tunnels=[TUNNELS[0], TUNNELS[0]])
        (gateway,) = plan.premises.customer_gateways
        assert {tunnel.customer_gateway for tunnel in plan.premises.connections[0].tunnels} == {gateway.name}

    def test_what_exists_is_used(self) -> None:
        stack, lock = files(site({**WAY, "gateway": "vpn-1", "connection": "vco-1"}))
        lock["networks"]["vpn-gateways"] = [
            {"id": "vpn-1", "region": "cn-hangzhou", "vpc": "vpc-bp1demo", "vswitches": ["vsw-bp1k"]}
        ]
        tunnels = [{"number": 1, "address": "198.51.100.1"}, {"number": 2, "address": "198.51.100.2"}]
        lock["networks"]["connections"] = [{"id": "vco-1", "region": "cn-hangzhou", "tunnels": tunnels}]
        plan = plan_of(stack, lock)
        (gateway,), (connection,) = plan.premises.vpn_gateways, plan.premises.connections
        assert (gateway.id, gateway.vswitches, connection.id) == ("vpn-1", ("vsw-bp1k",), "vco-1")
        assert [str(tunnel.cloud) for tunnel in connection.tunnels] == ["198.51.100.1", "198.51.100.2"]
        assert failing(plan) == set()

    def test_what_should_exist_and_was_not_learned_is_an_error_with_its_place(self) -> None:
        with pytest.raises(LockError, match="does not hold vpn-1, which the stack file names"):
            plan_of(*files(site({**WAY, "gateway": "vpn-1"})))

    def test_the_addresses_of_its_own_tunnels_are_learned_by_name(self) -> None:
        stack, lock = files(site(WAY))
        lock["networks"]["connections"] = [
            {
                "id": "vco-9",
                "region": "cn-hangzhou",
                "name": "acree-dev-ipsec-tokyo-vpn-gateway",
                "tunnels": [{"number": 2, "address": "198.51.100.2"}],
            }
        ]
        (connection,) = plan_of(stack, lock).premises.connections
        assert connection.id is None
        assert [tunnel.cloud and str(tunnel.cloud) for tunnel in connection.tunnels] == [None, "198.51.100.2"]


class TestInAClientsVpc:
    def plan(self, **changes: object) -> Plan:
        return plan_with(site({**WAY, "vpc": "vpc-uf6demo", **changes}), clients=True)

    def test_every_leg_is_reached_over_the_clients_way(self) -> None:
        plan = self.plan()
        assert failing(plan) == set()
        assert_each_row_is_needed_for_its_legs(plan)

    def test_the_site_is_advertised_to_the_clients_router_by_hand(self) -> None:
        plan = self.plan()
        (first, second) = plan.premises.publications
        assert {str(first.destination), str(second.destination)} == {"192.168.0.0/16", "10.99.0.0/24"}
        assert first.table.owner == "vpc-uf6demo"
        (back,) = (
            route
            for route in plan.routes
            if route.table.kind == "transit-router"
            and route.table.region == "cn-shanghai"
            and str(route.destination) == "192.168.0.0/16"
        )
        assert "advertised by hand" in back.reason

    def test_in_the_own_region_cloud_services_are_those_of_the_clients_vpc(self) -> None:
        stack, lock = files(site({**WAY, "vpc": "vpc-uf6demo"}), clients=True)
        stack["clients"][0]["region"] = "cn-hangzhou"
        vpc = lock["networks"]["vpcs"][1]
        vpc["region"] = "cn-hangzhou"
        for vswitch, zone in zip(vpc["vswitches"], "jk", strict=True):
            vswitch["zone"] = f"cn-hangzhou-{zone}"
        plan = plan_of(stack, lock)
        assert failing(plan) == set()
        assert not [
            r for r in plan.routes if r.table.kind == "transit-router" and str(r.destination).startswith("100.")
        ]
        assert_each_row_is_needed_for_its_legs(plan)

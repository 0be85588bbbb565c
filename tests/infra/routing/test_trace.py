"""Packets through the plan's tables, there and back."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acree_infra.routing.network import Network
from acree_infra.routing.nouns import LegId, Origin, TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.trace import Trace, Verdict, paths, trace
from tests.infra.routing.variations import Data, add_client, example, plan_of
from tests.infra.samples import vswitch

HOST = IPv4Address("172.16.0.1")
LEGS = {"registry": "10.0.0.20", "auth": "100.103.9.188", "oss": "100.118.28.44"}


def walk(plan: Plan, destination: str, source: IPv4Address = HOST) -> Trace:
    return trace(Network(plan), source, IPv4Address(destination))


def failing_legs(plan: Plan) -> set[tuple[str, LegId]]:
    """(client, leg) pairs with at least one path that does not work."""
    return {(p.client.name, p.leg) for p in paths(plan) if p.trace.verdict is Verdict.DROPPED}


class TestThereAndBack:
    """The worked example delivers all three legs."""

    @pytest.mark.parametrize("leg", LEGS)
    def test_each_leg_is_delivered(self, leg: str) -> None:
        found = walk(plan_of(*example()), LEGS[leg])
        assert found.verdict is Verdict.DELIVERED, found.reason
        assert [(s.table.kind, s.table.region) for s in found.forward] == [
            (TableKind.VPC, "cn-shanghai"),
            (TableKind.TRANSIT_ROUTER, "cn-shanghai"),
            (TableKind.TRANSIT_ROUTER, "cn-hangzhou"),
            (TableKind.VPC, "cn-hangzhou"),
        ]
        assert [s.table.region for s in found.back] == ["cn-hangzhou", "cn-hangzhou", "cn-shanghai", "cn-shanghai"]

    def test_the_winning_prefix_is_named(self) -> None:
        found = walk(plan_of(*example()), LEGS["oss"])
        assert [str(s.destination) for s in found.forward] == [
            "100.118.28.0/24",
            "100.118.28.0/24",
            "100.118.28.0/24",
            "100.64.0.0/10",
        ]

    def test_resolver_stays_at_home(self) -> None:
        found = walk(plan_of(*example()), "100.100.2.136")
        assert found.verdict is Verdict.DELIVERED
        assert [str(s.hop) for s in found.forward] == ["cloud-service cn-shanghai"]

    def test_a_neighbour_in_the_same_vpc(self) -> None:
        assert walk(plan_of(*example()), "172.16.1.7").verdict is Verdict.DELIVERED


class TestDropped:
    """The first table that lacks a route is named."""

    def test_a_source_outside_every_vswitch(self) -> None:
        found = walk(plan_of(*example()), LEGS["oss"], IPv4Address("192.0.2.1"))
        assert (found.verdict, found.lacking) == (Verdict.DROPPED, None)
        assert "192.0.2.1 lies in no vSwitch" in found.reason

    def test_no_route_at_all(self) -> None:
        found = walk(plan_of(*example()), "8.8.8.8")
        assert found.lacking is not None
        assert found.lacking.id == "vtb-uf6main"
        assert "has no route to 8.8.8.8" in found.reason

    def test_a_forgotten_range_goes_to_the_wrong_regions_services(self) -> None:
        plan = plan_of(*example())
        kept = tuple(
            r for r in plan.routes if not (r.table.kind is TableKind.VPC and str(r.destination) == "100.118.28.0/24")
        )
        found = walk(replace(plan, routes=kept), LEGS["oss"])
        assert found.verdict is Verdict.DROPPED
        assert "cloud services of cn-shanghai, but it is served in cn-hangzhou" in found.reason

    def test_no_way_back(self) -> None:
        plan = plan_of(*example())
        kept = tuple(r for r in plan.routes if r.reason != "way back to shanghai")
        found = walk(replace(plan, routes=kept), LEGS["registry"])
        assert found.verdict is Verdict.DROPPED
        assert len(found.forward) == 4
        assert found.reason.startswith("no way back: vpc table vtb-bp1main of vpc-bp1demo")

    def test_a_foreign_route_that_is_more_specific_wins(self) -> None:
        stack, lock = example()
        lock["networks"]["vpcs"][1]["route-tables"][0]["routes"] = [
            {"destination": "100.118.28.128/25", "hop-type": "VpnGateway", "hop": "vpn-1"}
        ]
        plan = plan_of(stack, lock)
        assert walk(plan, "100.118.28.44").verdict is Verdict.DELIVERED
        found = walk(plan, "100.118.28.200")
        assert "to VpnGateway vpn-1 by 100.118.28.128/25" in found.reason
        assert failing_legs(plan) == {("shanghai", LegId.OSS)}

    def test_no_association(self) -> None:
        plan = plan_of(*example())
        kept = tuple(link for link in plan.associations if link.attachment != "att-shanghai")
        found = walk(replace(plan, associations=kept), LEGS["oss"])
        assert "leads nowhere: it has no associated table" in found.reason

    def test_a_loop_ends(self) -> None:
        plan = plan_of(*example())
        turned = tuple(
            replace(r, hop=replace(r.hop, name="att-shanghai", kind=type(r.hop.kind)("attachment")))
            if r.table.owner == "acree-dev-cn-shanghai" and str(r.destination) == "100.118.28.0/24"
            else r
            for r in plan.routes
        )
        assert "runs in a loop" in walk(replace(plan, routes=turned), LEGS["oss"]).reason


class TestSubnetTables:
    """G26: the table bound to the vSwitch decides."""

    def test_a_subnet_on_an_unlisted_table_is_cut_off(self) -> None:
        stack, lock = example()
        client = lock["networks"]["vpcs"][1]
        client["route-tables"].append({"id": "vtb-uf6own", "type": "Custom", "routes": []})
        client["vswitches"].append(vswitch("vsw-uf6own", "cn-shanghai-m", "172.16.9.0/24", "vtb-uf6own"))
        stack["clients"][0]["route-tables"] = ["vtb-uf6main"]
        plan = plan_of(stack, lock)
        assert walk(plan, LEGS["registry"]).verdict is Verdict.DELIVERED
        assert walk(plan, LEGS["registry"], IPv4Address("172.16.9.1")).verdict is Verdict.DROPPED
        stack["clients"][0].pop("route-tables")
        assert failing_legs(plan_of(stack, lock)) == set()


def two_doors() -> tuple[Data, Data]:
    """The service VPC's two vSwitches, both attached, on a table each."""
    stack, lock = example()
    service = lock["networks"]["vpcs"][0]
    service["route-tables"].append({"id": "vtb-bp1own", "type": "Custom", "routes": []})
    service["vswitches"][1]["route-table"] = "vtb-bp1own"
    return stack, lock


class TestSeveralEntrances:
    """A packet comes into a VPC at any of the attachment's vSwitches: every table there must know the way."""

    def test_all_know_it(self) -> None:
        assert failing_legs(plan_of(*two_doors())) == set()

    def test_one_does_not_know_the_way_there(self) -> None:
        stack, lock = two_doors()
        theirs = {"destination": "100.118.28.0/25", "hop-type": "VpnGateway", "hop": "vpn-1"}
        lock["networks"]["vpcs"][0]["route-tables"][1]["routes"] = [theirs]
        found = walk(plan_of(stack, lock), LEGS["oss"])
        assert found.verdict is Verdict.DROPPED
        assert "vtb-bp1own" in found.reason
        assert failing_legs(plan_of(stack, lock)) == {("shanghai", LegId.OSS)}

    def test_one_does_not_know_the_way_back(self) -> None:
        plan = plan_of(*two_doors())
        kept = tuple(r for r in plan.routes if r.table.id != "vtb-bp1own" or r.origin is not Origin.CREATED)
        without = replace(plan, routes=kept)
        assert failing_legs(without) == {("shanghai", LegId.AUTH), ("shanghai", LegId.OSS)}
        found = walk(without, LEGS["oss"])
        assert found.reason.startswith("no way back: vpc table vtb-bp1own")
        assert found.forward[-1].table.id == "vtb-bp1own", "the answer comes in where the question went out"

    def test_a_first_one_that_drops_is_told_first(self) -> None:
        plan = plan_of(*two_doors())
        kept = tuple(r for r in plan.routes if r.table.owner != "vpc-bp1demo" or r.origin is not Origin.CREATED)
        assert "vtb-bp1main" in walk(replace(plan, routes=kept), LEGS["oss"]).reason


class TestSameAddresses:
    """A client that is linked itself may have the addresses of another (G16)."""

    def test_each_client_is_traced_from_its_own_vpc(self) -> None:
        for name in ("aaa", "zzz"):  # before and after the other one in the plan
            stack, lock = example()
            add_client(stack, lock, name, "cn-hangzhou", "172.16.0.0/16", via="link")
            assert failing_legs(plan_of(stack, lock)) == set()

    def test_an_answer_that_ends_in_another_vpc_is_lost(self) -> None:
        """The client has a range of the service VPC that it wants no way for: there the answer stays at home."""
        stack, lock = example()
        client = lock["networks"]["vpcs"][1]
        client["cidrs"].append("10.0.0.0/20")
        client["vswitches"].append(vswitch("vsw-uf6x", "cn-shanghai-m", "10.0.1.0/24", "vtb-uf6main"))
        stack["clients"][0]["cidrs"] = ["172.16.0.0/16"]
        plan = plan_of(stack, lock)
        node = plan.clients[0]
        subnet = next(subnet for subnet in node.subnets if subnet.id == "vsw-uf6x")
        found = trace(Network(plan), IPv4Address("10.0.1.7"), IPv4Address(LEGS["oss"]), (node, subnet))
        assert found.verdict is Verdict.DROPPED
        assert "the answer ends in vpc-bp1demo, which has 10.0.1.7 too, and not in vpc-uf6demo" in found.reason

    def test_a_registry_at_an_address_of_the_clients_own_is_not_reached(self) -> None:
        stack, lock = example()
        client = lock["networks"]["vpcs"][1]
        client["vswitches"].append(vswitch("vsw-uf6x", "cn-shanghai-m", "10.0.0.0/24", "vtb-uf6main"))
        found = walk(plan_of(stack, lock), LEGS["registry"])
        assert found.verdict is Verdict.DROPPED
        assert "keeps 10.0.0.20 in vpc-uf6demo by 10.0.0.0/24: it is the service VPC's" in found.reason
        assert walk(plan_of(stack, lock), "10.0.0.21").verdict is Verdict.DELIVERED

    def test_a_start_goes_before_the_address(self) -> None:
        stack, lock = example()
        add_client(stack, lock, "near", "cn-hangzhou", "172.16.0.0/16", via="link")
        plan = plan_of(stack, lock)
        for client, table in (("near", "vtb-near"), ("shanghai", "vtb-uf6main")):
            node = next(node for node in plan.clients if node.name == client)
            found = trace(Network(plan), HOST, IPv4Address(LEGS["oss"]), (node, node.subnets[0]))
            assert found.verdict is Verdict.DELIVERED
            assert found.forward[0].table.id == table


def mixed() -> tuple[Data, Data]:
    """Two regions beside the service region, one client in it, advertising on."""
    stack, lock = example()
    add_client(stack, lock, "beijing", "cn-beijing", "192.168.0.0/16")
    add_client(stack, lock, "ci", "cn-hangzhou", "10.50.0.0/16")
    return stack, lock


class TestEveryRouteCounts:
    """A created route that nobody misses should not be there; one that is missed must name its legs."""

    @pytest.mark.parametrize("advertise", [True, False], ids=["advertised", "static"])
    def test_without_a_created_route_exactly_its_legs_fail(self, advertise: bool) -> None:
        stack, lock = mixed()
        stack["options"] = {"auto-advertise": advertise}
        plan = plan_of(stack, lock)
        assert failing_legs(plan) == set()
        for index, route in enumerate(plan.routes):
            if route.origin is Origin.CREATED:
                without = replace(plan, routes=plan.routes[:index] + plan.routes[index + 1 :])
                assert {leg for _, leg in failing_legs(without)} == set(route.legs), route

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_any_number_of_missing_routes_is_noticed(self, data: st.DataObject) -> None:
        plan = plan_of(*mixed())
        made = [i for i, r in enumerate(plan.routes) if r.origin is Origin.CREATED]
        gone = data.draw(st.sets(st.sampled_from(made), min_size=1))
        without = replace(plan, routes=tuple(r for i, r in enumerate(plan.routes) if i not in gone))
        expected = {leg for i in gone for leg in plan.routes[i].legs}
        assert {leg for _, leg in failing_legs(without)} == expected

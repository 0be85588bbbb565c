"""Whose packets a route carries, and what counts as a route that can be taken away."""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import Any

import pytest

from acree_infra.discovery.lock_file import load_lock
from acree_infra.reports.document import plan_document
from acree_infra.routing.planner import make_plan
from acree_infra.topology.loader import load_stack
from scripts.removals import Removal, advertised, expected, removable, users_of
from scripts.sites import DEVICES
from scripts.workplace import ROOT

SITE_HOST, CLIENT_HOST = "hq-runner", "ecs2"
HOSTS = {SITE_HOST: IPv4Address("192.168.10.11"), CLIENT_HOST: IPv4Address("172.16.0.1")}


def plan(name: str) -> dict[str, Any]:
    """The plan of an example as `acree plan` prints it."""
    stack = load_stack(ROOT / "stacks" / f"Pulumi.{name}.yaml")
    return plan_document(make_plan(stack, load_lock(stack)), ())


@pytest.fixture(scope="module")
def elsewhere() -> dict[str, Any]:
    """A data center whose packets share a client's way."""
    return plan("vpn-gateway-elsewhere")


def users(plan: dict[str, Any], kind: str, owner: str) -> dict[str, set[str]]:
    """Who uses each route that a table's owner gets, by destination."""
    return {
        route["destination"]: set(users_of(route, plan, HOSTS))
        for route in plan["routes"]
        if removable(route) and (route["table"]["kind"], route["table"]["owner"]) == (kind, owner)
    }


class TestUsers:
    def test_the_ways_back_are_each_one_s_own(self, elsewhere: dict[str, Any]) -> None:
        found = users(elsewhere, "vpc", "vpc-bp1demo")
        assert found == {"172.16.0.0/16": {CLIENT_HOST}, "192.168.10.0/24": {SITE_HOST}}

    def test_a_gateway_leads_back_to_its_data_center_only(self, elsewhere: dict[str, Any]) -> None:
        assert users(elsewhere, "vpn-gateway", "vpn-hq-vpn-gateway") == {"192.168.10.0/24": {SITE_HOST}}

    def test_out_of_the_gateway_packets_follow_the_client_s_routes(self, elsewhere: dict[str, Any]) -> None:
        found = users(elsewhere, "vpc", "vpc-uf6demo")
        assert len(found) == 7
        assert all(its == {SITE_HOST, CLIENT_HOST} for its in found.values())

    def test_a_table_that_no_gateway_stands_in_serves_its_client_alone(self, elsewhere: dict[str, Any]) -> None:
        premises = {**elsewhere["premises"], "passages": []}
        found = users({**elsewhere, "premises": premises}, "vpc", "vpc-uf6demo")
        assert all(its == {CLIENT_HOST} for its in found.values())

    def test_static_routes_of_routers_serve_everybody(self, elsewhere: dict[str, Any]) -> None:
        owner = "acree-vpn-gateway-elsewhere-cn-hangzhou"
        assert {frozenset(its) for its in users(elsewhere, "transit-router", owner).values()} == {frozenset(HOSTS)}

    def test_a_way_back_of_nobody_who_asks_has_no_users(self, elsewhere: dict[str, Any]) -> None:
        (route,) = (r for r in elsewhere["routes"] if removable(r) and r["table"]["kind"] == "vpn-gateway")
        assert users_of(route, elsewhere, {CLIENT_HOST: HOSTS[CLIENT_HOST]}) == frozenset()

    def test_a_stack_without_data_centers_has_clients_only(self) -> None:
        dev = plan("dev")
        assert "premises" not in dev
        hosts = {CLIENT_HOST: HOSTS[CLIENT_HOST]}
        used = [set(users_of(route, dev, hosts)) for route in dev["routes"] if removable(route)]
        assert used == [{CLIENT_HOST}] * 14

    @pytest.mark.parametrize("name", DEVICES)
    def test_no_route_of_an_example_is_without_users(self, name: str) -> None:
        found = plan(name)
        asked = {SITE_HOST, *DEVICES[name].beside}
        hosts = {host: address for host, address in HOSTS.items() if host in asked}
        assert all(users_of(route, found, hosts) for route in found["routes"] if removable(route))


class TestAdvertised:
    def test_the_row_of_the_vpc_s_own_router_stands_for_it(self, elsewhere: dict[str, Any]) -> None:
        (row,) = advertised(elsewhere)
        assert (row["table"]["region"], row["destination"]) == ("cn-shanghai", "192.168.10.0/24")
        assert row["legs"] == ["registry", "auth", "oss"]
        assert row["advertisement"]["table"]["owner"] == "vpc-uf6demo"
        assert not removable(row)
        assert users_of(row, elsewhere, HOSTS) == {SITE_HOST}

    @pytest.mark.parametrize("name", ["dev", "vpn-gateway", "transit-vpn"])
    def test_elsewhere_nothing_is_advertised_by_hand(self, name: str) -> None:
        assert list(advertised(plan(name))) == []


class TestRight:
    @pytest.mark.parametrize(
        ("by_host", "healed", "pulled", "right"),
        [
            ({SITE_HOST: ("registry", "auth", "oss"), CLIENT_HOST: ()}, True, False, True),
            ({SITE_HOST: ("registry", "auth", "oss"), CLIENT_HOST: ("oss",)}, True, False, False),
            ({SITE_HOST: ("registry",), CLIENT_HOST: ()}, True, False, False),
            ({SITE_HOST: ("registry", "auth", "oss"), CLIENT_HOST: ()}, False, False, False),
            ({SITE_HOST: ("registry", "auth", "oss"), CLIENT_HOST: ()}, True, True, False),
        ],
    )
    def test_just_its_own_legs_for_just_its_users(
        self, elsewhere: dict[str, Any], by_host: dict[str, tuple[str, ...]], healed: bool, pulled: bool, right: bool
    ) -> None:
        (row,) = advertised(elsewhere)
        users = users_of(row, elsewhere, HOSTS)
        assert expected(row, users, HOSTS) == {SITE_HOST: set(row["legs"]), CLIENT_HOST: set()}
        assert Removal(row, by_host, users, pulled, healed).right == right

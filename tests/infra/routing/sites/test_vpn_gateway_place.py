"""Where a VPN gateway stands, and what is said when it stands elsewhere or has no place."""

from __future__ import annotations

from typing import Any

import pytest

from acree_infra.errors import ConfigError
from acree_infra.routing.plan_model import Plan
from tests.infra.routing.sites.places import TUNNELS, Data, failing, files, site
from tests.infra.routing.variations import plan_of

WAY: dict[str, Any] = {"kind": "vpn-gateway", "tunnels": TUNNELS}
SERVICE, CLIENT = "vpc-bp1demo", "vpc-uf6demo"


def parts(way: Data, *, vpc: str = SERVICE, clients: bool = True) -> tuple[Data, Data]:
    """Stack and lock of a site with a way, and the gateway `vpn-1` in a VPC."""
    stack, lock = files(site({**WAY, **way}), clients=clients)
    region, zone = ("cn-hangzhou", "vsw-bp1j") if vpc == SERVICE else ("cn-shanghai", "vsw-uf6m")
    lock["networks"]["vpn-gateways"] = [{"id": "vpn-1", "region": region, "vpc": vpc, "vswitches": [zone]}]
    return stack, lock


def vswitches(plan: Plan) -> tuple[str, ...]:
    (gateway,) = plan.premises.vpn_gateways
    return gateway.vswitches


class TestExisting:
    @pytest.mark.parametrize(
        ("way", "vpc", "expected"),
        [({}, SERVICE, "vsw-bp1j"), ({"vpc": SERVICE}, SERVICE, "vsw-bp1j"), ({"vpc": CLIENT}, CLIENT, "vsw-uf6m")],
    )
    def test_is_used_where_it_stands(self, way: Data, vpc: str, expected: str) -> None:
        plan = plan_of(*parts({"gateway": "vpn-1", **way}, vpc=vpc))
        assert vswitches(plan) == (expected,)
        assert failing(plan) == set()

    def test_in_a_client_s_vpc_it_is_not_taken_for_one_of_the_service(self) -> None:
        with pytest.raises(ConfigError) as refused:
            plan_of(*parts({"gateway": "vpn-1"}, vpc=CLIENT))
        assert "tokyo-vpn-gateway: expected vpn-1 in vpc-bp1demo, found it in vpc-uf6demo" in str(refused.value)
        assert "write `vpc: vpc-uf6demo`, the VPC of client shanghai" in str(refused.value)
        assert refused.value.problem.where is not None

    def test_in_a_vpc_that_is_no_client_the_client_is_asked_for(self) -> None:
        with pytest.raises(ConfigError, match="and add vpc-uf6demo to `clients`"):
            plan_of(*parts({"gateway": "vpn-1"}, vpc=CLIENT, clients=False))

    def test_in_the_service_vpc_it_is_not_taken_for_one_of_a_client(self) -> None:
        with pytest.raises(ConfigError, match="expected vpn-1 in vpc-uf6demo, found it in vpc-bp1demo"):
            plan_of(*parts({"gateway": "vpn-1", "vpc": CLIENT}))


class TestNew:
    @pytest.mark.parametrize(
        ("declared", "expected"),
        [
            ([], ("vsw-bp1j", "vsw-bp1k")),
            (["vsw-bp1k"], ("vsw-bp1k",)),
            (["vsw-bp1k", "vsw-bp1j"], ("vsw-bp1j", "vsw-bp1k")),
        ],
    )
    def test_stands_in_the_declared_vswitches_or_in_two_zones(
        self, declared: list[str], expected: tuple[str, ...]
    ) -> None:
        assert vswitches(plan_of(*parts({"vswitches": declared} if declared else {}))) == expected

    def test_a_full_vswitch_is_not_chosen(self) -> None:
        stack, lock = parts({})
        lock["networks"]["vpcs"][0]["vswitches"][0]["free-addresses"] = 0
        assert vswitches(plan_of(stack, lock)) == ("vsw-bp1k",)

    def test_without_a_free_address_it_has_no_place(self) -> None:
        stack, lock = parts({"vpc": CLIENT})
        for vswitch in lock["networks"]["vpcs"][1]["vswitches"]:
            vswitch["free-addresses"] = 0
        with pytest.raises(ConfigError, match="needs a vSwitch of vpc-uf6demo, and none has a free address") as refused:
            plan_of(stack, lock)
        assert "make a vSwitch in vpc-uf6demo" in str(refused.value)

    @pytest.mark.parametrize("declared", [["vsw-uf6m"], ["vsw-bp1j", "vsw-none"]])
    def test_a_vswitch_of_another_vpc_is_refused_and_the_right_ones_are_named(self, declared: list[str]) -> None:
        with pytest.raises(ConfigError, match="expected vSwitches of vpc-bp1demo") as refused:
            plan_of(*parts({"vswitches": declared}))
        assert f"found {declared[-1]}" in str(refused.value)
        assert "vpc-bp1demo has vsw-bp1j, vsw-bp1k" in str(refused.value)

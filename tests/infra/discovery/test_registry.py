from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest

from acree_infra.cloud.errors import ApiError
from acree_infra.cloud.registry import DomainRecord, InstanceRecord, StorageRuleRecord, VpcEndpointRecord
from acree_infra.discovery.legs import RegistryLeg
from acree_infra.discovery.registry import registry_leg
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.errors import DiscoveryError
from tests.infra.discovery.fakes import REGISTRY_HOST, FakeAccount, link
from tests.infra.discovery.scene import NOW, stack_in

LATER = NOW + timedelta(days=1)


class Ask:
    """Asks for the leg of a stack file in a directory."""

    def __init__(self, directory: Path, account: FakeAccount) -> None:
        self.directory, self.account = directory, account
        self.notes: list[str] = []
        self.pauses: list[float] = []

    def __call__(self, data: dict[str, Any], known: RegistryLeg | None = None) -> RegistryLeg:
        around = Surroundings(link_pauses=3, link_pause=5.0, sleep=self.pauses.append)
        now = NOW if known is None else LATER
        stack = stack_in(self.directory, data)
        return registry_leg(stack, self.account, around, known, now=now, note=self.notes.append)


@pytest.fixture
def ask(directory: Path, account: FakeAccount) -> Ask:
    return Ask(directory, account)


def test_instance_by_id(ask: Ask, data: dict[str, Any]) -> None:
    leg = ask(data)

    assert (leg.instance, leg.name, leg.hosts) == ("cri-demo1234", "acr-demo", (REGISTRY_HOST,))
    (linked,) = leg.linked_vpcs
    assert (linked.vpc, linked.vswitch, linked.address) == ("vpc-bp1demo", "vsw-bp1j", IPv4Address("10.0.0.20"))
    assert (linked.status, linked.issue) == ("RUNNING", "")
    assert leg.source == "cr:GetInstanceVpcEndpoint"
    assert leg.first_seen == leg.last_seen == NOW
    assert ask.notes == []


def test_instance_by_name(ask: Ask, data: dict[str, Any]) -> None:
    data["registry"] = {"region": "cn-hangzhou", "name": "acr-demo"}

    assert ask(data).instance == "cri-demo1234"
    assert ask.account.calls["instances_named"] == 1


@pytest.mark.parametrize(("ids", "found"), [([], "found none"), (["cri-1", "cri-2"], "found cri-1, cri-2")])
def test_name_that_is_not_of_one_instance(ask: Ask, data: dict[str, Any], ids: list[str], found: str) -> None:
    data["registry"] = {"region": "cn-hangzhou", "name": "acr-demo"}
    ask.account.registries = [InstanceRecord(name, "acr-demo", "RUNNING") for name in ids]

    with pytest.raises(DiscoveryError) as caught:
        ask(data)

    message = str(caught.value.problems[0])
    assert f"expected one instance named 'acr-demo' in cn-hangzhou, {found}" in message
    assert "Pulumi.dev.yaml:2" in message


def test_names_of_the_service_come_first_then_custom_then_declared_ones(ask: Ask, data: dict[str, Any]) -> None:
    data["registry"]["domains"] = ["z.example.com", REGISTRY_HOST, "images.example.com"]
    ask.account.names = [
        DomainRecord("vpc", "Images.example.com", "USER"),
        DomainRecord("vpc", "a.example.com", "USER"),
        DomainRecord("internet", "public.example.com", "SYSTEM"),
        DomainRecord("vpc", REGISTRY_HOST, "SYSTEM"),
    ]

    assert ask(data).hosts == (REGISTRY_HOST, "a.example.com", "images.example.com", "z.example.com")


def test_names_of_the_vpc_endpoint_are_the_second_choice(ask: Ask, data: dict[str, Any]) -> None:
    ask.account.names = []
    ask.account.endpoints = [VpcEndpointRecord(("b.example.com", "A.example.com"), ())]

    assert ask(data).hosts == ("a.example.com", "b.example.com")


def test_name_of_the_service_s_own_form_is_the_last_choice(ask: Ask, data: dict[str, Any]) -> None:
    ask.account.names = []
    ask.account.endpoints = [VpcEndpointRecord((), ())]

    leg = ask(data)

    assert leg.hosts == (REGISTRY_HOST,)
    assert leg.linked_vpcs == ()


def test_charts_have_no_such_form(ask: Ask, data: dict[str, Any]) -> None:
    data["registry"]["module"] = "Chart"
    ask.account.names = []
    ask.account.endpoints = [VpcEndpointRecord((), ())]

    with pytest.raises(DiscoveryError) as caught:
        ask(data)

    assert "declare it in registry.domains" in str(caught.value)


def creating(vpc: str = "vpc-bp1demo") -> VpcEndpointRecord:
    return VpcEndpointRecord((REGISTRY_HOST,), (link(vpc, "vsw-bp1j", "", "CREATING"),))


def running() -> VpcEndpointRecord:
    return VpcEndpointRecord((REGISTRY_HOST,), (link("vpc-bp1demo", "vsw-bp1j"),))


def test_link_that_is_being_made_is_waited_for(ask: Ask, data: dict[str, Any]) -> None:
    ask.account.endpoints = [creating(), creating(), running()]

    leg = ask(data)

    assert leg.linked_vpcs[0].address == IPv4Address("10.0.0.20")
    assert ask.pauses == [5.0, 5.0]
    assert ask.notes == ["the link to vpc-bp1demo is being made; waiting up to 15 s"]


def test_link_that_takes_too_long_is_recorded_as_it_is(ask: Ask, data: dict[str, Any]) -> None:
    ask.account.endpoints = [creating()]

    leg = ask(data)

    assert (leg.linked_vpcs[0].status, leg.linked_vpcs[0].address) == ("CREATING", None)
    assert ask.pauses == [5.0, 5.0, 5.0]


def test_link_of_a_client_is_waited_for_and_that_of_a_stranger_is_not(ask: Ask, data: dict[str, Any]) -> None:
    data["clients"].append({"name": "near", "region": "cn-hangzhou", "vpc": "vpc-near", "via": "link"})
    ask.account.endpoints = [creating("vpc-near"), creating("vpc-stranger")]

    ask(data)

    assert ask.pauses == [5.0]


def test_links_are_sorted(ask: Ask, data: dict[str, Any]) -> None:
    links = (link("vpc-2", "vsw-1"), link("vpc-1", "vsw-2"), link("vpc-1", "vsw-1"))
    ask.account.endpoints = [VpcEndpointRecord((REGISTRY_HOST,), links)]

    assert [(linked.vpc, linked.vswitch) for linked in ask(data).linked_vpcs] == [
        ("vpc-1", "vsw-1"),
        ("vpc-1", "vsw-2"),
        ("vpc-2", "vsw-1"),
    ]


def test_domain_routing_rules_of_the_vpc(ask: Ask, data: dict[str, Any]) -> None:
    ask.account.rules = [
        StorageRuleRecord("VPC", "B.example.com"),
        StorageRuleRecord("Internet", "public.example.com"),
        StorageRuleRecord("VPC", "a.example.com"),
    ]

    assert ask(data).storage_domain_rules == ("a.example.com", "b.example.com")


def test_domain_routing_rules_that_cannot_be_read_are_noted_and_the_last_ones_stay(
    ask: Ask, data: dict[str, Any]
) -> None:
    ask.account.rules = [StorageRuleRecord("VPC", "a.example.com")]
    known = ask(data)
    ask.account.broken["storage_rules"] = ApiError("cr:X", "cn-hangzhou", "FEATURE_NOT_OPEN", "whitelist")

    assert ask(data).storage_domain_rules == ()
    assert ask(data, known).storage_domain_rules == ("a.example.com",)
    assert "could not be read (FEATURE_NOT_OPEN)" in ask.notes[0]
    assert "G43" in ask.notes[0]


def test_instance_without_a_domain_routing_rule(ask: Ask, data: dict[str, Any]) -> None:
    ask.account.rules = [StorageRuleRecord("VPC", "a.example.com")]
    known = ask(data)
    ask.account.broken["storage_rules"] = ApiError("cr:X", "cn-hangzhou", "RULE_NOT_EXIST", "no rule", absent=True)

    assert ask(data, known).storage_domain_rules == ()
    assert ask.notes == []


def test_age_of_the_leg_is_that_of_the_instance(ask: Ask, data: dict[str, Any]) -> None:
    known = ask(data)

    assert (ask(data, known).first_seen, ask(data, known).last_seen) == (NOW, LATER)
    assert ask(data, known.model_copy(update={"instance": "cri-other"})).first_seen == LATER

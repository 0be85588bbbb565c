from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest

from acree_infra.discovery.declared_registry import declared_registry_leg
from acree_infra.discovery.facts import Vpc
from acree_infra.discovery.legs import RegistryLeg
from acree_infra.errors import DiscoveryError
from tests.infra.discovery.fakes import REGISTRY_HOST
from tests.infra.discovery.scene import NOW, stack_in
from tests.infra.samples import client_vpc, service_vpc

VPCS = (Vpc.model_validate(client_vpc()), Vpc.model_validate(service_vpc()))


@pytest.fixture
def declared(data: dict[str, Any]) -> dict[str, Any]:
    data["legs"] = {"registry": {"address": "10.0.1.9", "hosts": [REGISTRY_HOST, "images.example.com"]}}
    return data


def leg_of(directory: Path, data: dict[str, Any], known: RegistryLeg | None = None) -> RegistryLeg:
    stack = stack_in(directory, data)
    assert stack.topology.legs.registry is not None
    now = NOW if known is None else NOW + timedelta(days=1)
    return declared_registry_leg(stack, stack.topology.legs.registry, VPCS, known, now)


def test_leg_as_declared(directory: Path, declared: dict[str, Any]) -> None:
    declared["registry"]["domains"] = ["b.example.com"]

    leg = leg_of(directory, declared)

    assert (leg.instance, leg.name, leg.source) == ("cri-demo1234", "acr-demo", "declared")
    assert leg.hosts == (REGISTRY_HOST, "images.example.com", "b.example.com")
    (linked,) = leg.linked_vpcs
    assert (linked.vpc, linked.vswitch) == ("vpc-bp1demo", "vsw-bp1k")
    assert (linked.address, linked.status) == (IPv4Address("10.0.1.9"), "RUNNING")


def test_age_is_kept_for_the_same_instance(directory: Path, declared: dict[str, Any]) -> None:
    known = leg_of(directory, declared)

    assert leg_of(directory, declared, known).first_seen == NOW
    assert leg_of(directory, declared, known.model_copy(update={"instance": "cri-x"})).first_seen > NOW


def test_name_is_declared_where_the_hosts_do_not_tell_it(directory: Path, declared: dict[str, Any]) -> None:
    declared["legs"]["registry"]["hosts"] = ["images.example.com"]
    declared["registry"]["name"] = "acr-other"

    assert leg_of(directory, declared).name == "acr-other"


@pytest.mark.parametrize("missing", ["instance", "name"])
def test_instance_and_name_must_be_known(directory: Path, declared: dict[str, Any], missing: str) -> None:
    if missing == "instance":
        declared["registry"] = {"region": "cn-hangzhou", "name": "acr-demo"}
    else:
        declared["legs"]["registry"]["hosts"] = ["images.example.com"]

    with pytest.raises(DiscoveryError) as caught:
        leg_of(directory, declared)

    assert "declare registry.instance and registry.name" in str(caught.value)


def test_address_must_lie_in_a_vswitch_of_the_service_vpc(directory: Path, declared: dict[str, Any]) -> None:
    declared["legs"]["registry"]["address"] = "172.16.0.9"

    with pytest.raises(DiscoveryError) as caught:
        leg_of(directory, declared)

    assert "expected 172.16.0.9 in a vSwitch of vpc-bp1demo, found none that holds it" in str(caught.value)

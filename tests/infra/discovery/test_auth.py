from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest

from acree_infra.discovery.auth import RegistryAccess, auth_leg
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.errors import DiscoveryError
from tests.infra.discovery.dns_server import DnsServer
from tests.infra.discovery.fakes import AUTH_HOST, REGISTRY_HOST
from tests.infra.discovery.scene import NOW, Registry, stack_in

ACCESS = RegistryAccess((REGISTRY_HOST,))
LATER = NOW + timedelta(days=1)


def test_host_from_the_challenge_and_addresses_from_dns(
    directory: Path, data: dict[str, Any], around: Surroundings, names: DnsServer
) -> None:
    names.names |= {AUTH_HOST: "balancer.example.com", "balancer.example.com": ["100.103.9.188", "100.103.7.181"]}

    leg = auth_leg(stack_in(directory, data), ACCESS, around, None, NOW)

    assert leg is not None
    assert (leg.host, leg.realm) == (AUTH_HOST, f"https://{AUTH_HOST}/auth")
    assert leg.service == "registry.aliyuncs.com:cn-hangzhou:china:cri-demo1234"
    assert [str(seen.address) for seen in leg.addresses] == ["100.103.7.181", "100.103.9.188"]
    assert leg.aliases == ("balancer.example.com",)
    assert leg.source == "challenge+dns"
    assert leg.resolver == str(names.endpoint)


def test_before_the_link_there_is_no_leg(directory: Path, data: dict[str, Any], offline: Surroundings) -> None:
    assert auth_leg(stack_in(directory, data), None, offline, None, NOW) is None


def test_declared_leg_is_not_asked(directory: Path, data: dict[str, Any], offline: Surroundings) -> None:
    data["legs"] = {"auth": {"host": "auth.example.com", "addresses": ["100.103.9.188"]}}

    leg = auth_leg(stack_in(directory, data), None, offline, None, NOW)

    assert leg is not None
    assert (leg.host, leg.realm, leg.source, leg.resolver) == (
        "auth.example.com",
        "https://auth.example.com",
        "declared",
        "",
    )
    assert [seen.address for seen in leg.addresses] == [IPv4Address("100.103.9.188")]


def test_declared_host_is_resolved(
    directory: Path, data: dict[str, Any], around: Surroundings, names: DnsServer, registry: Registry
) -> None:
    data["legs"] = {"auth": {"host": "auth.example.com"}}
    names.names["auth.example.com"] = ["100.103.1.1"]

    leg = auth_leg(stack_in(directory, data), ACCESS, around, None, NOW)

    assert leg is not None
    assert (leg.source, [str(seen.address) for seen in leg.addresses]) == ("declared+dns", ["100.103.1.1"])
    assert registry.server.requests == []


def test_declared_addresses_are_not_resolved(
    directory: Path, data: dict[str, Any], around: Surroundings, names: DnsServer
) -> None:
    data["legs"] = {"auth": {"addresses": ["100.103.1.1"]}}

    leg = auth_leg(stack_in(directory, data), ACCESS, around, None, NOW)

    assert leg is not None
    assert (leg.host, leg.source) == (AUTH_HOST, "challenge+declared")
    assert names.asked == []


def test_vanished_address_is_kept_for_the_days_of_the_stack(
    directory: Path, data: dict[str, Any], around: Surroundings, names: DnsServer
) -> None:
    data["options"] = {"grace-days": 2}
    stack = stack_in(directory, data)
    first = auth_leg(stack, ACCESS, around, None, NOW)
    names.names[AUTH_HOST] = ["100.103.7.181"]

    second = auth_leg(stack, ACCESS, around, first, LATER)
    third = auth_leg(stack, ACCESS, around, second, LATER + timedelta(days=2))

    assert second is not None
    assert third is not None
    assert [(str(seen.address), seen.missing_since) for seen in second.addresses] == [
        ("100.103.7.181", None),
        ("100.103.9.188", LATER),
    ]
    assert [str(seen.address) for seen in third.addresses] == ["100.103.7.181"]


def test_address_that_was_declared_has_no_grace(
    directory: Path, data: dict[str, Any], around: Surroundings, names: DnsServer
) -> None:
    declared = stack_in(directory, {**data, "legs": {"auth": {"addresses": ["100.103.1.1"]}}})
    known = auth_leg(declared, ACCESS, around, None, NOW)

    leg = auth_leg(stack_in(directory, data), ACCESS, around, known, LATER)

    assert leg is not None
    assert [str(seen.address) for seen in leg.addresses] == ["100.103.9.188"]


def test_realm_of_another_region_is_refused_before_it_is_resolved(
    directory: Path, data: dict[str, Any], around: Surroundings, names: DnsServer, registry: Registry
) -> None:
    registry.challenges = ['Bearer realm="https://dockerauth-vpc.cn-shanghai.aliyuncs.com/auth"']
    data["legs"] = {}

    with pytest.raises(DiscoveryError) as caught:
        auth_leg(stack_in(directory, data), ACCESS, around, None, NOW)

    assert "(G22)" in str(caught.value)
    assert str(caught.value.problems[0].where).endswith("Pulumi.dev.yaml:5")
    assert names.asked == []


def test_unknown_host_is_recorded(
    directory: Path, data: dict[str, Any], around: Surroundings, names: DnsServer, registry: Registry
) -> None:
    registry.challenges = ['Bearer realm="https://auth.example.com/token"']
    names.names["auth.example.com"] = ["10.1.2.3"]

    leg = auth_leg(stack_in(directory, data), ACCESS, around, None, NOW)

    assert leg is not None
    assert (leg.host, leg.service) == ("auth.example.com", "")


@pytest.mark.allow_hosts(["127.0.0.9"])
def test_declared_registry_address_is_connected(directory: Path, data: dict[str, Any], around: Surroundings) -> None:
    access = RegistryAccess((REGISTRY_HOST,), IPv4Address("127.0.0.9"))

    with pytest.raises(DiscoveryError, match="look-up failed") as caught:
        auth_leg(stack_in(directory, data), access, replace(around, connect_to={}), None, NOW)

    assert "127.0.0.9:443" in str(caught.value)

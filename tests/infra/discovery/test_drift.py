from __future__ import annotations

from typing import Any

import pytest

from acree_infra.discovery.drift import difference
from acree_infra.discovery.model import Lock
from tests.infra.samples import lock_data

LATER = "2026-11-09T08:00:00Z"


@pytest.fixture
def raw() -> dict[str, Any]:
    return lock_data()


def lines(raw: dict[str, Any]) -> list[str]:
    return list(difference(Lock.model_validate(lock_data()), Lock.model_validate(raw)))


def test_same_lock(raw: dict[str, Any]) -> None:
    assert lines(raw) == []


def test_provenance_that_moves_is_no_change(raw: dict[str, Any]) -> None:
    raw["content"] = "sha256:other"
    raw["legs"]["registry"]["last-seen"] = LATER
    raw["legs"]["auth"]["resolver"] = "10.9.9.9"
    raw["legs"]["auth"]["addresses"][0]["last-seen"] = LATER

    assert lines(raw) == []


def test_new_and_vanished_addresses(raw: dict[str, Any]) -> None:
    addresses = raw["legs"]["auth"]["addresses"]
    addresses[0]["missing-since"] = LATER
    addresses.append({"address": "100.103.7.181", "first-seen": LATER, "last-seen": LATER})

    assert lines(raw) == [
        "legs.auth.addresses[100.103.7.181]: new",
        f'legs.auth.addresses[100.103.9.188].missing-since: new, "{LATER}"',
    ]


def test_changed_lost_and_new_values(raw: dict[str, Any]) -> None:
    raw["inputs"] = "sha256:changed"
    raw["networks"]["vpcs"][1]["owner"] = "42"
    raw["networks"]["vpcs"][1]["vswitches"][0]["free-addresses"] = 3
    raw["networks"]["vpcs"][0]["route-tables"][0]["routes"] = [
        {"destination": "192.168.0.0/16", "hop-type": "VpnGateway", "hop": "vpn-1"}
    ]
    raw["legs"]["oss"]["ranges"].remove("100.118.28.0/24")
    raw["legs"]["oss"]["published"] = None
    raw["legs"]["oss"]["hosts"].append("b.example.com")

    assert lines(raw) == [
        'inputs: was "sha256:inputs", is "sha256:changed"',
        "legs.oss.hosts[b.example.com]: new",
        'legs.oss.published: gone, was "2026-02-05"',
        "legs.oss.ranges[100.118.28.0/24]: gone",
        "networks.vpcs[vpc-bp1demo].route-tables[vtb-bp1main].routes[192.168.0.0/16 vpn-1]: new",
        'networks.vpcs[vpc-uf6demo].owner: was "1234567890123456", is "42"',
        "networks.vpcs[vpc-uf6demo].vswitches[vsw-uf6m].free-addresses: was 250, is 3",
    ]


def test_vanished_structure(raw: dict[str, Any]) -> None:
    del raw["legs"]["auth"]
    raw["networks"]["vpcs"].pop()

    assert lines(raw) == ["legs.auth: gone", "networks.vpcs[vpc-uf6demo]: gone"]

"""The models, walked along the keys of a file."""

from __future__ import annotations

from typing import get_args

import pytest

from acree_infra.topology.client import Client
from acree_infra.topology.fault import Key
from acree_infra.topology.fields import fields_of, is_model, kind_at, plain_lists
from acree_infra.topology.model import Topology
from acree_infra.topology.network import AttachedVpc, Bandwidth, TransitRouter
from acree_infra.topology.options import RouteOverride, RuleLevel
from acree_infra.topology.registry import StaticRegistry


def test_fields_have_the_spelling_of_the_file() -> None:
    assert list(fields_of(Client))[:6] == ["name", "region", "vpc", "cidrs", "vswitches", "route-tables"]


@pytest.mark.parametrize(
    ("key", "model"),
    [
        ((), Topology),
        (("clients", 7), Client),
        (("network", "service-vpc"), AttachedVpc),
        (("network", "transit-routers", "cn-shanghai"), TransitRouter),
        (("network", "transit-routers", "cn-shanghai", "bandwidth"), Bandwidth),
        (("legs", "registry"), StaticRegistry),
        (("rules", "G1"), RuleLevel),
        (("routes", 0), RouteOverride),
    ],
)
def test_models_by_key(key: Key, model: type) -> None:
    assert kind_at(key) is model
    assert is_model(kind_at(key))


def test_values_by_key() -> None:
    assert get_args(kind_at(("clients", 0, "via"))) == ("transit-router", "link", "vpc-peering")
    assert not is_model(kind_at(("clients",)))
    assert not is_model(kind_at(("registry", "name")))


def test_lists_of_single_values_are_found_where_the_models_know_them() -> None:
    data = {
        "clients": [{"cidrs": [], "secrets": ["a"], "vpc": ["a"]}, "text", {"pod-cidrs": ["a"]}],
        "network": {"service-vpc": {"vswitches": ["a"]}, "transit-routers": {"cn-shanghai": {"bandwidth": ["a"]}}},
        "legs": {"registry": {"hosts": ["a"]}, "auth": None},
        "options": ["resolvers"],
        "routes": {"a": ["b"]},
        "unknown": ["a"],
    }
    assert list(plain_lists(data)) == [
        ("clients", 0, "cidrs"),
        ("clients", 2, "pod-cidrs"),
        ("network", "service-vpc", "vswitches"),
        ("legs", "registry", "hosts"),
    ]

"""Pre-shared keys in a stack's configuration: encrypted ones are taken, others refused without being repeated."""

from __future__ import annotations

import json
from textwrap import indent

import jsonschema
import pytest

from acree_infra.topology.pre_shared_keys import faults_of_keys, is_encrypted, named_keys
from acree_infra.topology.schema import stack_schema
from tests.infra.topology.texts import added, load, problems

ENCRYPTED = "{secure: 'v1:abc'}"
CLEAR = "Tok-yo~1"


def stack(*settings: str, source: str = "config:acree:tokyo-1") -> str:
    """A stack with one site, whose two tunnels take their keys from the same place; settings from line 25 on."""
    tunnels = "".join(f"- {{device: 203.0.113.1{n}, pre-shared-key: '{source}'}}\n" for n in (0, 1))
    site = f"""\
acree:sites:
  - name: tokyo
    cidrs: [192.168.0.0/16]
    pod-cidrs: []
    other-cidrs: []
    via:
      - kind: vpn-gateway
        tunnels:
{indent(tunnels, "          ")}"""
    return added(site + "".join(f"{line}\n" for line in settings))


class TestNamed:
    def test_every_tunnel_of_every_way_is_looked_at(self) -> None:
        ways = [{"tunnels": [{"pre-shared-key": f"config:acree:{name}"}]} for name in "ab"]
        assert named_keys([{"via": ways}, {"via": [ways[0]]}]) == {"acree:a", "acree:b"}

    @pytest.mark.parametrize("sites", [None, "x", [], [None], [{"via": 1}], [{"via": [{"pre-shared-key": 5}]}]])
    def test_what_is_wrong_names_none(self, sites: object) -> None:
        assert named_keys(sites) == frozenset()

    def test_generated_ones_are_no_configuration(self) -> None:
        assert named_keys([{"via": [{"tunnels": [{"pre-shared-key": "generated"}]}]}]) == frozenset()


class TestEncrypted:
    @pytest.mark.parametrize(
        ("value", "expected"), [({"secure": "v1:x"}, True), ({"secure": "v1:x", "a": 1}, False), ("v1:x", False)]
    )
    def test_is_pulumis_mapping_only(self, value: object, expected: bool) -> None:
        assert is_encrypted(value) == expected

    def test_others_values_are_not_looked_at(self) -> None:
        config = {"acree:tokyo-1": {"secure": "v1:x"}, "alicloud:region": "cn-hangzhou"}
        assert list(faults_of_keys(config, frozenset({"acree:tokyo-1"}))) == []


class TestInAStackFile:
    @pytest.mark.parametrize("name", ["acree:tokyo-1", "tunnels:tokyo-1"])
    def test_an_encrypted_one_is_taken(self, name: str) -> None:
        text = stack(f"{name}: {ENCRYPTED}", source=f"config:{name}")
        assert problems(text) == []
        (way,) = load(text).topology.sites[0].via
        assert way.model_dump()["tunnels"][0]["pre_shared_key"] == f"config:{name}"

    def test_one_that_is_not_set_yet_is_pulumis_to_ask_for(self) -> None:
        assert problems(stack()) == []

    @pytest.mark.parametrize("name", ["acree:tokyo-1", "tunnels:tokyo-1"])
    def test_one_in_clear_text_is_refused_and_not_repeated(self, name: str) -> None:
        (problem,) = problems(stack(f"{name}: {CLEAR}", source=f"config:{name}"))
        assert problem.startswith(f"25: {name}: expected a secret, since it is a tunnel's pre-shared-key")
        assert f"`pulumi config set --secret {name}`" in problem
        assert CLEAR not in problem

    def test_an_encrypted_one_that_no_tunnel_names_is_none_of_ours(self) -> None:
        (problem,) = problems(stack(f"acree:other-1: {ENCRYPTED}"))
        assert problem.startswith("25: other-1: expected a plain value, found one that Pulumi has encrypted")
        assert "`pre-shared-key: config:…`: remove it" in problem
        assert "v1:abc" not in problem

    def test_sites_may_be_written_as_json(self) -> None:
        tunnel = {"device": "203.0.113.10", "pre-shared-key": "config:acree:tokyo-1"}
        way = {"kind": "vpn-gateway", "tunnels": [tunnel]}
        site = {"name": "tokyo", "cidrs": ["192.168.0.0/16"], "pod-cidrs": [], "other-cidrs": [], "via": [way]}
        assert problems(added(f"acree:sites: '{json.dumps([site])}'\nacree:tokyo-1: {ENCRYPTED}")) == []
        (problem,) = problems(added(f"acree:sites: '{json.dumps([site])}'\nacree:tokyo-1: {CLEAR}"))
        assert CLEAR not in problem


class TestInTheSchema:
    """Editors take an encrypted value in our namespace, and nothing else that is no setting."""

    @pytest.mark.parametrize(
        ("name", "value", "fits"),
        [
            ("acree:tokyo-1", {"secure": "v1:abc"}, True),
            ("acree:tokyo-1", CLEAR, False),
            ("acree:tokyo-1", {"secure": "v1:abc", "more": 1}, False),
            ("acree:tokyo-1", {"secure": 1}, False),
            ("tokyo-1", {"secure": "v1:abc"}, False),
            ("tunnels:tokyo-1", {"secure": "v1:abc"}, True),
            ("alicloud:region", "cn-hangzhou", True),
        ],
    )
    def test_of_configuration(self, name: str, value: object, fits: bool) -> None:
        config = {"type": "object", **_names()}
        assert jsonschema.Draft202012Validator(config).is_valid({name: value}) == fits


def _names() -> dict[str, object]:
    """What the schema says of names under `config`, without what each of our settings holds."""
    whole = stack_schema()["properties"]["config"]
    return {name: whole[name] for name in ("patternProperties", "additionalProperties", "propertyNames")}

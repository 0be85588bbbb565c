"""The JSON Schema: complete, current, and of the loader's opinion."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from acree_infra.topology.fields import fields_of
from acree_infra.topology.loader import load_stack
from acree_infra.topology.model import Topology
from acree_infra.topology.schema import stack_schema, write_schema
from tests.infra.topology.texts import WORKED, load, problems

ROOT = Path(__file__).parents[3]
SCHEMA = stack_schema()
VALIDATOR = Draft202012Validator(SCHEMA)

PROPOSAL = {"encryption": "aes256", "integrity": "sha1", "group": "group5", "lifetime": 3600}
TUNNEL = {
    "device": "203.0.113.10",
    "customer-gateway": "cgw-demo1",
    "pre-shared-key": "config:tunnels:tokyo-1",
    "inside": "169.254.10.0/30",
    "cloud": "198.51.100.7",
}
IPSEC = {
    "connection": "vco-demo1",
    "tunnels": [TUNNEL],
    "selectors": "exact",
    "ike": PROPOSAL,
    "ipsec": PROPOSAL,
    "routes": "bgp",
    "device-asn": 65010,
    "cloud-asn": 65020,
}
LINE = {
    "vbr": "create",
    "physical-connection": "pc-demo1",
    "vlan": 100,
    "inside": "10.255.0.0/30",
    "port": "eth3",
    "routes": "bgp",
    "device-asn": 65010,
    "cloud-asn": 65020,
    "region": "cn-hangzhou",
    "attachment": "tr-attach-line",
}
SITES: list[dict[str, Any]] = [
    {
        "name": "tokyo",
        "cidrs": ["192.168.0.0/16"],
        "pod-cidrs": ["10.250.0.0/16"],
        "other-cidrs": ["198.18.0.0/15"],
        "device-routes": ["100.0.0.0/8"],
        "dns": {"mode": "forward", "forwarders": ["10.0.0.53"]},
        "ports": {"outside": "eth0", "inside": "eth1"},
        "via": [
            {
                "kind": "vpn-gateway",
                "name": "main",
                "rank": 0,
                "gateway": "create",
                "vpc": "vpc-uf6demo",
                "vswitches": ["vsw-uf6m", "vsw-uf6n"],
                "mbps": 200,
                "publish": False,
                **IPSEC,
            },
            {
                **IPSEC,
                "tunnels": [TUNNEL | {"inside": "169.254.11.0/30", "cloud": "198.51.100.8"}],
                "kind": "transit-vpn",
                "rank": 1,
                "region": "cn-shanghai",
                "attachment": "tr-attach-vpn",
                "connection": "vco-demo2",
            },
            {"kind": "express-connect", "rank": 2, **LINE, "inside": "10.255.1.0/30"},
            {
                **LINE,
                "kind": "express-connect-router",
                "rank": 3,
                "router": "ecr-demo1",
                "to": "transit-router",
                "attachment": "tr-attach-ecr",
            },
            {
                "kind": "smart-access-gateway",
                "gateway": "sag-demo1",
                "network": "ccn-demo1",
                "area": "ccn-cn-shanghai",
                "transit-router": "tr-basic1",
                "entries": "create",
                "cen": "cen-demo1",
            },
        ],
    }
]

FULL: dict[str, Any] = {
    "config": {
        "acree:registry": {
            "region": "cn-hangzhou",
            "instance": "cri-demo1234",
            "name": "acr-demo",
            "module": "Chart",
            "bucket": "acr-layers",
            "domains": ["registry.example.com"],
            "link": "vsw-bp1j",
        },
        "acree:network": {
            "cen": "cen-demo1",
            "service-vpc": {
                "id": "vpc-bp1demo",
                "cidrs": ["10.0.0.0/16"],
                "vswitches": ["vsw-bp1j", "vsw-bp1k"],
                "route-tables": ["vtb-bp1main"],
                "attachment": "tr-attach-bp1",
            },
            "transit-routers": {
                "cn-hangzhou": "tr-hz",
                "cn-shanghai": {
                    "id": "tr-sh",
                    "table": "vtb-sh",
                    "bandwidth": {"type": "package", "mbps": 50, "package": "cenbwp-1"},
                    "peer-attachment": "tr-attach-peer",
                },
            },
            "bandwidth": {"mbps": 100},
        },
        "acree:clients": [
            {
                "name": "shanghai",
                "region": "cn-shanghai",
                "vpc": "vpc-uf6demo",
                "cidrs": ["172.16.0.0/16", "172.17.0.0/16"],
                "vswitches": ["vsw-uf6m"],
                "route-tables": ["vtb-uf6main"],
                "pod-cidrs": ["10.244.0.0/16"],
                "other-cidrs": ["198.18.0.0/15"],
                "attachment": "tr-attach-uf6",
                "via": "transit-router",
            },
            {"name": "near", "region": "cn-hangzhou", "vpc": "vpc-near", "via": "link", "link-vswitch": "vsw-near"},
            {"name": "far", "region": "cn-beijing", "vpc": "vpc-far", "via": "vpc-peering", "peering": "pcc-far"},
        ],
        "acree:sites": SITES,
        "acree:dns": {"mode": "private-zone", "zone": "cr.aliyuncs.com"},
        "acree:legs": {
            "registry": {"address": "10.0.0.20", "hosts": ["registry.example.com"]},
            "auth": {
                "host": "auth.example.com",
                "addresses": ["100.103.9.188"],
                "allow-other-region": True,
                "allow-plain-http": False,
            },
            "oss": {"ranges": ["100.118.28.0/24"], "hosts": ["oss.example.com"]},
        },
        "acree:options": {
            "auto-advertise": False,
            "static-without-advertise": True,
            "aggregate": True,
            "vpc-route-synchronisation": False,
            "grace-days": 0,
            "resolvers": ["100.100.2.136"],
            "protected-prefixes": ["172.16.0.0/16"],
            "quotas": {
                "vpc-routes": 400,
                "vpc-tables": 20,
                "transit-router-routes": 300,
                "linked-vpcs": 8,
                "vbr-routes": 48,
                "bgp-routes": 100,
                "vpn-routes": 30,
                "vpn-selectors": 10,
            },
        },
        "acree:rules": {"G45": {"severity": "off", "reason": "no clusters in these VPCs"}},
        "acree:routes": [
            {"region": "cn-shanghai", "destination": "100.118.28.0/24", "omit": True, "reason": "made by hand"},
            {
                "region": "cn-shanghai",
                "destination": "100.118.31.0/24",
                "table": "vtb-uf6main",
                "next-hop": "tr-attach-1",
                "reason": "over the other line",
            },
        ],
        "alicloud:region": "cn-hangzhou",
    },
    "encryptionsalt": "v1:abc",
}


def fits_schema(data: object) -> bool:
    return bool(VALIDATOR.is_valid(data))


def fits_loader(data: object) -> bool:
    return not problems(json.dumps(data))


def places(data: object, key: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Keys of all values in nested data."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for part, value in items:
        yield (*key, part)
        yield from places(value, (*key, part))


PLACES = sorted(places(FULL), key=str)
VALUES: list[Any] = [
    *(None, True, False, 0, 1, -5, 1.5, 100_001, "", "100", "create", "link", "off", "existing", "none", "x y"),
    *(
        "vpc-1",
        "vsw-1",
        "tr-1",
        "tr-attach-1",
        "vtb-1",
        "cen-1",
        "cri-1",
        "cn-beijing",
        "a.example",
        "10.0.0.1",
        "package",
    ),
    *("10.0.0.0/8", "300.0.0.0/8", "10.0.0.0/33", "fd00::/8", "long enough a text", [], {}, ["x"], {"x": 1}, [[]]),
]


class TestSchema:
    def test_is_itself_valid(self) -> None:
        Draft202012Validator.check_schema(SCHEMA)
        assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"

    def test_the_committed_file_is_current(self, tmp_path: Path) -> None:
        write_schema(tmp_path / "schema" / "stack.schema.json")
        current = (tmp_path / "schema" / "stack.schema.json").read_bytes()
        assert (ROOT / "stacks" / "schema" / "stack.schema.json").read_bytes() == current, "run `acree schema`"

    def test_describes_every_key(self) -> None:
        config = SCHEMA["properties"]["config"]
        assert list(config["properties"]) == [f"acree:{name}" for name in fields_of(Topology)]
        nodes = [config, *SCHEMA["$defs"].values()]
        nodes += [choice for node in nodes for choice in node.get("anyOf", []) if "additionalProperties" in choice]
        described = [one for node in nodes if node["description"] for one in node.get("properties", {}).values()]
        assert len(described) > 50
        assert all(one.get("description") for one in described)

    def test_has_a_title_only_where_a_model_begins(self) -> None:
        assert "title" not in json.dumps(SCHEMA["properties"])


class TestExamples:
    def test_full(self) -> None:
        assert problems(json.dumps(FULL)) == []
        VALIDATOR.validate(FULL)

    def test_full_says_everything(self) -> None:
        """Every key of every model is in it, so that mutations reach all of them."""
        written = {part for key in PLACES for part in key if isinstance(part, str)}
        keys = {name for node in SCHEMA["$defs"].values() for name in node.get("properties", {})}
        assert keys <= written

    def test_worked(self) -> None:
        data = {"acree:registry": {"region": "cn-hangzhou", "name": "acr-demo"}}
        data["acree:network"] = {"cen": "create", "service-vpc": "vpc-bp1demo"}
        clients = [{"name": "a", "region": "cn-shanghai", "vpc": "vpc-1"}]
        VALIDATOR.validate({"config": {**data, "acree:clients": clients, "acree:dns": "hosts"}})

    def test_each_stack_of_the_repository_names_the_schema_and_loads(self) -> None:
        for path in (ROOT / "stacks").glob("Pulumi.*.yaml"):
            first = path.read_text(encoding="utf-8").splitlines()[0]
            assert first == "# yaml-language-server: $schema=schema/stack.schema.json"
            assert load_stack(path).name in path.name

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"config": {}},
            {"config": FULL["config"], "sites": []},
            {"config": FULL["config"] | {"acree:places": []}},
            {"config": FULL["config"] | {"acree:clients": [], "acree:sites": []}},
            {"config": FULL["config"] | {"registry": {}}},
            {"config": FULL["config"] | {"acree:registry": {"region": "cn-hangzhou"}}},
            {"config": FULL["config"] | {"acree:registry": {"region": "cn-hangzhou", "name": None}}},
        ],
    )
    def test_refused_by_both(self, data: dict[str, Any]) -> None:
        assert (fits_schema(data), fits_loader(data)) == (False, False)


def says_less(text: str) -> bool:
    """What the schema leaves to the loader: host bits, and keys and items that must fit together."""
    return any(
        words in text
        for words in (
            "has host bits set",
            "is there already",
            "is used only",
            "is the service VPC",
            "expected a region of the registry or of a client",
            "expected `transit-router` for a VPC",
            "at another region's transit router",
            "makes a new CEN",
            "is overridden already",
            "is needed",
            "two are needed",
            "expected the service VPC or",
            "a link ",
            "of the same site",
            "has a tunnel to",
            "an address of one host on the internet",
        )
    )


class TestSameOpinion:
    """A changed value is right or wrong for both."""

    @staticmethod
    def compare(data: dict[str, Any]) -> None:
        wrong = [problem for problem in problems(json.dumps(data)) if not says_less(problem)]
        assert fits_schema(data) == (not wrong), wrong

    @given(st.sampled_from(PLACES), st.sampled_from(VALUES))
    @settings(max_examples=400, deadline=None)
    def test_after_another_value(self, key: tuple[str | int, ...], value: object) -> None:
        data: Any = copy.deepcopy(FULL)
        here = data
        for part in key[:-1]:
            here = here[part]
        here[key[-1]] = value
        self.compare(data)

    @given(st.sampled_from(PLACES))
    @settings(max_examples=150, deadline=None)
    def test_without_a_key(self, key: tuple[str | int, ...]) -> None:
        data: Any = copy.deepcopy(FULL)
        here = data
        for part in key[:-1]:
            here = here[part]
        del here[key[-1]]
        self.compare(data)

    @given(st.sampled_from(PLACES), st.sampled_from(["x", "acree:x", "other:x", "pod_cidrs", "id", "mode"]))
    @settings(max_examples=150, deadline=None)
    def test_with_another_key(self, key: tuple[str | int, ...], name: str) -> None:
        data: Any = copy.deepcopy(FULL)
        here = data
        for part in key:
            here = here[part]
        if isinstance(here, dict):
            here[name] = "x"
        self.compare(data)


def test_the_worked_example_is_written_in_the_schemas_form() -> None:
    assert WORKED.startswith("# yaml-language-server: $schema=schema/stack.schema.json\n")
    assert load(WORKED).topology.dns.mode == "private-zone"

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from acree_infra.reports.json_schemas import json_schema
from tests.infra.cli.conftest import Acree, Write
from tests.infra.cli.test_lint import taken_away, unlinked
from tests.infra.routing.variations import Data


@pytest.mark.usefixtures("stacks")
@pytest.mark.parametrize("source", ["shanghai", "vsw-uf6m", "172.16.0.1"])
@pytest.mark.parametrize(
    ("destination", "address"),
    [
        ("oss", "100.98.170.1"),
        ("auth", "100.103.9.188"),
        ("registry", "10.0.0.20"),
        ("acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com", "10.0.0.20"),
        ("100.118.28.44", "100.118.28.44"),
    ],
)
def test_ends_may_be_called_by_name(acree: Acree, source: str, destination: str, address: str) -> None:
    result = acree("trace", source, destination)
    assert result.code == 0
    assert result.out.startswith(f"172.16.0.1 → {address}: delivered\n")


@pytest.mark.usefixtures("stacks")
def test_another_vswitch_and_the_service_vpc_are_sources_too(acree: Acree) -> None:
    assert acree("trace", "vsw-uf6n", "oss").out.startswith("172.16.1.1 → ")
    assert acree("trace", "service", "oss").code == 0


@pytest.mark.usefixtures("stacks")
def test_a_dropped_packet_ends_with_4(acree: Acree) -> None:
    result = acree("trace", "shanghai", "203.0.113.1")
    assert result.code == 4
    assert "dropped" in result.out
    assert "has no route to 203.0.113.1" in result.out


def test_of_a_leg_the_prefix_that_fails_is_shown(acree: Acree, write: Write) -> None:
    write(taken_away)
    result = acree("trace", "shanghai", "oss", "-f", "json")
    document = json.loads(result.out)
    assert result.code == 4
    assert (document["verdict"], document["destination"]) == ("dropped", "100.118.28.1")
    Draft202012Validator(json_schema("trace")).validate(document)


@pytest.mark.usefixtures("stacks")
def test_all_paths(acree: Acree) -> None:
    result = acree("trace", "--all")
    assert result.code == 0
    assert len(result.out.splitlines()) == 21
    assert result.out.endswith("20 of 20 paths are delivered, there and back\n")


def test_all_paths_with_one_that_fails(acree: Acree, write: Write) -> None:
    write(taken_away)
    assert acree("trace", "--all").code == 4
    document = json.loads(acree("trace", "--all", "-f", "json").out)
    Draft202012Validator(json_schema("trace-all")).validate(document)
    assert document["verdict"] == "dropped"


@pytest.mark.usefixtures("stacks")
@pytest.mark.parametrize("arguments", [(), ("shanghai",), ("shanghai", "oss", "--all"), ("shanghai", "--all")])
def test_two_ends_or_all(acree: Acree, arguments: tuple[str, ...]) -> None:
    result = acree("trace", *arguments)
    assert (result.code, result.out) == (2, "")
    assert "expected a source and a destination, or --all" in result.err


@pytest.mark.usefixtures("stacks")
@pytest.mark.parametrize(
    ("source", "destination", "message"),
    [
        ("shangai", "oss", "'shangai' is no address, no client and no vSwitch of this stack; did you mean 'shanghai'?"),
        ("shanghai", "os", "'os' is no address, no leg and no host of this plan; did you mean 'oss'?"),
    ],
)
def test_unknown_ends_name_the_nearest(acree: Acree, source: str, destination: str, message: str) -> None:
    result = acree("trace", source, destination)
    assert result.code == 2
    assert message in result.err


def test_nothing_is_traced_before_the_link(acree: Acree, write: Write) -> None:
    write(unlinked)
    result = acree("trace", "shanghai", "oss")
    assert result.code == 2
    assert "nothing to trace yet: the service VPC is not linked to the registry yet; run `pulumi up`" in result.err


def test_a_single_address_is_a_prefix_too(acree: Acree, write: Write) -> None:
    def two_addresses(_: Data, lock: Data) -> None:
        first = lock["legs"]["auth"]["addresses"][0]
        lock["legs"]["auth"]["addresses"].append({**first, "address": "100.103.9.200"})

    write(two_addresses)
    assert acree("trace", "shanghai", "auth").out.startswith("172.16.0.1 → 100.103.9.188: delivered")

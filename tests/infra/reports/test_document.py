"""The JSON documents against their published schemas, and against the contract that never changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from ipaddress import IPv4Address
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from acree_infra.reports.document import (
    lint_document,
    paths_document,
    plan_document,
    trace_document,
)
from acree_infra.reports.json_schemas import json_schema
from acree_infra.reports.output import as_json
from acree_infra.routing.network import Network
from acree_infra.routing.trace import paths, trace
from tests.infra.reports.cases import CASES, Case, dev, foreign, refused
from tests.infra.samples import lock_data

REPORTS = ("plan", "lint", "trace", "trace-all")
Document = dict[str, Any]


def documents(case: Case) -> Iterator[tuple[str, Document]]:
    plan, network = case.plan, Network(case.plan)
    yield "plan", plan_document(plan, case.findings)
    yield "lint", lint_document(plan, case.findings, 9, 8)
    yield "trace-all", paths_document(plan, list(paths(plan)))
    for destination in ("10.0.0.20", "100.118.28.44", "100.103.9.188", "203.0.113.1"):
        for source in ("172.16.0.1", "172.20.0.1", "192.0.2.1"):
            yield "trace", trace_document(trace(network, IPv4Address(source), IPv4Address(destination)))


def undescribed(schema: Document, value: object, root: Document, path: str = "") -> Iterator[str]:
    """Keys of a document that its schema does not tell of."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        for item in value:
            yield from undescribed(schema["items"], item, root, f"{path}[]")
    elif isinstance(value, dict):
        options = schema.get("anyOf", [schema])
        described = next(part for part in options if "properties" in part or "$ref" in part)
        if "$ref" in described:
            described = root["$defs"][described["$ref"].rpartition("/")[2]]
        for key, item in value.items():
            if key in described["properties"]:
                yield from undescribed(described["properties"][key], item, root, f"{path}.{key}")
            else:
                yield f"{path}.{key}"


@pytest.mark.parametrize("kind", [*REPORTS, "stack", "lock"])
def test_every_schema_is_one(kind: str) -> None:
    schema = json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]


@pytest.mark.parametrize("name", CASES)
def test_what_is_written_is_what_the_schemas_say(name: str) -> None:
    for kind, document in documents(CASES[name]()):
        schema = json_schema(kind)
        read = json.loads(as_json(document))
        assert [error.message for error in Draft202012Validator(schema).iter_errors(read)] == []
        assert list(undescribed(schema, read, schema)) == []


@pytest.mark.parametrize("kind", REPORTS)
def test_schemas_let_fields_be_added(kind: str) -> None:
    document = next(document for found, document in documents(dev()) if found == kind)
    Draft202012Validator(json_schema(kind)).validate({**document, "later": 1})


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("plan", {"schema_version": 2}),
        ("plan", {"digest": "md5:0"}),
        ("plan", {"routes": [{"destination": "10.0.0.0/8"}]}),
        ("lint", {"findings": [{"rule": "9"}]}),
        ("trace", {"verdict": "lost"}),
        ("trace-all", {"paths": [{}]}),
    ],
)
def test_schemas_refuse_what_breaks_the_contract(kind: str, change: Document) -> None:
    document = next(document for found, document in documents(dev()) if found == kind)
    assert not Draft202012Validator(json_schema(kind)).is_valid({**document, **change})


def test_the_contract_of_a_plan() -> None:
    document = plan_document(refused().plan, refused().findings)
    assert document["schema_version"] == 1
    assert document["stack"] == "dev"
    assert document["digest"] == refused().plan.digest
    route = next(r for r in document["routes"] if r["destination"] == "100.118.28.0/24")
    assert route["table"].items() >= {"kind": "vpc", "region": "cn-shanghai", "owner": "vpc-uf6demo"}.items() or (
        route["table"]["kind"] == "transit-router"
    )
    assert set(route) >= {"table", "destination", "hop", "legs", "origin", "reason"}
    assert set(route["hop"]) >= {"kind", "name"}
    finding = document["findings"][0]
    assert (finding["rule"], finding["name"], finding["severity"]) == ("G9", "service-overlap", "refuse")
    assert set(finding) >= {"rule", "name", "severity", "message", "where"}


def test_the_contract_of_a_trace() -> None:
    delivered = trace_document(trace(Network(dev().plan), IPv4Address("172.16.0.1"), IPv4Address("100.118.28.44")))
    assert delivered["verdict"] == "delivered"
    assert [step["hop"]["kind"] for step in delivered["forward"]] == [
        "attachment",
        "peer-attachment",
        "attachment",
        "cloud-service",
    ]
    assert [step["table"]["owner"] for step in delivered["return"]] == [
        "vpc-bp1demo",
        "acree-dev-cn-hangzhou",
        "acree-dev-cn-shanghai",
        "vpc-uf6demo",
    ]
    assert (delivered["reason"], delivered["lacking"]) == ("", None)


def test_a_dropped_trace_names_the_table() -> None:
    dropped = trace_document(trace(Network(dev().plan), IPv4Address("172.16.0.1"), IPv4Address("203.0.113.1")))
    assert dropped["verdict"] == "dropped"
    assert dropped["lacking"]["id"] == "vtb-uf6main"
    assert dropped["return"] == []
    assert "has no route to 203.0.113.1" in dropped["reason"]


def test_all_paths_are_dropped_when_one_is() -> None:
    plan = foreign().plan
    document = paths_document(plan, list(paths(plan)))
    assert document["verdict"] == "dropped"
    assert {path["verdict"] for path in document["paths"]} == {"delivered", "dropped"}
    assert paths_document(dev().plan, list(paths(dev().plan)))["verdict"] == "delivered"


def test_the_lock_schema_takes_a_lock_and_refuses_another_file() -> None:
    validator = Draft202012Validator(json_schema("lock"))
    validator.validate(lock_data())
    assert not validator.is_valid({"stack": "dev"})


def test_the_document_holds_the_same_routes_as_the_plan() -> None:
    plan = dev().plan
    shown = [(r["table"]["id"], r["destination"], r["origin"]) for r in plan_document(plan, [])["routes"]]
    assert shown == [(r.table.id, str(r.destination), str(r.origin)) for r in plan.routes]

"""The resources of the operator, Argo CD and Flux are what their definitions allow, and name each other."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from acree_infra.program.reviewed import VARIABLE, digest_of
from scripts.workplace import ROOT
from tests.e2e.pipelines.files import PIPELINES

FOLDER = PIPELINES / "kubernetes"
SCHEMAS = {
    schema["properties"]["kind"]["const"]: schema
    for schema in (json.loads(path.read_text()) for path in sorted((FOLDER / "schema").glob("*.json")))
}
PLAIN = {"ServiceAccount", "ClusterRoleBinding"}
"""Kinds of Kubernetes itself, checked by hand below."""


def resources() -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(FOLDER.rglob("*.yaml")):
        for document in YAML(typ="safe").load_all(path.read_text(encoding="utf-8")):
            yield path.relative_to(FOLDER), document


RESOURCES = list(resources())
CUSTOM = [(path, resource) for path, resource in RESOURCES if resource["kind"] not in PLAIN]
STACKS = [(path, resource) for path, resource in CUSTOM if resource["kind"] == "Stack"]


def problems(resource: dict[str, Any]) -> list[str]:
    found = Draft202012Validator(SCHEMAS[resource["kind"]]).iter_errors(resource)
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


def names(rows: list[tuple[Path, dict[str, Any]]]) -> list[str]:
    return [f"{path}-{resource['kind']}" for path, resource in rows]


def test_each_kind_is_there() -> None:
    assert {resource["kind"] for _, resource in CUSTOM} == set(SCHEMAS)
    assert set(SCHEMAS) == {"Stack", "ApplicationSet", "GitRepository", "Kustomization"}
    assert len(STACKS) == 2


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_schemas_are_schemas_and_name_their_source(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert "published CRD" in schema["description"]
    assert "github.com/" in schema["description"]


@pytest.mark.parametrize(("path", "resource"), CUSTOM, ids=names(CUSTOM))
def test_resources_fit_their_definitions(path: Path, resource: dict[str, Any]) -> None:
    assert problems(resource) == []


def renamed(resource: dict[str, Any]) -> None:
    resource["spec"]["intervall"] = resource["spec"].pop("interval", "1h")


def no_spec(resource: dict[str, Any]) -> None:
    del resource["spec"]


def other_version(resource: dict[str, Any]) -> None:
    resource["apiVersion"] = resource["apiVersion"].partition("/")[0] + "/v9"


def text_for_a_list(resource: dict[str, Any]) -> None:
    key = next(iter(resource["spec"]))
    resource["spec"][key] = 7


@pytest.mark.parametrize("spoil", [renamed, no_spec, other_version, text_for_a_list])
@pytest.mark.parametrize(("path", "resource"), CUSTOM, ids=names(CUSTOM))
def test_what_is_wrong_is_found(path: Path, resource: dict[str, Any], spoil: Callable[[dict[str, Any]], None]) -> None:
    wrong = copy.deepcopy(resource)
    spoil(wrong)
    assert problems(wrong) != []


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("resyncFrequencySeconds",), "3600"),
        (("workspaceReclaimPolicy",), "Forget"),
        (("refresh",), "yes"),
        (("envRefs", "ACREE_PLAN_SHA256"), {"literal": {"value": "x"}}),
    ],
)
def test_wrong_values_of_a_stack_are_found(where: tuple[str, ...], value: object) -> None:
    wrong = copy.deepcopy(STACKS[0][1])
    spot = wrong["spec"]
    for key in where[:-1]:
        spot = spot[key]
    spot[where[-1]] = value
    assert len(problems(wrong)) == 1


@pytest.mark.parametrize(("path", "stack"), STACKS, ids=names(STACKS))
class TestStacks:
    """What no schema tells: the parts of one stack belong together."""

    def test_the_gate_is_the_programs_own(self, path: Path, stack: dict[str, Any]) -> None:
        literal = stack["spec"]["envRefs"][VARIABLE]["literal"]["value"]
        assert digest_of(literal) == literal

    def test_the_folder_is_the_stack_that_exists(self, path: Path, stack: dict[str, Any]) -> None:
        assert path.parent.name == stack["spec"]["stack"]
        assert (ROOT / "stacks" / f"Pulumi.{stack['spec']['stack']}.yaml").exists()

    def test_a_deleted_manifest_destroys_nothing(self, path: Path, stack: dict[str, Any]) -> None:
        assert stack["spec"]["destroyOnFinalize"] is False

    def test_its_account_may_ask_who_calls(self, path: Path, stack: dict[str, Any]) -> None:
        beside = {resource["kind"]: resource for where, resource in RESOURCES if where == path}
        account = stack["spec"]["serviceAccountName"]
        assert beside["ServiceAccount"]["metadata"]["name"] == account
        assert beside["ClusterRoleBinding"]["roleRef"]["name"] == "system:auth-delegator"
        assert beside["ClusterRoleBinding"]["subjects"] == [
            {"kind": "ServiceAccount", "name": account, "namespace": stack["metadata"]["namespace"]}
        ]

    def test_no_secret_is_written_down(self, path: Path, stack: dict[str, Any]) -> None:
        literals = {name for name, source in stack["spec"]["envRefs"].items() if source["type"] == "Literal"}
        assert literals == {VARIABLE}


def test_flux_stacks_and_fleet_share_one_source() -> None:
    named = {(path.parts[0], resource["kind"]): resource for path, resource in CUSTOM}
    source = named["flux", "GitRepository"]["metadata"]["name"]
    assert named["flux", "Kustomization"]["spec"]["sourceRef"] == {"kind": "GitRepository", "name": source}
    assert named["flux", "Stack"]["spec"]["fluxSource"]["sourceRef"]["name"] == source
    assert named["flux", "Stack"]["spec"]["fluxSource"]["sourceRef"]["apiVersion"] == "source.toolkit.fluxcd.io/v1"

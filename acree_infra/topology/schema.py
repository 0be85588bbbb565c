"""The JSON Schema of a stack file, for editors and for tools in other languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from acree_infra.topology.described import DescribedSchema
from acree_infra.topology.fault import NAMESPACE
from acree_infra.topology.model import Topology
from acree_infra.topology.settings import PULUMI_KEYS


class _Untitled(DescribedSchema):
    """Without a title for each field: editors would show it instead of the description."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002  # the signature is pydantic's
        return False


_PULLING = ("clients", "sites")
"""Lists of which one must not be empty."""


def _some(name: str) -> dict[str, Any]:
    return {"required": [name], "properties": {name: {"minItems": 1}}}


def _secret() -> dict[str, Any]:
    """What else may stand in our namespace: the encrypted key of a tunnel, which a way names."""
    return {
        "description": "The pre-shared key of a tunnel, set by `pulumi config set --secret`.",
        "type": "object",
        "properties": {"secure": {"type": "string"}},
        "required": ["secure"],
        "additionalProperties": False,
    }


def stack_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a whole stack file: Pulumi's keys, and ours under `config`.

    It says nothing of what keys must say together (`checks`), of host bits, or of values written as JSON text.
    """
    ours = Topology.model_json_schema(by_alias=True, schema_generator=_Untitled, mode="validation")
    keys = {f"{NAMESPACE}{name}": schema for name, schema in ours["properties"].items()}
    config = {
        "type": "object",
        "description": ours["description"],
        "properties": keys,
        "required": [f"{NAMESPACE}{name}" for name in ours["required"]],
        "anyOf": [_some(f"{NAMESPACE}{name}") for name in _PULLING],
        "patternProperties": {f"^(?!{NAMESPACE}).*:": True},
        "additionalProperties": _secret(),
        "propertyNames": {"pattern": ":"},
    }
    pulumi = {name: {"description": text} for name, text in PULUMI_KEYS.items() if name != "config"}
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": "Stack file of acree",
        "description": "Pulumi.<stack>.yaml: who must reach which registry, over which network.",
        "type": "object",
        "properties": {"config": config, **pulumi},
        "required": ["config"],
        "additionalProperties": False,
        "$defs": ours["$defs"],
    }


def write_schema(path: Path) -> None:
    """Write the schema; the same models always give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(stack_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

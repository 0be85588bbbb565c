"""JSON Schemas (draft 2020-12) of the files and of the JSON reports, for editors and for other programs.

Those of the two files come from their models. Those of the reports are contracts, so they are written by hand and
kept in `schemas/`: fields may be added to them, never taken away or changed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from acree_infra.discovery.model import Lock
from acree_infra.topology.described import DescribedSchema
from acree_infra.topology.schema import stack_schema

_FOLDER = Path(__file__).parent / "schemas"


def json_schema(kind: str) -> dict[str, Any]:
    """The schema of one kind: `stack`, `lock`, or a report: `plan`, `lint`, `trace`, `trace-all`, `diff`."""
    if kind == "stack":
        return stack_schema()
    if kind == "lock":
        return {
            "$schema": GenerateJsonSchema.schema_dialect,
            "title": "Lock file of acree",
            **Lock.model_json_schema(by_alias=True, schema_generator=DescribedSchema, mode="validation"),
        }
    found: dict[str, Any] = json.loads((_FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return found

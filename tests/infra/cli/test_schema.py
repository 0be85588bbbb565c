from __future__ import annotations

import json
from pathlib import Path

import pytest

from acree_infra.cli.schema import KINDS, schema_of
from acree_infra.reports.json_schemas import json_schema
from tests.infra.cli.conftest import Acree

SHIPPED = Path(__file__).parents[3] / "stacks" / "schema" / "stack.schema.json"


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_printed(acree: Acree, kind: str) -> None:
    result = acree("schema", "--kind", kind)
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out) == schema_of(kind)


def test_the_stack_file_is_meant_without_a_kind(acree: Acree) -> None:
    assert acree("schema").out == SHIPPED.read_text(encoding="utf-8")


def test_every_kind_is_another_one() -> None:
    assert len({schema_of(kind)["title"] for kind in KINDS}) == len(KINDS)


def test_a_schema_goes_to_a_file(acree: Acree, tmp_path: Path) -> None:
    acree("schema", "-k", "plan", "-o", "plan.schema.json")
    assert json.loads((tmp_path / "plan.schema.json").read_text(encoding="utf-8")) == json_schema("plan")

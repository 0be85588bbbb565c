from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from acree_infra.reports.json_schemas import json_schema
from tests.infra.cli.conftest import Acree, Write
from tests.infra.routing.variations import Data


def unlinked(stack: Data, lock: Data) -> None:
    stack["registry"]["link"] = "vsw-bp1j"
    lock["legs"]["registry"]["linked-vpcs"] = []
    lock["legs"]["auth"] = None


def taken_away(_: Data, lock: Data) -> None:
    lock["networks"]["vpcs"][1]["route-tables"][0]["routes"] = [
        {"destination": "100.118.28.0/25", "hop": "ngw-1", "hop-type": "NatGateway"}
    ]


@pytest.mark.usefixtures("stacks")
def test_the_worked_example_is_let_through(acree: Acree) -> None:
    result = acree("lint")
    assert result.code == 0
    assert result.out.startswith("dev: 20 of 20 paths are delivered, there and back\n")
    assert result.out.endswith(": nothing stands in the way\n")


def test_a_path_that_fails_is_refused(acree: Acree, write: Write) -> None:
    write(taken_away)
    result = acree("lint")
    assert result.code == 5
    assert result.out.startswith("dev: ")
    assert "refuse G25 way-back" in result.out
    assert result.out.endswith(": refused\n")


def test_json_tells_the_same(acree: Acree, write: Write) -> None:
    write(taken_away)
    result = acree("lint", "-f", "json")
    document = json.loads(result.out)
    assert result.code == 5
    Draft202012Validator(json_schema("lint")).validate(document)
    assert document["findings"][0]["rule"] == "G25"
    assert document["paths"]["traced"] - document["paths"]["delivered"] == 4


def test_a_plan_that_waits_has_no_paths_yet(acree: Acree, write: Write) -> None:
    write(unlinked)
    result = acree("lint")
    assert result.code == 0
    assert result.out.startswith("dev: the service VPC is not linked to the registry yet\n")
    assert json.loads(acree("lint", "-f", "json").out)["paths"] == {"traced": 0, "delivered": 0}


@pytest.mark.usefixtures("stacks")
def test_a_report_goes_to_a_file(acree: Acree, tmp_path: Path) -> None:
    assert acree("lint", "-f", "json", "-o", "lint.json").out == ""
    assert json.loads((tmp_path / "lint.json").read_text(encoding="utf-8"))["stack"] == "dev"

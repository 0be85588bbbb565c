"""What two how-tos show to writers of other programs: run, or compared with what they name."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pulumi_policy import EnforcementLevel
from ruamel.yaml import YAML

from acree_infra.policy.pack import POLICIES
from acree_infra.policy.plain import ALONE, PLAIN
from tests.docs.test_reference import ROOT
from tests.infra.program.cloud import run

HOW_TO = ROOT / "docs" / "how-to"
PACK = (HOW_TO / "policy-pack.md").read_text(encoding="utf-8")
COMPONENTS = (HOW_TO / "use-the-components.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_python_program_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    (source,) = blocks(COMPONENTS, "python")
    monkeypatch.chdir(ROOT)
    made = run(lambda: exec(compile(source, "how-to", "exec"), {}), preview=False)  # noqa: S102  # our own document
    assert "PrivateRegistryAccess images" in made.labels
    assert made.outputs["digest"].startswith("sha256:")
    assert sorted(made.outputs["prefixes"]) == ["auth", "oss", "registry"]


def test_the_yaml_program_fits_the_component() -> None:
    (source,) = blocks(COMPONENTS, "yaml")
    access: dict[str, Any] = YAML(typ="safe").load(source)["resources"]["access"]
    assert access["type"] == "acree:index:PrivateRegistryAccess"
    assert (ROOT / access["properties"]["stackFile"]).is_file()


def test_configurations_name_policies_and_files() -> None:
    names = {policy.name for policy in POLICIES}
    whole, level = (json.loads(block) for block in blocks(PACK, "json"))
    assert {*whole, *level} <= names
    assert all((ROOT / policy["stack"]).is_file() for policy in whole.values())
    assert EnforcementLevel(level["acree-stack"]["enforcementLevel"]) is EnforcementLevel.ADVISORY


def test_the_table_of_rules_is_the_code_s() -> None:
    rows = dict(re.findall(r"^\| `(acree-[a-z]+)` \| ([^|]*) \|", PACK, re.MULTILINE))
    assert list(rows) == [policy.name for policy in POLICIES]
    named = {name: set(re.findall(r"G\d+", text)) for name, text in rows.items()}
    assert named["acree-route"] == set(ALONE)
    assert named["acree-route"] | named["acree-stack"] | named["acree-advice"] == set(PLAIN)


@pytest.mark.parametrize("program", ["acree-policy", "pulumi-resource-acree"])
def test_programs_are_entry_points(program: str) -> None:
    assert f"\n{program} = " in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert program in PACK + COMPONENTS


@pytest.mark.parametrize("folder", ["acree_infra/policy/folder", "acree_infra/package/folder"])
def test_folders_exist(folder: str) -> None:
    text = PACK if "policy" in folder else COMPONENTS
    assert f"`{folder}`" in text
    found = {path.name for path in Path(ROOT / folder).iterdir()}
    assert "__main__.py" in found
    assert found & {"PulumiPolicy.yaml", "PulumiPlugin.yaml"}

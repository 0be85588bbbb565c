"""acree's component in a program of somebody else, on the real engine: imported, and served as to any language."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from scripts.workplace import ROOT, Done, Workplace
from tests.e2e.account import counted, kinds, state_of
from tests.e2e.literal import replace_project
from tests.e2e.telling import Telling, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]
STACK_FILE = str(ROOT / "stacks" / "Pulumi.dev.yaml")
MADE = 43
"""What acree's own program makes of the worked example, 42 with the stack, and the component."""


@dataclass
class Used:
    """What was seen, step by step."""

    previews: dict[str, Done] = field(default_factory=dict)
    wrong: dict[str, Done] = field(default_factory=dict)
    state: list[dict[str, Any]] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)
    digest: str = ""
    again: dict[str, int] = field(default_factory=dict)
    left: bool = True


@story("dev")
def used(place: Workplace) -> Used:
    """Preview both ways, create by the served component, and look whether the imported one would change anything."""
    seen, before = Used(), kinds(place.resources())
    seen.digest = json.loads(place.acree("plan", "--stack", "dev", "--format", "json").output)["digest"]
    replace_project(place, "package")
    place.select("somebody")
    for by in ("import", "plugin"):
        place.overrides |= {"BY": by, "STACK_FILE": STACK_FILE}
        seen.previews[by] = place.pulumi("preview", expect=None)
        place.overrides["STACK_FILE"] = "nowhere/Pulumi.dev.yaml"
        seen.wrong[by] = place.pulumi("preview", expect=None)
    place.overrides["STACK_FILE"] = STACK_FILE
    place.pulumi("up", "--yes", "--skip-preview")
    seen.state = state_of(place)
    seen.outputs = json.loads(place.pulumi("stack", "output", "--json").output)
    seen.again = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
    place.pulumi("destroy", "--yes", "--skip-preview")
    seen.left = kinds(place.resources()) != before
    return seen


@pytest.fixture(scope="module")
def seen(telling: Telling) -> Used:
    return telling.of(used)


@pytest.mark.parametrize("by", ["import", "plugin"])
class TestBothWays:
    def test_all_of_a_stack_is_made_beneath_it(self, seen: Used, by: str) -> None:
        done = seen.previews[by]
        assert done.code == 0, done.output
        assert counted(done.output) == {"to create": MADE}

    def test_rules_speak_as_in_a_program_of_acree(self, seen: Used, by: str) -> None:
        assert "G12 service-routes-in-vpc (warn), " in seen.previews[by].output

    def test_a_wrong_file_is_a_sentence(self, seen: Used, by: str) -> None:
        done = seen.wrong[by]
        assert done.code != 0
        assert "nowhere/Pulumi.dev.yaml" in done.output
        assert "expected a stack file, found no file" in done.output


def test_every_resource_lies_beneath_the_component(seen: Used) -> None:
    beneath = [one for one in seen.state if "acree:index:PrivateRegistryAccess$" in one["urn"]]
    assert len(beneath) == MADE - 2


def test_outputs_are_those_of_the_plan(seen: Used) -> None:
    assert seen.outputs["digest"] == seen.digest
    assert sorted(seen.outputs["routers"]) == ["cn-hangzhou", "cn-shanghai"]


def test_nothing_is_left_to_do_and_nothing_behind(seen: Used) -> None:
    assert set(seen.again) == {"unchanged"}
    assert not seen.left

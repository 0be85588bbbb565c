"""acree's component in another language: the Pulumi YAML program of the how-to, on the real engine."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from scripts.workplace import LINKED, ROOT, Done, Workplace
from tests.e2e.account import counted, kinds, plan_of, state_of
from tests.e2e.telling import Telling, replaced, story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]
PAGE = ROOT / "docs" / "how-to" / "use-the-components.md"
COMPONENT = "acree:index:PrivateRegistryAccess"
MADE = 43
"""What acree's own program makes of the worked example, 42 with the stack, and the component."""


@dataclass
class Written:
    """What was seen, step by step."""

    misspelt: Done = field(default_factory=lambda: Done(-1, ""))
    nowhere: Done = field(default_factory=lambda: Done(-1, ""))
    made: dict[str, int] = field(default_factory=dict)
    state: list[dict[str, Any]] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)
    digest: str = ""
    again: dict[str, int] = field(default_factory=dict)
    left: bool = True


@story("dev")
def written(place: Workplace) -> Written:
    """Create what the page's program describes, look again, destroy; before that, with mistakes."""
    seen, before = Written(), kinds(place.resources())
    seen.digest = plan_of(place, "dev")["digest"]
    for name in LINKED:
        (place.project / name).unlink()
    (source,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    program = place.project / "Pulumi.yaml"
    program.write_text(replaced(source, "stackFile:", "stackFle:"), encoding="utf-8")
    place.select("somebody")
    seen.misspelt = place.pulumi("preview", expect=None)
    program.write_text(replaced(source, "stacks/Pulumi.dev.yaml", "nowhere/Pulumi.dev.yaml"), encoding="utf-8")
    seen.nowhere = place.pulumi("preview", expect=None)
    program.write_text(source, encoding="utf-8")
    seen.made = counted(place.pulumi("up", "--yes", "--skip-preview").output)
    seen.state = state_of(place)
    seen.outputs = json.loads(place.pulumi("stack", "output", "--json").output)
    seen.again = counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output)
    place.pulumi("destroy", "--yes", "--skip-preview")
    seen.left = kinds(place.resources()) != before
    return seen


@pytest.fixture(scope="module")
def seen(telling: Telling) -> Written:
    return telling.of(written)


def test_a_misspelt_input_is_told_by_the_language_itself(seen: Written) -> None:
    """It asks the component for its schema."""
    assert seen.misspelt.code != 0
    assert "stackFle" in seen.misspelt.output
    assert "stackFile" in seen.misspelt.output


def test_a_wrong_file_is_a_sentence(seen: Written) -> None:
    assert seen.nowhere.code != 0
    assert "expected a stack file, found no file" in seen.nowhere.output


def test_all_of_a_stack_is_made_beneath_it(seen: Written) -> None:
    assert seen.made == {"created": MADE}
    beneath = [one for one in seen.state if f"{COMPONENT}$" in one["urn"]]
    assert len(beneath) == MADE - 2


def test_outputs_are_those_of_the_plan(seen: Written) -> None:
    assert seen.outputs["digest"] == seen.digest
    assert sorted(seen.outputs["routers"]) == ["cn-hangzhou", "cn-shanghai"]


def test_nothing_is_left_to_do_and_nothing_behind(seen: Written) -> None:
    assert set(seen.again) == {"unchanged"}
    assert not seen.left

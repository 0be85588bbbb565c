"""Literal Pulumi programs, which name each resource of the provider once, on the real engine against the sandbox."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.workplace import Workplace
from tests.e2e.account import counted, kinds

PROGRAMS = Path(__file__).parent / "programs"
PROJECT = "name: literal\nruntime: python\nmain: program\n"


@dataclass
class Lived:
    """What was seen from the first update to the end.

    Attributes:
        changed: what the second update did, with another name.
        again: what previews after each update would do.
        imported: ids of what was taken out of the state and imported, with what a preview said then.
        resources: what the sandbox held after the first update.
        outputs: the stack's outputs after the first update.
        kinds: how many of each kind there were before and after all.
    """

    changed: dict[str, int] = field(default_factory=dict)
    again: list[dict[str, int]] = field(default_factory=list)
    resources: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)


def live(place: Workplace, program: str) -> Lived:
    """Create, refresh, change, refresh and delete what a program names.

    Args:
        place: a workplace whose sandbox has the world.
        program: name of the file below `programs`, without its ending.
    """
    replace_project(place, program)
    seen = Lived()
    seen.kinds["before"] = kinds(place.resources())
    place.select("literal")
    place.pulumi("up", "--yes", "--skip-preview")
    seen.resources = place.resources()
    seen.outputs = json.loads(place.pulumi("stack", "output", "--json").output)
    seen.again.append(counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output))
    place.overrides["PROGRAM_NAME"] = "second"
    seen.changed = counted(place.pulumi("up", "--yes", "--skip-preview").output)
    seen.again.append(counted(place.pulumi("preview", "--refresh", "--expect-no-changes").output))
    place.pulumi("destroy", "--yes", "--skip-preview")
    seen.kinds["after"] = kinds(place.resources())
    return seen


def replace_project(place: Workplace, program: str) -> None:
    """Put the program where the project was: the commands of a workplace run there."""
    shutil.rmtree(place.project)
    (place.project / "program").mkdir(parents=True)
    (place.project / "Pulumi.yaml").write_text(PROJECT, encoding="utf-8")
    shutil.copy(PROGRAMS / f"{program}.py", place.project / "program" / "__main__.py")

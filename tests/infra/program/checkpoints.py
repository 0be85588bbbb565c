"""What the engine exports of a stack, made from a run on the recording monitor."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from acree_infra.program.checkpoint import Checkpoint, parse_checkpoint
from acree_infra.program.outputs import plan_outputs
from acree_infra.routing.plan_model import Plan
from tests.infra.program.cloud import COMPUTED, Account, Recording, Registered
from tests.infra.program.programs import build

Data = dict[str, Any]
Edit = Callable[[list[Data]], object]
HEAD = "urn:pulumi:dev::acree::"
ENGINE = """#!/bin/sh
if [ "$1" = version ]; then echo v3.300.0; exit 0; fi
echo "$@" > asked
{script}
"""
WRITTEN = "2026-11-24T08:00:00Z"


def deployed(plan: Plan, *edits: Edit, zones: bool = True) -> Checkpoint:
    """The checkpoint after an update of a plan, its resources edited afterwards."""
    return parse_checkpoint(plan.stack, exported(plan, *edits, zones=zones))


def exported(plan: Plan, *edits: Edit, zones: bool = True, pending: int = 0) -> str:
    """What `pulumi stack export` writes after an update of a plan."""
    routers: dict[str, list[tuple[str, str]]] = {}
    for router in plan.transit_routers:
        routers.setdefault(router.region, []).append((router.id or "tr-other", "Enterprise"))
    recording = build(plan, account=Account(routers=routers), zones=zones)
    stack = {"urn": f"{HEAD}pulumi:pulumi:Stack::acree-dev", "type": "pulumi:pulumi:Stack"}
    rows: list[Data] = [{**stack, "outputs": plan_outputs(plan) | recording.outputs}]
    rows += [_row(one, recording) for one in recording.resources]
    for edit in edits:
        edit(rows)
    deployment = {"manifest": {"time": WRITTEN}, "resources": rows, "pending_operations": [{}] * pending}
    return json.dumps({"version": 3, "deployment": deployment})


def _row(one: Registered, recording: Recording) -> Data:
    parent = one.parent.rpartition(" ")[2]
    row: Data = {"urn": f"{HEAD}{one.type}::{one.name}", "type": one.type, "parent": f"{HEAD}parent::{parent}"}
    if one.type in COMPUTED:
        computed = COMPUTED[one.type](one.name)
        row |= {"inputs": dict(one.inputs), "outputs": {**one.inputs, **computed, "id": f"{one.name}-id"}}
    else:
        row["outputs"] = recording.components.get(one.label, {})
    if one.region:
        row["provider"] = f"{HEAD}pulumi:providers:alicloud::{one.region}::1234"
    return row


def without(kind: str, *words: str) -> Edit:
    """Takes the resources of a kind out whose names have all of the words."""

    def edit(rows: list[Data]) -> None:
        kept = [row for row in rows if not _is(row, kind, words)]
        assert len(kept) < len(rows)
        rows[:] = kept

    return edit


def changed(kind: str, word: str, **outputs: object) -> Edit:
    """Gives the resources of a kind other outputs."""

    def edit(rows: list[Data]) -> None:
        found = [row for row in rows if _is(row, kind, (word,))]
        assert found
        for row in found:
            row["outputs"] = {**row["outputs"], **outputs}

    return edit


def forgetful(rows: list[Data]) -> None:
    """Takes away what an older acree did not keep."""
    for row in rows:
        row.get("outputs", {}).pop("vpc", None)


def _is(row: Data, kind: str, words: tuple[str, ...]) -> bool:
    return row["type"].endswith(f":{kind}") and all(word in row["urn"].rpartition("::")[2] for word in words)


def engine(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine on the PATH that does nothing but a script."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "pulumi").write_text(ENGINE.format(script=script), encoding="utf-8")
    (tools / "pulumi").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")

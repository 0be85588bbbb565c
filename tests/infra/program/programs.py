"""Runs the components of a plan on the recording monitor, without stack and lock files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi
from pulumi.output import Unknown

from acree_infra.program.build import realise
from acree_infra.program.providers import Providers, regions
from acree_infra.routing.plan_model import Plan
from tests.infra.program.cloud import Account, Recording, run
from tests.infra.routing.variations import Data, plan_of

GOLDEN = Path(__file__).parents[2] / "golden" / "program"


def build(
    plan: Plan,
    *,
    preview: bool = False,
    account: Account | None = None,
    zones: bool = True,
    recording: Recording | None = None,
    config: Mapping[str, str] | None = None,
) -> Recording:
    """What the components of a plan ask the engine for."""

    async def main() -> dict[str, Any]:
        return await realise(plan, Providers(regions(plan)), with_zones=zones)

    return run(
        lambda: pulumi.run(main),
        preview=preview,
        stack=plan.stack,
        account=account,
        recording=recording,
        config=config,
    )


def both(stack: Data, lock: Data, account: Account | None = None) -> Recording:
    """A preview and an update of plain data: both must ask for the same; returns the update."""
    plan = plan_of(stack, lock)
    preview, update = build(plan, preview=True, account=account), build(plan, account=account)
    assert preview.labels == update.labels
    for seen, made in zip(preview.resources, update.resources, strict=True):
        assert (seen.parent, seen.region) == (made.parent, made.region)
        assert seen.waits_for <= made.waits_for  # an answer that is not known yet has no past either
        assert agrees(dict(seen.inputs), dict(made.inputs)), seen.label
    assert_own_region(update)
    return update


def agrees(seen: object, made: object) -> bool:
    """Whether what a preview knows of a value is what the update then has; what it does not know fits anything."""
    if isinstance(seen, Unknown):
        return True
    if isinstance(seen, dict) and isinstance(made, dict):
        return all(isinstance(value, Unknown) or agrees(value, made.get(key)) for key, value in seen.items())
    if isinstance(seen, list) and isinstance(made, list):
        return len(seen) == len(made) and all(agrees(*pair) for pair in zip(seen, made, strict=True))
    return seen == made


def assert_own_region(recording: Recording) -> None:
    """Every cloud resource and every look-up has an explicit provider of the region where the thing is."""
    for resource in recording.cloud:
        assert resource.region, f"{resource.label} has no provider"
        for named in ("cn-hangzhou", "cn-shanghai", "cn-beijing"):
            if resource.type.endswith(":TransitRouter") and resource.name == named:
                assert resource.region == named
    assert all(region for _, region, _ in recording.lookups)


def inventory(recording: Recording) -> str:
    """Everything a run asked for, as JSON a person can read."""
    rows = [
        {
            "type": resource.type,
            "name": resource.name,
            "parent": resource.parent,
            **({"region": resource.region} if resource.region else {}),
            **({"waits for": sorted(resource.waits_for)} if resource.waits_for else {}),
            **({"delete before replace": True} if resource.delete_before_replace else {}),
            **({"afterwards": resource.hooks} if resource.hooks else {}),
            **({"inputs": resource.inputs} if resource.inputs else {}),
        }
        for resource in recording.resources
    ]
    return json.dumps({"resources": rows, "outputs": recording.outputs}, indent=1, sort_keys=True) + "\n"

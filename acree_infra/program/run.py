"""The whole program: stack file and lock file, plan, rules, live guard, components, outputs."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pulumi

from acree_infra.discovery.lock_file import load_lock
from acree_infra.errors import AcreeError
from acree_infra.program.build import realise
from acree_infra.program.outputs import plan_outputs, waiting_note
from acree_infra.program.providers import Providers, regions
from acree_infra.program.refusal import refuse, show
from acree_infra.program.reviewed import VARIABLE, refuse_other_plan
from acree_infra.program.sdk import load
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.planner import make_plan
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.context import Context
from acree_infra.topology.loader import load_stack, stack_path

STACKS = Path("stacks")
"""Where the project keeps its stack files (`stackConfigDir`); the engine starts the program beside it."""

TOLD = 32
"""Exit code by which a program says that its error is on the screen; with another, the engine adds one of its own."""


def start() -> None:
    """Hand the program to the engine, which awaits it."""
    pulumi.run(main)


async def main() -> dict[str, Any]:
    """Realise the stack in hand.

    Returns:
        The stack outputs.

    Raises:
        SystemExit: the files are wrong, a rule refuses, or the account does. The engine has the text by then, and
            fails the preview or the update.
    """
    try:
        return await _realise(pulumi.get_stack())
    except AcreeError as error:
        pulumi.log.error(str(error))
        raise SystemExit(TOLD) from error


async def _realise(name: str) -> dict[str, Any]:
    plan, zones = _plan(name)
    providers = Providers(regions(plan))
    # On a thread, so that the engine learns of the providers now and starts them meanwhile.
    await asyncio.to_thread(load, plan)
    return plan_outputs(plan) | await realise(plan, providers, with_zones=zones)


def _plan(name: str) -> tuple[Plan, bool]:
    """The plan, once no rule refuses it; and whether its records become private zones."""
    return judged_plan(stack_path(name, STACKS), os.environ.get(VARIABLE, ""))


def judged_plan(stack_file: Path, reviewed: str = "") -> tuple[Plan, bool]:
    """The plan of a stack file and its lock, once no rule refuses it; what does not refuse is shown.

    Args:
        stack_file: `Pulumi.<stack>.yaml`; its lock file lies beside it.
        reviewed: digest of the only plan that is right; empty for any.

    Returns:
        The plan, and whether its records become private zones.

    Raises:
        AcreeError: a file is missing or wrong, a rule refuses, or another plan was reviewed.
    """
    stack = load_stack(stack_file)
    lock = load_lock(stack)
    plan = make_plan(stack, lock)
    refuse_other_plan(plan, reviewed)
    findings = RULES.run(Context(stack, lock, plan))
    refuse(stack.name, findings)
    show(findings)
    if plan.waiting:
        pulumi.log.warn(waiting_note(plan))
    return plan, stack.topology.dns.mode == "private-zone"

"""Stack file, lock file, plan and findings: what `plan`, `lint` and `trace` begin with."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from acree_infra.cli.options import wanted_stack
from acree_infra.discovery.lock_file import load_lock
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.planner import make_plan
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Finding
from acree_infra.topology.stack_file import StackFile


@dataclass(frozen=True, slots=True)
class Judged:
    """A stack, its plan, and what the rules say of it."""

    context: Context
    findings: tuple[Finding, ...]

    @property
    def stack(self) -> StackFile:
        """The stack file."""
        return self.context.stack

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.context.plan

    @property
    def refused(self) -> bool:
        """Whether a finding stops the plan."""
        return any(finding.severity.stops for finding in self.findings)


def judged(options: argparse.Namespace) -> Judged:
    """Plan the wanted stack and run every rule.

    Raises:
        ConfigError: a file is missing or wrong.
    """
    stack = wanted_stack(options)
    lock = load_lock(stack)
    context = Context(stack, lock, make_plan(stack, lock))
    return Judged(context, RULES.run(context))


def planned(options: argparse.Namespace) -> Plan:
    """Plan the wanted stack, without the rules.

    Raises:
        ConfigError: a file is missing or wrong.
    """
    stack = wanted_stack(options)
    return make_plan(stack, load_lock(stack))

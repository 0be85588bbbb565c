"""The policy pack, as the engine starts it: `pulumi preview --policy-pack "$(command -v acree-policy)"`."""

from __future__ import annotations

from pathlib import Path

from pulumi_policy import (
    EnforcementLevel,
    PolicyConfigSchema,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)

from acree_infra.errors import AcreeError
from acree_infra.policy.judge import Violation, judge_program, judge_route, judge_stack
from acree_infra.policy.plain import ALONE, TOGETHER
from acree_infra.policy.reading import resource_of, resources_of

NAME = "acree"
_STACK = "stack"
_SCHEMA = PolicyConfigSchema(
    {_STACK: {"type": "string", "description": "Stack file of acree, relative to the folder of the program."}}
)


def check_route(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """Report what one route is refused for."""
    for violation in judge_route(resource_of(args)):
        report(violation.text, violation.urn)


def refuse_program(args: StackValidationArgs, report: ReportViolation) -> None:
    """Report what the program as a whole is refused for."""
    for violation in _judged(args):
        if violation.stops:
            report(violation.text, violation.urn or None)


def advise_program(args: StackValidationArgs, report: ReportViolation) -> None:
    """Report what is worth knowing."""
    for violation in _judged(args):
        if not violation.stops:
            report(violation.text, violation.urn or None)


def _judged(args: StackValidationArgs) -> tuple[Violation, ...]:
    stack_file = str(args.get_config().get(_STACK) or "")
    resources = resources_of(args.resources)
    if not stack_file:
        return tuple(judge_program(resources))
    try:
        return tuple(judge_stack(resources, Path(stack_file)))
    except AcreeError as error:
        return (Violation(str(error), stops=True),)


POLICIES = (
    ResourceValidationPolicy(
        "acree-route",
        f"A route is refused that breaks the network of its own region ({', '.join(ALONE)}).",
        check_route,
        EnforcementLevel.MANDATORY,
    ),
    StackValidationPolicy(
        "acree-stack",
        f"Routes and VPCs fit each other ({', '.join(TOGETHER)}); with a stack file, all rules.",
        refuse_program,
        EnforcementLevel.MANDATORY,
        _SCHEMA,
    ),
    StackValidationPolicy(
        "acree-advice",
        "What the same rules warn of, or ask to know.",
        advise_program,
        EnforcementLevel.ADVISORY,
        _SCHEMA,
    ),
)
"""What the pack holds; a level may be changed in the configuration of the pack."""


def main() -> None:
    """Serve the policies to the engine that started this process."""
    PolicyPack(NAME, list(POLICIES), description="The rules of acree, for programs against the provider itself.")

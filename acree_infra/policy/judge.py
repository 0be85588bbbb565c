"""What the rules say of a program's resources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from acree_infra.policy.plain import ALONE, TOGETHER, one_route, plain_rows, service_routes, whole_program
from acree_infra.policy.resource import Resource
from acree_infra.policy.told import told
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Finding
from acree_infra.rules.paragraph import paragraph
from acree_infra.topology.values import SERVICE_SPACE

_SERVICE_OVERLAP = "G9"


@dataclass(frozen=True, slots=True)
class Violation:
    """What a rule objects to.

    Attributes:
        text: the finding as the program of acree says it.
        stops: whether it refuses the update, or only says something.
        urn: the resource; empty for the program as a whole.
    """

    text: str
    stops: bool
    urn: str = ""


def judge_route(resource: Resource) -> Iterator[Violation]:
    """What one resource alone is refused for; nothing for what is no route into 100.64.0.0/10.

    A wider one, such as a default route, loses against the row for 100.64.0.0/10 that every VPC has (2.3).
    """
    for row in plain_rows([resource]):
        if row.route.destination.subnet_of(SERVICE_SPACE):
            for finding in _found(one_route(row), ALONE):
                yield _violation(finding, f"resource {resource.name}", resource.urn)


def judge_program(resources: Sequence[Resource]) -> Iterator[Violation]:
    """What the resources of a program together are refused for, or warned of."""
    resources = _in_order(resources)
    context = whole_program(resources)
    others = tuple(rule for rule in TOGETHER if rule != _SERVICE_OVERLAP)
    for finding in (*_found(service_routes(resources), (_SERVICE_OVERLAP,)), *_found(context, others)):
        yield _violation(finding)


def judge_stack(resources: Sequence[Resource], stack_file: Path) -> Iterator[Violation]:
    """What all rules say of the program, with the facts of a stack file and its lock.

    Raises:
        AcreeError: one of the two files is missing or wrong.
    """
    for finding in RULES.run(told(stack_file, _in_order(resources))):
        yield _violation(finding)


def _in_order(resources: Sequence[Resource]) -> list[Resource]:
    """By URN: the engine tells resources as they become ready, another time in another order."""
    return sorted(resources, key=lambda one: one.urn)


def _found(context: Context, rules: Sequence[str]) -> Iterator[Finding]:
    return (finding for finding in RULES.run(context) if finding.rule in rules)


def _violation(finding: Finding, place: str = "", urn: str = "") -> Violation:
    return Violation(paragraph(finding, place), finding.severity.stops, urn)

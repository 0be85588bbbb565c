"""Stack outputs: what a person or a pipeline asks for after an update. Nothing secret, nothing that decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from acree_infra.routing.nouns import LegId, VpcNode
from acree_infra.routing.plan_model import Plan, to_data
from acree_infra.routing.saved import noun
from acree_infra.routing.sites.nouns import NO_PREMISES

PREMISES = "premises"
"""Output that keeps data centers, peerings and all rows of a stack with some: most of them are no resources."""
_PASSING = "free_addresses"
"""What of a vSwitch changes all the time: it is not kept."""


def plan_outputs(plan: Plan) -> dict[str, Any]:
    """Endpoints per leg, the digest of the plan, and why the plan waits, if it does."""
    outputs: dict[str, Any] = {"plan_digest": plan.digest, "endpoints": _endpoints(plan)}
    if plan.waiting:
        outputs["waiting"] = waiting_note(plan)
    if plan.premises != NO_PREMISES:
        outputs[PREMISES] = {"parts": to_data(plan.premises), "routes": to_data(plan.routes)}
    return outputs


def waiting_note(plan: Plan) -> str:
    """Why there are no routes yet, and what to do."""
    return (
        f"{plan.waiting}, so there are no routes yet: once the link runs, run "
        f"`acree resolve --stack {plan.stack}` and `pulumi up` again"
    )


def _endpoints(plan: Plan) -> dict[str, dict[str, list[str]]]:
    endpoints = {
        str(target.leg): {
            "hosts": list(target.hosts),
            "addresses": [str(prefix).removesuffix("/32") for prefix in target.prefixes],
        }
        for target in plan.targets
    }
    if LegId.REGISTRY in endpoints:
        endpoints[LegId.REGISTRY]["addresses"] = [str(plan.registry_address)]
    return endpoints


def vpc_output(node: VpcNode) -> dict[str, Any]:
    """A VPC as its component keeps it, so that the checkpoint tells whom the routes were for."""
    data: Any = to_data(node)
    return {**data, "subnets": [{k: v for k, v in subnet.items() if k != _PASSING} for subnet in data["subnets"]]}


def vpc_of_output(output: Mapping[str, Any], today: VpcNode | None) -> VpcNode:
    """The VPC that a component kept.

    Args:
        output: what `vpc_output` gave.
        today: the same VPC as the lock file has it, for what is not kept; None when it is not there any more.

    Raises:
        KeyError, TypeError, ValueError: it is something else.
    """
    free = {subnet.id: subnet.free_addresses for subnet in today.subnets} if today else {}
    subnets = [{**subnet, _PASSING: free.get(subnet["id"], 0)} for subnet in output["subnets"]]
    node: VpcNode = noun(VpcNode, {**output, "subnets": subnets}, "vpc")
    return node

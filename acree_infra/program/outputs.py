"""Stack outputs: what a person or a pipeline asks for after an update. Nothing secret, nothing that decides."""

from __future__ import annotations

from typing import Any

from acree_infra.routing.nouns import LegId
from acree_infra.routing.plan_model import Plan


def plan_outputs(plan: Plan) -> dict[str, Any]:
    """Endpoints per leg, the digest of the plan, and why the plan waits, if it does."""
    outputs: dict[str, Any] = {"plan_digest": plan.digest, "endpoints": _endpoints(plan)}
    if plan.waiting:
        outputs["waiting"] = waiting_note(plan)
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

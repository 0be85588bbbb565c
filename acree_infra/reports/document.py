"""A plan and its findings as plain data: the JSON contract of `acree plan`, and what other writers start from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from acree_infra.routing.nouns import ForeignRoute, Hop, Route, Table
from acree_infra.routing.plan_model import Plan, to_data
from acree_infra.routing.sites.nouns import NO_PREMISES
from acree_infra.routing.trace import Path, Step, Trace, Verdict
from acree_infra.rules.finding import Finding

SCHEMA_VERSION = 1
"""Version of every JSON document; fields may be added without a new one."""


def plan_document(plan: Plan, findings: Iterable[Finding]) -> dict[str, Any]:
    """The whole plan with its findings."""
    return {
        "schema_version": SCHEMA_VERSION,
        "stack": plan.stack,
        "digest": plan.digest,
        "region": plan.region,
        "cen": plan.cen,
        "registry_address": str(plan.registry_address) if plan.registry_address else None,
        "waiting": plan.waiting,
        "legs": to_data(plan.targets),
        "service": to_data(plan.service),
        "clients": to_data(plan.clients),
        "routes": [route_document(route) for route in plan.routes],
        "foreign_routes": [foreign_document(route) for route in plan.foreign_routes],
        "transit_routers": to_data(plan.transit_routers),
        "vpc_attachments": to_data(plan.vpc_attachments),
        "peer_attachments": to_data(plan.peer_attachments),
        "associations": to_data(plan.associations),
        "propagations": to_data(plan.propagations),
        "links": to_data(plan.links),
        "records": to_data(plan.records),
        **({"premises": to_data(plan.premises)} if plan.premises != NO_PREMISES else {}),
        "findings": [finding_document(finding) for finding in findings],
    }


def route_document(route: Route) -> dict[str, Any]:
    """One row."""
    return {
        "table": table_document(route.table),
        "destination": str(route.destination),
        "hop": hop_document(route.hop),
        "legs": [str(leg) for leg in route.legs],
        "origin": str(route.origin),
        "reason": route.reason,
        **({"way": route.way} if route.way else {}),
        **({"rank": route.rank} if route.rank else {}),
    }


def foreign_document(route: ForeignRoute) -> dict[str, Any]:
    """One row of somebody else."""
    return {
        "table": table_document(route.table),
        "destination": str(route.destination),
        "hop": hop_document(route.hop),
        "name": route.name,
    }


def table_document(table: Table) -> dict[str, str]:
    """One table, by kind, region, owner and id."""
    return {"kind": str(table.kind), "region": table.region, "owner": table.owner, "id": table.id}


def hop_document(hop: Hop) -> dict[str, str]:
    """One next hop."""
    return {"kind": str(hop.kind), "name": hop.name}


def finding_document(finding: Finding) -> dict[str, str]:
    """One finding."""
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": str(finding.severity),
        "message": finding.message,
        "where": finding.where,
        "remedy": finding.remedy,
        "reason": finding.reason,
    }


def trace_document(trace: Trace) -> dict[str, Any]:
    """One packet there and back: the JSON contract of `acree trace`."""
    return {
        "schema_version": SCHEMA_VERSION,
        "source": str(trace.source),
        "destination": str(trace.destination),
        "verdict": str(trace.verdict),
        "reason": trace.reason,
        "lacking": table_document(trace.lacking) if trace.lacking else None,
        "forward": [_step(step) for step in trace.forward],
        "return": [_step(step) for step in trace.back],
    }


def paths_document(plan: Plan, paths: Sequence[Path]) -> dict[str, Any]:
    """Every path of a plan: the JSON contract of `acree trace --all`."""
    dropped = any(path.trace.verdict is Verdict.DROPPED for path in paths)
    return {
        "schema_version": SCHEMA_VERSION,
        "stack": plan.stack,
        "digest": plan.digest,
        "verdict": str(Verdict.DROPPED if dropped else Verdict.DELIVERED),
        "paths": [
            {
                "client": path.client.name,
                "vswitch": path.subnet.id,
                "leg": str(path.leg),
                "prefix": str(path.prefix),
                "source": str(path.trace.source),
                "destination": str(path.trace.destination),
                "verdict": str(path.trace.verdict),
                "reason": path.trace.reason,
            }
            for path in paths
        ],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "table": table_document(step.table),
        "destination": str(step.destination),
        "hop": hop_document(step.hop),
    }


def lint_document(plan: Plan, findings: Iterable[Finding], traced: int, delivered: int) -> dict[str, Any]:
    """The findings of a stack, and how many paths were traced."""
    return {
        "schema_version": SCHEMA_VERSION,
        "stack": plan.stack,
        "digest": plan.digest,
        "paths": {"traced": traced, "delivered": delivered},
        "findings": [finding_document(finding) for finding in findings],
    }

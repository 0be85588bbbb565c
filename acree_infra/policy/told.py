"""A program judged by a stack file and its lock: the routes that it makes, in the place of those that acree would make.

All rules can be run then. What the program does not make is missing from the tables, so that a way that is not there,
or does not lead back, is found by the same trace as in a plan of acree itself (G25).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from acree_infra.discovery.lock_file import load_lock
from acree_infra.policy.resource import PEER_ATTACHMENT, VPC_ATTACHMENT, Resource
from acree_infra.policy.rows import Row, rows
from acree_infra.routing.nouns import SYSTEM_TABLE, ForeignRoute, Hop, HopKind, Origin, Route, Table, TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.planner import make_plan
from acree_infra.rules.context import Context
from acree_infra.topology.loader import load_stack
from acree_infra.topology.values import SERVICE_SPACE


def told(stack_file: Path, resources: Sequence[Resource]) -> Context:
    """What rules see of a program, with the facts of a stack.

    Args:
        stack_file: `Pulumi.<stack>.yaml`; its lock file lies beside it.
        resources: of the program.

    Raises:
        AcreeError: one of the two files is missing or wrong.
    """
    stack = load_stack(stack_file)
    lock = load_lock(stack)
    plan = make_plan(stack, lock)
    return Context(stack, lock, with_routes(plan, tuple(rows(resources, PlanPlaces(plan)))))


def with_routes(plan: Plan, made: Sequence[Row]) -> Plan:
    """The plan with a program's routes instead of its own; what exists and is the program's is not foreign to it.

    A route that is wider than 100.64.0.0/10, such as a default route, is none that acree would make: it counts as
    somebody else's.
    """
    routes = tuple(_named(plan, row.route) for row in made)
    theirs = {(route.table, route.destination) for route in routes}
    wide = [route for route in routes if _is_wide(route)]
    return replace(
        plan,
        routes=(
            *(route for route in plan.routes if route.origin is not Origin.CREATED),
            *(route for route in routes if not _is_wide(route)),
        ),
        foreign_routes=(
            *(row for row in plan.foreign_routes if (row.table, row.destination) not in theirs),
            *(ForeignRoute(route.table, route.destination, route.hop) for route in wide),
        ),
    )


def _is_wide(route: Route) -> bool:
    return SERVICE_SPACE.subnet_of(route.destination) and route.destination != SERVICE_SPACE


def _named(plan: Plan, route: Route) -> Route:
    """The route with the legs whose prefix it is."""
    return replace(route, legs=tuple(t.leg for t in plan.targets if route.destination in t.prefixes))


@dataclass(frozen=True, slots=True)
class PlanPlaces:
    """Tables and attachments of a plan, whose ids a program knows, or which it makes itself."""

    plan: Plan

    def table(self, kind: TableKind, region: str, known: str, made_by: Resource | None) -> Table:
        """The plan's own table, else one that the plan does not have."""
        if kind is TableKind.VPC:
            for node in (self.plan.service, *self.plan.clients):
                if known in node.tables:
                    return Table(kind, node.region, node.id, known)
        else:
            of_region = {link.table.id: link.table for link in self.plan.associations if link.table.region == region}
            # The program says the real id of a system table that the plan only knows as such.
            found = of_region.get(known) or of_region.get(SYSTEM_TABLE)
            if found is not None:
                return found
            if not known and len(of_region) == 1:
                return next(iter(of_region.values()))
        owner = made_by.name if made_by is not None else "an owner outside the stack file"
        return Table(kind, region, owner, known or owner)

    def attachment(self, known: str, made_by: Resource | None) -> Hop | None:
        """The plan's own attachment: of the same VPC, or to the same region."""
        for of_vpc in self.plan.vpc_attachments:
            if known == of_vpc.id or _is(made_by, VPC_ATTACHMENT, "vpcId", of_vpc.vpc):
                return Hop(HopKind.ATTACHMENT, of_vpc.name)
        for peer in self.plan.peer_attachments:
            if known == peer.id or _joins(made_by, {peer.region, peer.peer_region}):
                return Hop(HopKind.PEER_ATTACHMENT, peer.name)
        return None


def _is(one: Resource | None, type_: str, key: str, value: str) -> bool:
    return one is not None and one.type == type_ and one.properties.get(key) == value


def _joins(one: Resource | None, regions: set[str]) -> bool:
    if one is None or one.type != PEER_ATTACHMENT:
        return False
    return {one.region, one.properties.get("peerTransitRouterRegionId", "")} == regions

"""G27: the service transit router has static routes for auth and OSS."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import SERVICE_LEGS
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed


@RULES.rule("G27", "static-service-routes", Severity.REFUSE)
def static_service_routes(context: Context) -> Iterator[Hit]:
    """Refuse a service transit router table without a static route for an auth or OSS prefix.

    Routes to 100.64.0.0/10 are never propagated and cannot be advertised by hand (4.2). Each table that is
    read for traffic from another region needs them, toward the service VPC's attachment (2.3).

    To lift: remove the entry in `routes` that leaves them out or sends them elsewhere.
    """
    wanted = [(leg, prefix) for leg in SERVICE_LEGS for prefix in context.prefixes[leg]]
    for table, connections in context.arriving_tables.items():
        lacking = [f"{prefix} ({leg})" for leg, prefix in wanted if (table, prefix) not in context.to_service]
        if lacking:
            yield Hit(
                f"{table}, read for traffic from {listed(connections)}, has no static route to the service VPC for "
                f"{listed(lacking)}; nothing propagates 100.64.0.0/10",
                context.stack.where("routes") if context.stack.topology.routes else context.router_where(table.region),
                "remove the entry in `routes` that leaves it out or gives it another hop",
            )

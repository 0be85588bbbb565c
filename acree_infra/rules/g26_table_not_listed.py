"""G26: the table of every client vSwitch gets the routes."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed


@RULES.rule("G26", "table-not-listed", Severity.WARN)
def table_not_listed(context: Context) -> Iterator[Hit]:
    """Warn when a client vSwitch is bound to a route table that gets no routes.

    A custom table bound to a vSwitch decides for its hosts alone: routes in the other tables are hidden from
    them, so they cannot reach the registry (2.3). Without `route-tables` every table in use gets the routes.

    To lift: add the table to the client's `route-tables`, or lower `rules.G26` with a reason.
    """
    if context.plan.waiting:
        return
    for client in context.routed:
        hidden = [subnet for subnet in client.node.subnets if subnet.table not in client.node.tables]
        if hidden:
            tables = sorted({subnet.table for subnet in hidden})
            vswitches = listed(f"{subnet.id} ({subnet.cidr}, table {subnet.table})" for subnet in hidden)
            yield Hit(
                f"hosts in {vswitches} of client {client.node.name} get no routes: its route-tables are "
                f"{listed(client.node.tables)}",
                context.client_where(client, "route-tables"),
                f"add {listed(tables)} to the client's route-tables, or remove the key to use every table in use",
            )

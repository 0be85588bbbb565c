"""G36: exact selectors fit into a connection."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.topology.sites.tunnel import Ipsec


@RULES.rule("G36", "too-many-selectors", Severity.WARN)
def too_many_selectors(context: Context) -> Iterator[Hit]:
    """Warn when exact selectors of an IPsec connection are more CIDRs than fit, and propose 0.0.0.0/0.

    5 local and 5 remote CIDRs per connection (5.2): the service VPC, an auth address and four OSS ranges are 6
    already. The limit is from 2021 and may be old (N14). With 0.0.0.0/0 on both sides routes decide alone.

    To lift: write `selectors: any`, or set `options.quotas.vpn-selectors` to what your account takes.
    """
    most = context.stack.topology.options.quotas.vpn_selectors
    for connection in context.plan.premises.connections:
        way = context.way_named(connection.way)
        if not isinstance(way.declared, Ipsec) or way.declared.selectors != "exact":
            continue
        for side, cidrs in (("local", connection.local), ("remote", connection.remote)):
            if len(cidrs) > most:
                yield Hit(
                    f"way {way.name} needs {len(cidrs)} {side} CIDRs as exact selectors, {most} fit in a connection "
                    "(a number of 2021, N14): write 0.0.0.0/0 on both sides and let routes decide",
                    context.way_where(way, "selectors"),
                    "write `selectors: any`, or set options.quotas.vpn-selectors to what the account takes",
                )

"""G47: the range that builds in a VPC use."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import block, collisions
from acree_infra.rules.registry import RULES

BUILD_RANGE = IPv4Network("100.104.0.0/16")
"""Where the registry's "build in VPC" comes from (section 6)."""


@RULES.rule("G47", "build-range", Severity.WARN)
def build_range(context: Context) -> Iterator[Hit]:
    """Warn when a client or a site uses addresses of 100.104.0.0/16.

    The registry's "build in VPC" connects from that range; whoever uses it for something else never gets the
    build's packets, or loses its own (section 6).

    To lift: use another range, or lower `rules.G47` with a reason when the feature is not used.
    """
    used = [
        block(cidr, (client, key))
        for client in context.everyone
        for key, cidrs in (
            ("cidrs", client.node.cidrs),
            ("pod-cidrs", client.declared.pod_cidrs),
            ("other-cidrs", client.declared.other_cidrs),
        )
        for cidr in cidrs
    ]
    for _, theirs in collisions([block(BUILD_RANGE, "build")], used):
        client, key = theirs.owner
        yield Hit(
            f"{theirs.prefix} ({key}) of {client.title} overlaps {BUILD_RANGE}, from which the registry's "
            "build in VPC connects",
            context.place_where(client, key),
            "use another range there, or confirm by rules.G47 that build in VPC is not used",
        )

"""G18: two regions that publish the same OSS range."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import LegId
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import block, collisions
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed


@RULES.rule("G18", "shared-range", Severity.REFUSE, Severity.WARN)
def shared_range(context: Context) -> Iterator[Hit]:
    """Refuse a routed OSS range that the client's own region publishes too; warn where another region does.

    `cn-zhongwei` and `ap-southeast-8` both publish 100.115.157.0/27 (K4, perhaps an error of the page, N11).
    A client in one of them that routes the range to the other loses the object storage of its own region,
    and no VPC can reach both.

    To lift: declare the real ranges of the service region in `legs.oss.ranges`; the warning by `rules.G18`.
    """
    home = context.plan.region
    routed = [block(prefix, home) for prefix in context.prefixes[LegId.OSS]]
    elsewhere = [block(prefix, region) for region, prefix in context.published_elsewhere]
    for ours, theirs in collisions(routed, elsewhere):
        clients = [client for client in context.remote if client.node.region == theirs.owner]
        both = f"OSS range {ours.prefix} of {home} overlaps {theirs.prefix}, which {theirs.owner} publishes too"
        if clients:
            names = listed(client.node.name for client in clients)
            yield Hit(
                f"{both}: {names} in {theirs.owner} would lose the object storage of the own region",
                context.client_where(clients[0], "region"),
                f"declare ranges of {home} in legs.oss.ranges that are not {theirs.owner}'s as well",
            )
        elif ours.prefix in context.published_here:
            yield Hit(
                f"{both}: a VPC that has this route cannot reach the object storage of {theirs.owner}",
                context.stack.where("registry", "region"),
                "nothing to do while no client VPC uses both; silence it by rules.G18 with a reason",
                Severity.WARN,
            )

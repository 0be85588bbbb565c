"""G8: the bucket's own answer lies inside a known range."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import LegId
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed


@RULES.rule("G8", "oss-check-outside", Severity.ASK)
def oss_check_outside(context: Context) -> Iterator[Hit]:
    """Ask when the bucket's name was answered with an address outside every routed range.

    Then the table of ranges is old, or a domain routing rule sends downloads elsewhere (3.4, G43), or the
    resolver stands outside the cloud (N8). The answer itself is never routed.

    To lift: resolve again from inside the service VPC, declare `legs.oss.ranges` or `legs.oss.hosts`, or
    lower `rules.G8` with a reason.
    """
    oss = context.lock.legs.oss
    routed = context.prefixes[LegId.OSS]
    outside = [a for a in oss.checked_addresses if not any(a in prefix for prefix in routed)]
    if outside and routed:
        yield Hit(
            f"{oss.checked_host} was answered with {listed(outside)} by {oss.resolver or 'the resolver'}, "
            f"outside the routed OSS ranges {listed(routed)} of {context.plan.region}",
            context.stack.where("legs", "oss"),
            "resolve again from inside the service VPC (options.resolvers), check the instance's domain routing "
            "rules, declare legs.oss.ranges, or confirm by rules.G8 with a reason",
        )

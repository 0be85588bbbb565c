"""G19: OSS prefixes are never rounded or widened."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import LegId
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import block, collisions, covered
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed


@RULES.rule("G19", "widened-range", Severity.REFUSE)
def widened_range(context: Context) -> Iterator[Hit]:
    """Refuse a routed OSS prefix that covers more than the service region publishes.

    Rounding to a /24 takes addresses of another region along: 100.114.114.0/25 is `ap-northeast-1`,
    100.114.114.128/25 is `eu-west-1` (3.4). A merged prefix is fine when it holds exactly the same addresses.
    A declared prefix that neither holds a published range nor touches another region's is taken as it is (N11).

    To lift: declare the exact ranges in `legs.oss.ranges`; there is no override.
    """
    home = context.plan.region
    own = context.published_here
    wide = [p for p in context.prefixes[LegId.OSS] if covered(p, own) < p.num_addresses]
    others = [block(prefix, region) for region, prefix in context.published_elsewhere]
    taken: dict[object, list[str]] = {}
    for ours, theirs in collisions((block(prefix, home) for prefix in wide), others):
        taken.setdefault(ours.prefix, []).append(f"{theirs.prefix} of {theirs.owner}")
    for prefix in wide:
        held = [r for r in own if r.subnet_of(prefix)]
        if not taken.get(prefix) and not held:
            continue
        if taken.get(prefix):
            what = f"covers addresses of other regions: {listed(taken[prefix])}"
        else:
            extra = prefix.num_addresses - covered(prefix, own)
            what = f"is wider than what {home} publishes ({listed(held)}) by {extra} addresses"
        yield Hit(
            f"OSS prefix {prefix} routed for {home} {what}",
            context.leg_where(LegId.OSS),
            f"declare the exact ranges in legs.oss.ranges, or remove it to use the published ones: {listed(own)}"
            if own
            else "declare the exact ranges in legs.oss.ranges",
        )

"""G6: all OSS ranges of the service region are routed."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from acree_infra.routing.nouns import LegId
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import covered
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed


@RULES.rule("G6", "oss-ranges-narrowed", Severity.WARN)
def oss_ranges_narrowed(context: Context) -> Iterator[Hit]:
    """Warn when a published OSS range of the service region is not routed.

    OSS moves its address freely inside the published ranges; one that is missing is an outage that comes
    later, at the customer's own risk (3.4, K9). One resolved address as /32 works only until it moves.

    To lift: remove `legs.oss.ranges`, or add the ranges that are missing.
    """
    routed = context.prefixes[LegId.OSS]
    region = context.plan.region
    missing = [r for r in context.published_here if covered(r, routed) < r.num_addresses]
    if not missing or not routed:
        return
    declared = bool(context.stack.topology.legs.oss.ranges)
    single = [prefix for prefix in routed if prefix.prefixlen == _HOST and not _published(context, prefix)]
    why = f"; {listed(single)} is one resolved address, and OSS will leave it without notice" if single else ""
    source = "legs.oss.ranges declares" if declared else "the lock file holds"
    yield Hit(
        f"OUTAGE AHEAD: OSS in {region} moves freely inside its published ranges, but {listed(missing)} "
        f"is not routed: {source} only {listed(routed)}{why}",
        context.stack.where("legs", "oss", "ranges") if declared else context.stack.where("registry", "region"),
        "remove legs.oss.ranges or add the missing ranges"
        if declared
        else f"run `acree resolve --stack {context.stack.name}`",
    )


_HOST = 32


def _published(context: Context, prefix: IPv4Network) -> bool:
    return prefix in context.published_here

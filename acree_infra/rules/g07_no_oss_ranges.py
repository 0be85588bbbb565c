"""G7: a region without published OSS ranges needs declared ones."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import LegId
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES


@RULES.rule("G7", "no-oss-ranges", Severity.REFUSE)
def no_oss_ranges(context: Context) -> Iterator[Hit]:
    """Refuse a registry region for which no OSS range is known.

    Nothing can be derived: a resolved address says nothing about the range it moves in (3.4, G6).
    `ap-southeast-2`, `me-central-1` and `cn-north-2-gov-1` publish none. A closed region is G20's.

    To lift: ask Alibaba Cloud for the internal ranges of the region and declare them in `legs.oss.ranges`.
    """
    region = context.plan.region
    if context.prefixes[LegId.OSS] or context.historic_here:
        return
    yield Hit(
        f"no OSS range is published for {region}, and legs.oss.ranges declares none: layers could not be pulled",
        context.stack.where("registry", "region"),
        f"declare the internal OSS ranges of {region} in legs.oss.ranges (Alibaba Cloud support tells them)",
    )

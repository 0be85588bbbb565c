"""G20: ranges of closed regions are not used."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed


@RULES.rule("G20", "historic-range", Severity.REFUSE)
def historic_range(context: Context) -> Iterator[Hit]:
    """Refuse a registry region whose only published ranges are historic.

    `ap-south-1` closed and is gone from the page of 2026; its ranges stand in the table only to recognise
    them (3.4). A new route to them leads to addresses that may serve anybody.

    To lift: use a registry of another region, or declare `legs.oss.ranges` when you know better.
    """
    region = context.plan.region
    historic = context.historic_here
    if historic and not context.published_here and not context.stack.topology.legs.oss.ranges:
        yield Hit(
            f"the OSS ranges known for {region} ({listed(historic)}) are historic: the region is closed",
            context.stack.where("registry", "region"),
            "use a registry of another region, or declare the ranges that hold today in legs.oss.ranges",
        )

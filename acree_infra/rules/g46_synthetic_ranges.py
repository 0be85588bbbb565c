"""G46: other users of 100.64.0.0/10 are named."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import overlap
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed
from acree_infra.topology.values import SERVICE_SPACE


@RULES.rule("G46", "synthetic-ranges", Severity.WARN, Severity.INFO)
def synthetic_ranges(context: Context) -> Iterator[Hit]:
    """Warn of ranges in 100.64.0.0/10 that something else uses; ask sites for theirs.

    Zscaler's synthetic range, carriers' address translation (RFC 6598) and other clouds live there too. What is
    declared is compared with every service prefix (G9); what is not cannot be.

    To lift: declare `other-cidrs` of each site, an empty list where there are none; move what overlaps.
    """
    for placed in context.everyone:
        inside = [cidr for cidr in placed.declared.other_cidrs if overlap(cidr, SERVICE_SPACE)]
        if inside:
            yield Hit(
                f"{listed(inside)} of {placed.title} lies in {SERVICE_SPACE}, where cloud services live: any that "
                "moves there becomes unreachable",
                context.place_where(placed, "other-cidrs"),
                f"use a range outside {SERVICE_SPACE}, or confirm by rules.G46 with a reason",
            )
    silent = [site.node.name for site in context.sites if "other_cidrs" not in site.declared.model_fields_set]
    if silent:
        yield Hit(
            f"no other-cidrs declared for {listed(silent)}: carrier translation, synthetic ranges and other clouds "
            "there are not compared with service prefixes (G9)",
            context.stack.where("sites"),
            "declare `other-cidrs`, or an empty list where there are none",
            Severity.INFO,
        )

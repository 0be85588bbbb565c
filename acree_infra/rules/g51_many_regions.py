"""G51: several regions pull from one registry."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed


@RULES.rule("G51", "many-regions", Severity.WARN)
def many_regions(context: Context) -> Iterator[Hit]:
    """Warn when clients of two or more other regions pull from the one registry.

    For several regions the recommended way is an instance in each and replication between them (S9): every
    layer then crosses a region's border once, not once a node.

    To lift: set up replication (sync rules of the registry), or lower `rules.G51` with a reason.
    """
    regions = sorted({client.node.region for client in context.elsewhere})
    if len(regions) > 1:
        yield Hit(
            f"clients in {len(regions)} regions ({listed(regions)}) pull across regions from the registry in "
            f"{context.plan.region}",
            context.stack.where("clients"),
            "consider an instance in each region with replication between them; confirm by rules.G51 with a reason",
        )

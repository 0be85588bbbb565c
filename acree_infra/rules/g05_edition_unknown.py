"""G5: the edition of a transit router must be read, not assumed."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES


@RULES.rule("G5", "edition-unknown", Severity.ASK)
def edition_unknown(context: Context) -> Iterator[Hit]:
    """Ask when the edition of a transit router that exists could not be read.

    A wrong guess breaks silently: with Basic Edition every resource is made, and the pull hangs (G1, 4.1).

    To lift: resolve again with credentials that may call `ListTransitRouters`, or confirm the edition by
    lowering `rules.G5` with a reason.
    """
    for router in context.routers:
        if router.edition is None:
            name = router.id or router.name
            yield Hit(
                f"the edition of transit router {name} in {router.region} could not be read; "
                "Enterprise Edition is needed",
                context.router_where(router.region, "id"),
                f"allow cbn:ListTransitRouters and run `acree resolve --stack {context.stack.name}`, "
                "or confirm it by rules.G5 with a reason",
            )

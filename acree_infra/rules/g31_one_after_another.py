"""G31: routes of one gateway or VBR are made one after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from acree_infra.routing.nouns import TableKind
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed

_ALONE = frozenset({TableKind.VBR, TableKind.VPN_GATEWAY, TableKind.VPN_CONNECTION})


@RULES.rule("G31", "one-after-another", Severity.INFO)
def one_after_another(context: Context) -> Iterator[Hit]:
    """Tell how many routes of one gateway, connection or VBR are made, since they are made one after another.

    The service answers `TaskConflict` to two at once (4.4), as in VPC tables; the stack chains them, so an update
    takes seconds for each.

    To lift: nothing to lift; fewer and wider `cidrs` of the site make fewer routes.
    """
    counts = Counter(route.table for route in context.made if route.table.kind in _ALONE)
    long = {table: count for table, count in counts.items() if count > 1}
    if long:
        tables = listed(f"{count} of {table.kind} {table.owner}" for table, count in sorted(long.items()))
        yield Hit(
            f"routes are made one after another: {tables}; two at once are answered with TaskConflict",
            context.stack.where("sites"),
            "nothing to do; each takes a few seconds of an update",
        )

"""G35: the first IPsec connection on a transit router stops traffic between its data centers."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed

_ON_PREMISES = frozenset({"vbr", "vpn", "ecr"})


@RULES.rule("G35", "vpn-deny-policy", Severity.WARN)
def vpn_deny_policy(context: Context) -> Iterator[Hit]:
    """Warn before a transit router gets its first IPsec connection.

    With it comes a deny policy of priority 5000 between VPN, VBR and CCN attachments: one data center no longer
    reaches another through that router, while each still reaches VPCs (5.2).

    To lift: where sites must reach each other, allow it by a route map of a smaller priority number; then lower
    `rules.G35` with a reason.
    """
    facts = {router.region: router for router in context.lock.networks.transit_routers}
    for region in sorted({a.region for a in context.plan.premises.attachments if a.kind == "vpn"}):
        there = facts[region].attachments if region in facts else ()
        if any(attachment.kind == "vpn" for attachment in there):
            continue
        ours = [a.name for a in context.plan.premises.attachments if a.region == region and a.id is None]
        others = [attachment.id for attachment in there if attachment.kind in _ON_PREMISES]
        ways = [a.way for a in context.plan.premises.attachments if a.region == region and a.kind == "vpn"]
        beside = f"; beside it there are {listed(others)}" if others else ""
        yield Hit(
            f"{listed(ways)} brings the first IPsec connection to the transit router of {region}: a deny policy "
            f"(priority 5000) then stops traffic between its VPN, VBR and CCN attachments ({listed(ours)}{beside})",
            context.way_where(context.way_named(ways[0])),
            "nothing to do unless data centers reach each other through it; confirm by rules.G35 with a reason",
        )

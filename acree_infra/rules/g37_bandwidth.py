"""G37: inter-region bandwidth is set."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES


@RULES.rule("G37", "bandwidth", Severity.REFUSE)
def bandwidth(context: Context) -> Iterator[Hit]:
    """Refuse an inter-region connection without bandwidth.

    With neither a bandwidth package nor pay-by-data-transfer a connection has only a tiny test bandwidth: login
    works and pulls crawl (4.3).

    To lift: set `network.bandwidth`, or the region's own in `network.transit-routers`; for a connection that
    exists, its owner sets it.
    """
    for peer in context.plan.peer_attachments:
        if peer.bandwidth_type and peer.mbps > 0:
            continue
        between = f"between {peer.region} and {peer.peer_region}"
        if peer.id is None:
            yield Hit(
                f"the inter-region connection {between} would have no bandwidth beyond the test bandwidth: "
                f"neither network.bandwidth nor network.transit-routers.{peer.peer_region}.bandwidth is set",
                context.stack.where("network"),
                "set `network.bandwidth: {type: data-transfer, mbps: …}` or a bandwidth package",
            )
        else:
            yield Hit(
                f"inter-region connection {peer.id} {between} exists without a bandwidth package or pay-by-data-"
                "transfer: only the test bandwidth",
                context.router_where(peer.peer_region, "peer-attachment"),
                f"its owner sets DataTransfer or a package on {peer.id}, then run "
                f"`acree resolve --stack {context.stack.name}`",
            )

"""G14: a site's CIDRs lie outside 100.64.0.0/10, and no VPN route is 0.0.0.0/0."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import overlap
from acree_infra.rules.registry import RULES
from acree_infra.topology.values import SERVICE_SPACE


@RULES.rule("G14", "site-in-service-space", Severity.REFUSE)
def site_in_service_space(context: Context) -> Iterator[Hit]:
    """Refuse a site's CIDR that overlaps 100.64.0.0/10, or that is everything.

    VPN routes that are 100.64.0.0/10, lie in it or hold it are refused, or the tunnel fails or loses its status; the
    same holds for routes of a connection on a transit router, and 0.0.0.0/0 is refused as a destination (5.2). The
    cloud's services would be unreachable too (G9).

    To lift: declare the exact CIDRs of the hosts that pull; there is no override.
    """
    for site in context.sites:
        for number, cidr in enumerate(site.node.cidrs):
            if overlap(cidr, SERVICE_SPACE):
                what = (
                    "is everything" if cidr.prefixlen == 0 else f"overlaps {SERVICE_SPACE}, where cloud services live"
                )
                yield Hit(
                    f"CIDR {cidr} of {site.title} {what}: no route to it can be made in the cloud",
                    context.place_where(site, "cidrs", number),
                    "declare the CIDRs of the hosts that pull, or translate their addresses on the device",
                )

"""G48: 100.0.0.0/8 on a device takes in public addresses."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import SERVICE_LEGS
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import overlap
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed
from acree_infra.topology.values import SERVICE_SPACE


@RULES.rule("G48", "wide-device-route", Severity.WARN)
def wide_device_route(context: Context) -> Iterator[Hit]:
    """Warn when a device sends more of 100.x to the cloud than the exact prefixes.

    Official pages offer 100.0.0.0/8 as the easy choice; it is wider than 100.64.0.0/10 and takes public addresses
    along, and even 100.64.0.0/10 takes carrier translation and other clouds along.

    To lift: route the exact prefixes, as the device files do, and remove the wide route.
    """
    exact = [prefix for leg in SERVICE_LEGS for prefix in context.prefixes[leg]]
    for site in context.sites:
        for number, route in enumerate(site.declared.device_routes):
            if not overlap(route, SERVICE_SPACE) or route in exact:
                continue
            wider = route.prefixlen < SERVICE_SPACE.prefixlen
            what = (
                f"is wider than {SERVICE_SPACE}: it takes public addresses along" if wider else "is wider than needed"
            )
            if wider or any(prefix.subnet_of(route) for prefix in exact):
                yield Hit(
                    f"the device of {site.title} sends {route} to the cloud, which {what}",
                    context.place_where(site, "device-routes", number),
                    f"route {listed(exact)} instead, as the device files do",
                )

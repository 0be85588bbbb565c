"""G13: no 100.x route toward a data center in a VPC or VBR table."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import ForeignRoute, HopKind, Origin, TableKind
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import overlap
from acree_infra.rules.registry import RULES
from acree_infra.topology.values import SERVICE_SPACE

_TOWARD_SITE = {
    TableKind.VPC: frozenset({HopKind.VPN_GATEWAY, HopKind.EXPRESS_ROUTER}),
    TableKind.VBR: frozenset({HopKind.LINE}),
}
_FOREIGN = ("VpnGateway", "RouterInterface", "Ecr")
"""Next hop types of the API that lead to a data center."""


@RULES.rule("G13", "service-space-to-site", Severity.REFUSE, Severity.WARN)
def service_space_to_site(context: Context) -> Iterator[Hit]:
    """Refuse a route into 100.64.0.0/10 that a VPC or a VBR sends to a data center; warn of a VBR's own to the cloud.

    The API refuses them (K1), and in a VPC such a route would take the cloud's own services away. Toward the cloud a
    VBR learns these prefixes from the transit router or the Express Connect Router; a custom route is against the
    API's text.

    To lift: remove the site's CIDR, or the existing route; there is no override.
    """
    for route in context.plan.routes:
        if route.table.kind not in _TOWARD_SITE or not overlap(route.destination, SERVICE_SPACE):
            continue
        if route.hop.kind in _TOWARD_SITE[route.table.kind]:
            yield Hit(
                f"{route.table} would send {route.destination} to {route.hop}: no route inside {SERVICE_SPACE} may "
                "lead to a data center",
                context.way_where(context.way_named(route.way)) if route.way else context.stack.where("sites"),
                f"remove from `cidrs` of the site what overlaps {SERVICE_SPACE}",
            )
        elif route.table.kind is TableKind.VBR and route.origin is Origin.CREATED:
            yield Hit(
                f"{route.table} would get a custom route {route.destination} to {route.hop}: the API's page refuses it "
                "(K1)",
                context.stack.where("sites"),
                "let the VBR learn it from what it is attached to",
                Severity.WARN,
            )
    for foreign in context.plan.foreign_routes:
        if _leads_to_site(foreign) and foreign.destination.subnet_of(SERVICE_SPACE):
            yield Hit(
                f"{foreign.table} sends {foreign.destination} to {_told(foreign)}, toward a data center: the cloud's "
                "services there become unreachable",
                context.stack.where("network"),
                "remove that route",
            )


def _leads_to_site(foreign: ForeignRoute) -> bool:
    """Whether somebody else's row leads over an edge of this stack, or over one of nobody here."""
    if foreign.hop.kind is HopKind.FOREIGN:
        return foreign.hop.name.startswith(_FOREIGN)
    return foreign.hop.kind in _TOWARD_SITE.get(foreign.table.kind, ())


def _told(foreign: ForeignRoute) -> str:
    return foreign.hop.name if foreign.hop.kind is HopKind.FOREIGN else str(foreign.hop)

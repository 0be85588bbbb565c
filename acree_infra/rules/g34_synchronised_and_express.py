"""G34: a VPC takes dynamic routes from one source: route synchronisation or one Express Connect Router."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context, PlacedWay
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.topology.sites.express_connect_router import ExpressConnectRouterWay


@RULES.rule("G34", "synchronised-and-express", Severity.REFUSE)
def synchronised_and_express(context: Context) -> Iterator[Hit]:
    """Refuse an Express Connect Router on the service VPC when a transit router writes its routes into that VPC.

    With route synchronisation on its attachment a VPC takes no dynamic routes from an Express Connect Router (4.3):
    the way back to the site would be missing. Nor does it take any from a second Express Connect Router.

    To lift: turn `options.vpc-route-synchronisation` off (on an existing attachment, its owner does), or write
    `to: transit-router`.
    """
    joined = [way for way in context.ways if _is_joined(way)]
    for way in joined[1:]:
        yield Hit(
            f"way {way.name} joins an Express Connect Router to {context.plan.service.id}, which way {joined[0].name} "
            "does already: a VPC takes dynamic routes from one source",
            context.way_where(way, "to"),
            "write `to: transit-router`",
        )
    attachments = {a.vpc: a for a in context.plan.vpc_attachments}
    service = attachments.get(context.plan.service.id)
    if service is None or not service.synchronise_routes:
        return
    for way in joined:
        yield Hit(
            f"way {way.name} joins an Express Connect Router to {service.vpc}, whose attachment {service.name} "
            "synchronises routes: the VPC would take none from the Express Connect Router",
            context.way_where(way, "to"),
            "turn options.vpc-route-synchronisation off, or write `to: transit-router`",
        )


def _is_joined(way: PlacedWay) -> bool:
    return isinstance(way.declared, ExpressConnectRouterWay) and way.declared.to == "vpc"

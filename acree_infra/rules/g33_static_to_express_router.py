"""G33: static routes to an Express Connect Router are not advertised to other regions."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed
from acree_infra.topology.sites.express_connect_router import ExpressConnectRouterWay


@RULES.rule("G33", "static-to-express-router", Severity.WARN)
def static_to_express_router(context: Context) -> Iterator[Hit]:
    """Warn where a site behind an Express Connect Router of another region is known by static routes.

    The connection between regions advertises static routes, but not those to an Express Connect Router (4.3). This
    stack writes the rows at the service region's router too; every further region that needs the site gets them by
    hand. Where such a row is left out, G25 refuses.

    To lift: use `routes: bgp`, or lower `rules.G33` with a reason.
    """
    if context.plan.waiting:
        return
    for way in context.ways:
        declared = way.declared
        region = getattr(declared, "region", None) or context.plan.region
        if not isinstance(declared, ExpressConnectRouterWay) or declared.routes == "bgp" or declared.to == "vpc":
            continue
        if region == context.plan.region:
            continue
        yield Hit(
            f"{listed(way.site.node.cidrs)} of {way.site.title} stand as static routes at the transit routers of "
            f"{region} and {context.plan.region}: static routes to an Express Connect Router are not advertised, so "
            "any further region needs its own",
            context.way_where(way),
            "use `routes: bgp` to have them learned everywhere, or confirm by rules.G33 with a reason",
        )

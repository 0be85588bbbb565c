"""G3: a VBR on a Basic Edition transit router reaches services of its own region only."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.g01_basic_edition import UPGRADE_PAGE
from acree_infra.rules.registry import RULES
from acree_infra.topology.sites.express_connect import ExpressConnectWay


@RULES.rule("G3", "basic-edition-line", Severity.REFUSE, Severity.WARN)
def basic_line(context: Context) -> Iterator[Hit]:
    """Refuse a VBR on a Basic Edition transit router when it must reach another region; warn in the own one.

    On Basic Edition a VBR reaches cloud services only in its own region, and only by AnyTunnel entries (4.1), which
    this project does not make: Basic Edition has no static routes.

    To lift: upgrade the router to Enterprise Edition; in the own region, make the AnyTunnel entries by hand.
    """
    basic = {router.region: router for router in context.routers if router.edition == "Basic"}
    regions = {router.region for router in context.routers if router.edition == "Basic"}
    for way in context.ways:
        if not isinstance(way.declared, ExpressConnectWay):
            continue
        region = way.declared.region or context.plan.region
        across = region != context.plan.region
        if region not in regions and not (across and context.plan.region in regions):
            continue
        router = basic.get(region) or basic[context.plan.region]
        name = f"transit router {router.id or router.name} in {router.region}"
        if across:
            message = (
                f"way {way.name} leads from {region} to the registry in {context.plan.region} over {name}, which is "
                "Basic Edition: a VBR reaches no cloud service of another region through it"
            )
            yield Hit(message, context.way_where(way), f"upgrade it to Enterprise Edition ({UPGRADE_PAGE})")
        else:
            message = (
                f"way {way.name} is on {name}, which is Basic Edition: auth and OSS need AnyTunnel entries there, "
                "which this stack does not make"
            )
            remedy = f"upgrade it to Enterprise Edition ({UPGRADE_PAGE}), or make the entries in the CEN console"
            yield Hit(message, context.way_where(way), remedy, Severity.WARN)

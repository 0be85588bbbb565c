"""G2: no Basic Edition transit router for IPsec connections."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.g01_basic_edition import UPGRADE_PAGE
from acree_infra.rules.registry import RULES
from acree_infra.topology.sites.express_connect_router import ExpressConnectRouterWay
from acree_infra.topology.sites.transit_vpn import TransitVpnWay

_WHAT = {TransitVpnWay: "an IPsec connection", ExpressConnectRouterWay: "an Express Connect Router"}


@RULES.rule("G2", "basic-edition-ipsec", Severity.REFUSE)
def basic_ipsec(context: Context) -> Iterator[Hit]:
    """Refuse a Basic Edition transit router for an IPsec connection, or for an Express Connect Router.

    Only Enterprise Edition has attachments of these kinds, and only it lets the network behind them reach cloud
    services (4.1).

    To lift: upgrade the router, name another one, or take the `vpn-gateway` kind.
    """
    basic = {router.region: router for router in context.routers if router.edition == "Basic"}
    for way in context.ways:
        what = _WHAT.get(type(way.declared))
        if what is None or getattr(way.declared, "to", "") == "vpc":
            continue
        router = basic.get(getattr(way.declared, "region", None) or context.plan.region)
        if router is not None:
            yield Hit(
                f"way {way.name} puts {what} on transit router {router.id or router.name} in {router.region}, which is "
                "Basic Edition and takes none",
                context.way_where(way),
                f"upgrade the router to Enterprise Edition ({UPGRADE_PAGE}), or take `kind: vpn-gateway`",
            )

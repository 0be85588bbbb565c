"""G1: no Basic Edition transit router between regions."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES

UPGRADE_PAGE = (
    "https://www.alibabacloud.com/help/cloud-enterprise-network/latest/regions-supported-by-the-forwarding-router"
)
"""Editions by region, and how an old Basic Edition router is upgraded (4.1)."""


@RULES.rule("G1", "basic-edition", Severity.REFUSE, Severity.WARN)
def basic_edition(context: Context) -> Iterator[Hit]:
    """Refuse a Basic Edition transit router on a path between regions.

    Basic Edition forwards no traffic of a VPC to the cloud services of another region (S8, 4.1), so the
    auth and OSS legs would end at it. It has nothing to do with the size `Basic` of a registry instance.
    Where every client is in the registry's own region it is only a warning.

    To lift: upgrade the router to Enterprise Edition, or use a CEN whose routers are Enterprise Edition.
    """
    across = bool(context.remote)
    for router in context.routers:
        if router.edition != "Basic":
            continue
        name = router.id or router.name
        where = context.router_where(router.region)
        remedy = (
            f"upgrade {name} to Enterprise Edition ({UPGRADE_PAGE}), or name another CEN or transit router in "
            f"network.cen or network.transit-routers.{router.region}"
        )
        if across:
            clients = [client.node.name for client in context.remote]
            through = [c.node.name for c in context.remote if c.node.region == router.region] or clients
            yield Hit(
                f"transit router {name} in {router.region} is Basic Edition, which does not reach cloud services of "
                f"another region; {through[0]} must reach the registry in {context.plan.region} through it",
                where,
                remedy,
            )
        else:
            yield Hit(
                f"transit router {name} in {router.region} is Basic Edition: enough inside one region, "
                "but no client of another region can be added",
                where,
                remedy,
                Severity.WARN,
            )

"""G4: a Smart Access Gateway needs a Basic Edition router and AnyTunnel, and nothing newer than 2021 tells how."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.topology.sites.smart_access_gateway import SmartAccessGatewayWay


@RULES.rule("G4", "smart-access-gateway", Severity.ASK)
def smart_access_gateway(context: Context) -> Iterator[Hit]:
    """Ask before a Smart Access Gateway is relied on, and about one on an Enterprise Edition router.

    Its Cloud Connect Network is on a Basic Edition transit router, where auth and OSS need one AnyTunnel entry a
    prefix. That is from 2021 (5.1); two official pages disagree on whether the access region may differ from the
    service region (K11), and whether a CCN is accepted at all is not known (N13). Nothing across regions is promised.
    With `entries: by-hand` the plan lists the entries to make in the console; with `entries: create` the stack makes
    them, once this rule is lowered.

    To lift: try one entry and one pull, then confirm by `rules.G4` with a reason.
    """
    routers = {facts.id: facts for facts in context.lock.networks.transit_routers}
    for way in context.ways:
        if not isinstance(way.declared, SmartAccessGatewayWay):
            continue
        known = routers.get(way.declared.transit_router)
        if known is not None and known.edition == "Enterprise":
            yield Hit(
                f"way {way.name} is over {known.id}, which is Enterprise Edition: a CCN is not among its attachments",
                context.way_where(way, "transit-router"),
                "name the Basic Edition router of the CCN's CEN, or take another kind of way",
            )
        entries = sum(entry.way == way.name for entry in context.plan.premises.service_entries)
        made = way.declared.entries == "create"
        who = "this stack makes them" if made else "this stack makes none of them"
        first = "try one of them by hand" if made else "make them in the CEN console as the plan lists them, try a pull"
        yield Hit(
            f"way {way.name} needs AnyTunnel entries for {entries} prefixes with access region {way.declared.area} on "
            f"{way.declared.transit_router}: facts are from 2021, pages disagree (K11), and whether a CCN is accepted "
            f"is not known (N13); {who}",
            context.way_where(way),
            f"{first}, then confirm by rules.G4 with a reason",
        )

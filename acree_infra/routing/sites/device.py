"""The table of a site's device."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import ALL_LEGS, Hop, HopKind, LegId, Origin, Route
from acree_infra.routing.rows import Scene, needed
from acree_infra.routing.sites.case import Case
from acree_infra.routing.sites.nouns import SiteNode


def device_rows(case: Case, scene: Scene, hop: Hop, learned: frozenset[LegId]) -> Iterator[Route]:
    """What the device sends into one way.

    Args:
        case: the way.
        scene: what rows are made from.
        hop: the tunnel or the line.
        learned: legs whose prefixes the device learns by BGP; all others are rendered for it.
    """
    table, rank = case.node.table, case.way.rank
    for target, prefix in needed(scene, case.node.region, all_legs=True):
        by_bgp = target.leg in learned
        origin = Origin.LEARNED if by_bgp else Origin.RENDERED
        reason = f"{target.leg} leg of {case.site.name}: " + ("BGP of the cloud" if by_bgp else target.source)
        yield Route(table, prefix, hop, (target.leg,), origin, reason, case.name, rank)
    for prefix in case.forwarded:
        reason = f"DNS forwarding of {case.site.name}: the cloud's resolver"
        yield Route(table, prefix, hop, (), Origin.RENDERED, reason, case.name, rank)


def local_rows(node: SiteNode) -> Iterator[Route]:
    """The site's own CIDRs behind its device."""
    for subnet in node.subnets:
        hop = Hop(HopKind.LOCAL, subnet.id)
        yield Route(node.table, subnet.cidr, hop, ALL_LEGS, Origin.BUILT_IN, f"hosts of {node.name}")

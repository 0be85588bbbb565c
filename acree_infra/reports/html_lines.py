"""What joins the boxes of the network drawing: attachments, connections, peerings, ways of sites, doors to the legs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from acree_infra.reports.html_shapes import Box, Line, joined, short
from acree_infra.reports.html_sides import both
from acree_infra.reports.html_sites import SiteWay
from acree_infra.routing.nouns import LegId, PeerAttachment, VpcAttachment
from acree_infra.routing.plan_model import Plan

_MOST = 16
"""Characters of a name; hovering shows the whole one."""


def lines_of(plans: Sequence[Plan], ways: Sequence[SiteWay], boxes: Mapping[str, Box]) -> Iterator[Line]:
    """Every line between boxes that are drawn.

    Args:
        plans: one; or two, before and after.
        ways: the ways of sites.
        boxes: by the name that steps of a trace call them.
    """
    yield from _attachment_lines(plans, boxes)
    yield from _peer_lines(plans, boxes)
    yield from _peering_lines(plans, boxes)
    yield from _site_lines(ways, boxes)
    yield from _doors(plans[-1], boxes)


def _site_lines(ways: Sequence[SiteWay], boxes: Mapping[str, Box]) -> Iterator[Line]:
    for way in ways:
        yield from _line(way.hop, "", "", way.change, _ends(boxes, way.site, way.gateway))
        ends = sorted(_ends(boxes, way.gateway, way.end), key=lambda box: box.x)
        yield from _line(way.over, "", "", way.change, ends)


def _peering_lines(plans: Sequence[Plan], boxes: Mapping[str, Box]) -> Iterator[Line]:
    """VPC peerings: from a client's VPC to the service VPC, past the routers."""
    for found in both([plan.premises for plan in plans], "peerings", "name"):
        ends = sorted(_ends(boxes, found.item.vpc, found.item.peer_vpc), key=lambda box: box.x)
        below = f"{found.item.mbps} Mbit/s" if found.item.mbps else ""
        yield from _line(found.item.name, below, "VPC peering", found.change, ends)


def _attachment_lines(plans: Sequence[Plan], boxes: Mapping[str, Box]) -> Iterator[Line]:
    """Each VPC attachment: clients stand left of their router, the service VPC right of it."""
    for found in both(plans, "vpc_attachments", "name"):
        attachment: VpcAttachment = found.item
        ends = sorted(_ends(boxes, attachment.vpc, attachment.transit_router), key=lambda box: box.x)
        zones = ", ".join(zone.zone for zone in attachment.zones)
        yield from _line(attachment.name, f"{len(attachment.zones)} zones", zones, found.change, ends)


def _peer_lines(plans: Sequence[Plan], boxes: Mapping[str, Box]) -> Iterator[Line]:
    for found in both(plans, "peer_attachments", "name"):
        peer: PeerAttachment = found.item
        ends = _ends(boxes, peer.peer_transit_router, peer.transit_router)
        paid = f"{peer.mbps} Mbit/s" if peer.mbps else "no bandwidth"
        yield from _line(peer.name, paid, f"{peer.bandwidth_type} {paid}".strip(), found.change, ends)


def _doors(plan: Plan, boxes: Mapping[str, Box]) -> Iterator[Line]:
    """From the service VPC to the legs: the registry's address in a vSwitch, the others as cloud services."""
    for leg in LegId:
        yield from _line(f"leg:{leg}", "", "", "", _ends(boxes, plan.service.id, f"leg:{leg}"))


def _ends(boxes: Mapping[str, Box], *names: str) -> list[Box]:
    return [boxes[name] for name in names if name in boxes]


def _line(name: str, below: str, more: str, change: str, ends: Iterable[Box]) -> Iterator[Line]:
    """A line between two boxes; none where one of them is not drawn."""
    found = list(ends)
    if len(found) == 2:  # noqa: PLR2004  # both of its ends
        path, x, y = joined(*found)
        told_by_box = name.startswith("leg:") or name in (box.name for box in found)
        label = "" if told_by_box else short(name, _MOST)
        told = "; ".join(part for part in (name.removeprefix("leg:"), more, change) if part)
        yield Line(name, label, below, told, change, path, x, y)

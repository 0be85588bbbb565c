"""Where everything stands in the network drawing: clients at the left, the registry's three legs at the right."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from acree_infra.reports.html_lines import lines_of
from acree_infra.reports.html_shapes import WIDTH, Box, Drawing, Frame, short
from acree_infra.reports.html_sides import Found, both
from acree_infra.reports.html_sites import ON_SITE, SiteWay, site_ways
from acree_infra.routing.nouns import LegId, VpcNode
from acree_infra.routing.plan_model import Plan

_ROW, _LEG_ROW, _EDGE, _FRAME, _NAME = 92, 78, 28, 16, 22
"""Heights of a client and of a leg; margins of the drawing and of a region; height of a region's name."""
_NEAR_GAP, _FAR_GAP = 118, 176
"""Between two boxes of a region, and of two regions."""
_CLIENT = _EDGE
_NEAR = _CLIENT + WIDTH + _NEAR_GAP
_FAR = _NEAR + WIDTH + _FAR_GAP
_SERVICE = _FAR + WIDTH + _NEAR_GAP
_LEG = _SERVICE + WIDTH + _NEAR_GAP
_LEAST = 3 * _LEG_ROW + 2 * _FRAME
"""Height that the registry's region needs."""
_MOST_IN_BOX = 23
"""Characters of a name; hovering shows the whole one."""


def drawing_of(plans: Sequence[Plan], links: Mapping[str, str], changed: Collection[str] = ()) -> Drawing:
    """The network of a plan, or of two that are compared.

    Args:
        plans: one; or two, before and after.
        links: anchor of the first table of each VPC and router.
        changed: names of attachments that stay and are made otherwise.
    """
    region = plans[-1].region
    clients = sorted(both(plans, "clients", "id"), key=lambda found: _order(found.item, region))
    routers = {found.item.region: found for found in both(plans, "transit_routers", "name")}
    boxes: dict[str, Box] = {}
    frames: list[Frame] = []
    mesh = {found.item.id for found in clients} | {found.item.name for found in routers.values()}
    ways = site_ways(plans, mesh | {plans[-1].service.id})
    groups = len({found.item.region for found in clients}) + bool(ways)
    needed = (len(clients) + len(ways)) * _ROW + groups * 2 * _FRAME + max(0, groups - 1) * _NAME
    height = max(needed, _LEAST)
    top = _EDGE + (height - needed) / 2
    for place, group in groupby(clients, key=lambda found: found.item.region):
        top = _region(list(group), None if place == region else routers.get(place), top, links, boxes, frames)
    if ways:
        _sites(ways, top, links, boxes, frames)
    _service(plans, routers.get(region), _EDGE + height / 2, links, boxes, frames)
    lines = lines_of(plans, ways, boxes)
    marked = tuple(replace(line, change=line.change or "changed") if line.name in changed else line for line in lines)
    return Drawing(_LEG + WIDTH + _EDGE, height + 2 * _EDGE, tuple(boxes.values()), marked, tuple(frames))


def _order(client: VpcNode, region: str) -> tuple[bool, str, str, str]:
    """Clients of the registry's own region come last."""
    return client.region == region, client.region, client.name, client.id


def _region(
    clients: list[Found],
    router: Found | None,
    top: float,
    links: Mapping[str, str],
    boxes: dict[str, Box],
    frames: list[Frame],
) -> float:
    """Draw a region's clients and their router; gives where the next region may begin."""
    middles = [top + _FRAME + _ROW * (place + 0.5) for place in range(len(clients))]
    for found, y in zip(clients, middles, strict=True):
        boxes[found.item.id] = _vpc(found, _CLIENT, y, links)
    if router is not None:
        boxes[router.item.name] = _router(router, _NEAR, (middles[0] + middles[-1]) / 2, links)
    right = _CLIENT if router is None else _NEAR
    bottom = top + 2 * _FRAME + _ROW * len(clients)
    frames.append(_frame(clients[0].item.region, _CLIENT, right, top, bottom))
    return bottom + _NAME


def _sites(
    ways: Sequence[SiteWay],
    top: float,
    links: Mapping[str, str],
    boxes: dict[str, Box],
    frames: list[Frame],
) -> None:
    """Draw the devices of data centers, and what each of their ways goes through."""
    y = top + _FRAME + _ROW / 2
    for site, group in groupby(ways, key=lambda way: way.site):
        own = list(group)
        middle = y + (len(own) - 1) * _ROW / 2
        changes = {way.change for way in own}
        change = changes.pop() if len(changes) == 1 else ""
        boxes[site] = _box(site, (f"Site {site}", "device", own[0].cidrs), "site", change, _CLIENT, middle, links)
        for way in own:
            lines = (way.title, way.gateway, way.hop if way.hop != way.gateway else "")
            boxes[way.gateway] = _box(way.gateway, lines, "router", way.change, _NEAR, y, links)
            y += _ROW
    frames.append(_frame(ON_SITE, _CLIENT, _NEAR, top, y - _ROW / 2 + _FRAME))


def _service(
    plans: Sequence[Plan],
    router: Found | None,
    y: float,
    links: Mapping[str, str],
    boxes: dict[str, Box],
    frames: list[Frame],
) -> None:
    """Draw the registry's region: its router, the service VPC and the legs."""
    plan = plans[-1]
    if router is not None:
        boxes[router.item.name] = _router(router, _FAR, y, links)
    boxes[plan.service.id] = _vpc(Found(plan.service, _came(plans)), _SERVICE, y, links)
    for place, leg in enumerate(LegId):
        boxes[f"leg:{leg}"] = _leg(plan, leg, y + (place - 1) * _LEG_ROW)
    frames.append(_frame(plan.region, _FAR, _LEG, y - _LEAST / 2, y + _LEAST / 2))


def _came(plans: Sequence[Plan]) -> str:
    return "" if plans[0].service.id == plans[-1].service.id else "added"


def _frame(name: str, left: float, right: float, top: float, bottom: float) -> Frame:
    return Frame(name, left - _FRAME, top, right - left + WIDTH + 2 * _FRAME, bottom - top)


def _vpc(found: Found, x: float, y: float, links: Mapping[str, str]) -> Box:
    node: VpcNode = found.item
    cidrs = ", ".join(str(cidr) for cidr in node.cidrs)
    lines = (f"VPC {node.name}", node.id, cidrs)
    return _box(node.id, lines, "vpc", found.change, x, y, links)


def _router(found: Found, x: float, y: float, links: Mapping[str, str]) -> Box:
    edition = f"{found.item.edition} edition" if found.item.edition else "edition unknown"
    lines = ("Transit router", found.item.name, edition)
    return _box(found.item.name, lines, "router", found.change, x, y, links)


def _leg(plan: Plan, leg: LegId, y: float) -> Box:
    target = next((target for target in plan.targets if target.leg is leg), None)
    hosts = ", ".join(target.hosts) if target else "not known yet"
    prefixes = [str(prefix) for prefix in target.prefixes] if target else []
    where = str(plan.registry_address or "not linked yet") if leg is LegId.REGISTRY else _listed(prefixes)
    return _box(f"leg:{leg}", (str(leg), hosts, where), "leg", "", _LEG, y, {})


def _listed(prefixes: list[str]) -> str:
    if not prefixes:
        return "no address"
    return prefixes[0] if len(prefixes) == 1 else f"{len(prefixes)} prefixes"


def _box(
    name: str, lines: tuple[str, ...], kind: str, change: str, x: float, y: float, links: Mapping[str, str]
) -> Box:
    shown = tuple(short(line, _MOST_IN_BOX) for line in lines)
    told = "; ".join((*lines, change) if change else lines)
    return Box(name, shown, told, kind, change, x, y, links.get(name, ""))

"""Random worlds with data centers that come in by leased lines of every kind, some by two, some of these down."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network

from hypothesis import strategies as st

from tests.e2e.network.worlds.addresses import HOME, member
from tests.e2e.network.worlds.given import Data, Given
from tests.e2e.network.worlds.sited import RANGES
from tests.e2e.network.worlds.strategies import HOST_PLACE, worlds

ALONE = (("line",), ("router",), ("router",), ("direct",))
"""A VBR on a transit router; one behind an Express Connect Router on a transit router; one behind such in the VPC."""
TOGETHER = (*5 * [("line", "line")], ("router", "line"), ("direct", "line"), ("line", "direct"))
"""What is used first, and what takes over. Only the first of them can: the others need static rows that stay (G17).

None has a static way over an Express Connect Router on a transit router as its second: the planner makes no row for
that, and no fact tells whether the router learns it all the same.
"""


@st.composite
def worlds_of_ways(draw: st.DrawFn) -> Given:
    """A world with one to three data centers, each with one or two ways and with a host in each of its ranges."""
    given = draw(worlds())
    given.world.update(vbrs=[], sites=[])
    given.stack["sites"] = []
    free = list(draw(st.permutations(RANGES)))
    narrow = _narrow(given)
    for number in range(draw(st.integers(1, 3))):
        ranges = [free.pop()]
        if narrow:
            ranges.append(narrow.pop())
        elif draw(st.integers(0, 3)) == 0:
            ranges.append(_inside(draw, ranges[0]))
        _add(draw, given, f"s{number}", ranges)
    if not given.world["cens"] and draw(st.booleans()):
        given.stack["clients"] = []
    direct = all(way.get("to") == "vpc" for site in given.stack["sites"] for way in site["via"])
    if direct and not given.stack["clients"]:
        given.stack["network"]["cen"] = "none"
    lines = [vbr["id"] for vbr in given.world["vbrs"]]
    return replace(
        given,
        down=draw(st.sampled_from(([], *([line] for line in lines), lines[::2], lines[:2]))),
        routes=sorted(draw(st.sets(st.integers(0, 30), max_size=draw(st.sampled_from((0, 0, 1, 2)))))),
        associations=sorted(draw(st.sets(st.integers(0, 9), max_size=draw(st.sampled_from((0, 0, 1)))))),
    )


def _add(draw: st.DrawFn, given: Given, name: str, ranges: list[str]) -> None:
    """A data center; where it has two ways, either may be written first."""
    kinds = draw(st.sampled_from(draw(st.sampled_from((ALONE, TOGETHER)))))
    ranked = list(enumerate(kinds))
    if draw(st.booleans()):
        ranked.reverse()
    regions = [its["id"] for its in given.world["regions"]]
    if draw(st.integers(0, 3)):  # in two regions most need static rows (G17)
        regions = [draw(st.sampled_from(regions))]
    ways: list[Data] = []
    dns = draw(st.sampled_from(("hosts", "forward", "none")))
    given.stack["sites"].append({"name": name, "cidrs": ranges, "dns": dns, "via": ways})
    for place, (rank, kind) in enumerate(ranked):
        ways.append(_way(draw, given, f"{name}{place}", rank, kind, regions))
    hosts = [{"name": f"h{place}", "address": member(cidr, HOST_PLACE)} for place, cidr in enumerate(ranges)]
    lines = [way["vbr"] for way in ways]
    given.world["sites"].append(
        {
            "id": name,
            "cidrs": ranges,
            "addresses": [f"203.0.113.{10 + len(given.world['sites'])}"],
            "lines": lines,
            "hosts": hosts,
        }
    )


def _way(draw: st.DrawFn, given: Given, name: str, rank: int, kind: str, regions: list[str]) -> Data:
    """A way of a kind; a VPC takes one Express Connect Router only (G34)."""
    if kind == "direct" and any(its.get("to") == "vpc" for site in given.stack["sites"] for its in site["via"]):
        kind = "line"
    region = HOME if kind == "direct" else draw(st.sampled_from(regions))
    vbr, third = f"vbr-{name}", len(given.world["vbrs"])
    given.world["vbrs"].append({"id": vbr, "region": region, "local": f"10.255.{third}.1", "peer": f"10.255.{third}.2"})
    way: Data = {"name": f"w{name[-1]}", "rank": rank, "vbr": vbr}
    if kind == "line":
        return {**way, "kind": "express-connect", "region": region}
    if draw(st.booleans()):
        way["router"] = f"ecr-{name}"
        given.express_routers.append([way["router"], vbr, region])
    where = {"to": "vpc"} if kind == "direct" else {"region": region}
    return {**way, "kind": "express-connect-router", **where}


def _inside(draw: st.DrawFn, cidr: str) -> str:
    """A part of a range that its owner declares too."""
    prefix = IPv4Network(cidr)
    return str(draw(st.sampled_from(list(prefix.subnets(prefixlen_diff=2))[1:])))


def _narrow(given: Given) -> list[str]:
    """Ranges that a data center may have although a VPC of the stack has more: nobody routes to a linked VPC.

    Nor to what is left out of `cidrs`: it is offered all the same, and the narrower range wins.
    """
    service = given.stack["network"]["service-vpc"]
    declared = {its["vpc"]: its for its in given.stack["clients"]} | {service["id"]: service}
    wanted, rest = [], []
    for vpc in given.world["vpcs"]:
        its, cidrs = declared[vpc["id"]], [vpc["cidr"], *vpc["secondary-cidrs"]]
        routed = [] if its.get("via") == "link" else its.get("cidrs", cidrs)
        wanted += [IPv4Network(cidr) for cidr in routed]
        rest += [IPv4Network(cidr) for cidr in cidrs if cidr not in routed]
    free = {cidr for cidr in rest if not any(cidr.overlaps(other) for other in wanted)}
    return [str(list(cidr.subnets(new_prefix=24))[-1]) for cidr in sorted(free)]

"""Routes that somebody else has put into the tables of a random world: broader, narrower, sideways."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.e2e.network.worlds.addresses import HOME
from tests.e2e.network.worlds.existing import Existing
from tests.e2e.network.worlds.given import Data

if TYPE_CHECKING:
    from tests.e2e.network.worlds.strategies import Site

Legs = tuple[str, list[str], list[str]]
"""Address of the registry, addresses of auth, ranges of object storage."""

_BROAD = ("0.0.0.0/0", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.0.0.0/8")
_SPACE = IPv4Network("100.64.0.0/10")


@st.composite
def foreign_routes(draw: st.DrawFn, home: Site, clients: list[Site], between: Existing, legs: Legs) -> list[str]:
    """Put routes into the world; returns the destinations of those that were put."""
    put = []
    everybody = [home, *clients]
    for _ in range(draw(st.sampled_from((0, 0, 1, 2)))):
        site = draw(st.sampled_from(everybody))
        destination = draw(_destinations(everybody, legs))
        table = draw(st.sampled_from(site.vpc["route-tables"]))
        if _fits(site.vpc, table["routes"], destination):
            table["routes"].append({"destination": destination, **draw(_vpc_hops(site, between))})
            put.append(destination)
    for _ in range(draw(st.sampled_from((0, 0, 1, 3))) if between.routers else 0):
        region = draw(st.sampled_from(sorted(between.routers)))
        table, destination = draw(st.sampled_from(between.tables[region])), draw(_destinations(everybody, legs))
        if all(known[:2] != [table, destination] for known in between.statics):
            between.statics.append([table, destination, draw(st.sampled_from(_hops(region, between)))])
            put.append(destination)
    return put


@st.composite
def _destinations(draw: st.DrawFn, everybody: list[Site], legs: Legs) -> str:
    registry, auth, ranges = legs
    kind = draw(st.sampled_from(("broad", "registry", "auth", "storage", "vpc")))
    if kind == "broad":
        return draw(st.sampled_from(_BROAD))
    if kind == "registry":
        return str(IPv4Network(f"{registry}/{draw(st.sampled_from((32, 28, 20, 14)))}", strict=False))
    if kind == "auth":
        return str(IPv4Network(f"{draw(st.sampled_from(auth))}/{draw(st.sampled_from((32, 30, 24)))}", strict=False))
    prefix = IPv4Network(
        draw(st.sampled_from(ranges)) if kind == "storage" else draw(st.sampled_from(everybody)).blocks[-1]
    )
    length = draw(st.sampled_from((prefix.prefixlen, prefix.prefixlen + 1, prefix.prefixlen + 2, prefix.prefixlen - 1)))
    return str(IPv4Network(f"{prefix.network_address}/{length}", strict=False))


def _fits(vpc: Data, routes: list[Data], destination: str) -> bool:
    """Whether a table takes a destination: not inside a vSwitch, no wide piece of the services' space, not twice."""
    prefix = IPv4Network(destination)
    if prefix.subnet_of(_SPACE) and prefix.prefixlen < 16:
        return False
    inside = any(prefix.subnet_of(IPv4Network(vswitch["cidr"])) for vswitch in vpc["vswitches"])
    return not inside and all(route["destination"] != destination for route in routes)


def _vpc_hops(site: Site, between: Existing) -> st.SearchStrategy[Data]:
    hops: list[Data] = [
        {"hop-type": "BlackHole"},
        {"hop-type": "NatGateway", "hop": "ngw-1"},
        {"hop-type": "Instance", "hop": site.hosts[0]["id"]},
    ]
    if site.vpc["id"] in between.attachments:
        hops += 3 * [{"hop-type": "Attachment", "hop": between.attachments[site.vpc["id"]]}]
    return st.sampled_from(hops)


def _hops(region: str, between: Existing) -> list[str]:
    here = {item["id"] for item in between.routers[region]["attachments"]}
    here |= {name for where, name in between.connections.items() if region in {where, HOME}}
    return ["", *sorted(here)]

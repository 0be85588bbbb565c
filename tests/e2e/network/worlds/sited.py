"""Random worlds with data centers at leased lines: their VBRs are on transit routers, beside clients as ever."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.e2e.network.worlds.addresses import member
from tests.e2e.network.worlds.given import Data, Given
from tests.e2e.network.worlds.strategies import HOST_PLACE, worlds

RANGES = ("10.200.1.0/24", "172.20.8.0/22", "198.18.0.0/20", "10.201.0.0/16", "100.32.7.0/24")
"""Ranges of data centers, in none of those of VPCs."""


@st.composite
def sited_worlds(draw: st.DrawFn) -> Given:
    """A world with one or two data centers, each with a line, with up to two ranges and a host in each."""
    given = draw(worlds())
    regions = [region["id"] for region in given.world["regions"]]
    free = list(draw(st.permutations(RANGES)))
    given.world.update(vbrs=[], sites=[])
    given.stack["sites"] = []
    for number in range(draw(st.integers(1, 2))):
        ranges = [free.pop() for _ in range(draw(st.integers(1, 2)))]
        region = draw(st.sampled_from(regions))
        given.world["vbrs"].append(_vbr(number, region))
        given.world["sites"].append(_site(number, ranges))
        given.stack["sites"].append(
            {
                "name": f"s{number}",
                "cidrs": ranges,
                "dns": draw(st.sampled_from(("hosts", "forward", "none"))),
                "via": [{"kind": "express-connect", "vbr": f"vbr-s{number}", "region": region}],
            }
        )
    if not given.world["cens"] and draw(st.booleans()):
        given.stack["clients"] = []
    return given


def _vbr(number: int, region: str) -> Data:
    ends = {"local": f"10.255.{number}.1", "peer": f"10.255.{number}.2"}
    return {"id": f"vbr-s{number}", "region": region, **ends}


def _site(number: int, ranges: list[str]) -> Data:
    hosts = [{"name": f"h{place}", "address": member(cidr, HOST_PLACE)} for place, cidr in enumerate(ranges)]
    addresses = [f"203.0.113.{10 + number}"]
    return {"id": f"s{number}", "cidrs": ranges, "addresses": addresses, "lines": [f"vbr-s{number}"], "hosts": hosts}

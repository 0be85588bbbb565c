"""What ways over one Basic Edition router must say together: it has one set of AnyTunnel entries; see `checks`."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.topology.checks import check
from acree_infra.topology.fault import Fault, Key, key_text
from acree_infra.topology.found import shown
from acree_infra.topology.written import Written

_TOGETHER = {"area": "", "entries": "by-hand", "cen": ""}
"""Keys that must be equal, with what an absent one stands for."""


@check
def a_router_has_one_set_of_entries(written: Written) -> Iterator[Fault]:
    """Two sites behind Smart Access Gateways share the entries of their router, so they agree who makes them."""
    first: dict[str, Key] = {}
    for site in written.sites():
        for way in written.items(*site, "via"):
            router = written.text(*way, "transit-router")
            if router is None or written.text(*way, "kind") != "smart-access-gateway":
                continue
            earlier = first.setdefault(router, way)
            for name, absent in _TOGETHER.items():
                here, there = (written.text(*each, name) or absent for each in (way, earlier))
                if here != there:
                    message = (
                        f"{key_text((*way, name))}: entries of {router} are made for {key_text(earlier)} with "
                        f"{shown(there)}, {written.first(earlier)}; found {shown(here)}"
                    )
                    yield Fault(way, message, f"write the same `{name}` in both: a router has one set of entries")

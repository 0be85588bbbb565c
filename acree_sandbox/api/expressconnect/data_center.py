"""What a virtual border router knows of its data center."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from acree_sandbox.api.expressconnect.bgp_peers import learned
from acree_sandbox.api.expressconnect.resources import BgpPeer, BgpSession, Vbr
from acree_sandbox.api.vpc.resources import RouteEntry
from acree_sandbox.core.cloud import Cloud


def data_center_prefixes(cloud: Cloud, row: Vbr) -> Sequence[str]:
    """The prefixes of the data center that a VBR knows, each once."""
    custom = [
        entry.destination
        for entry in cloud.where(RouteEntry, "route_table", row.table)
        if entry.hop == row.interface and entry.status in {"Available", "Modifying"}
    ]
    return tuple(dict.fromkeys([*custom, *by_bgp(cloud, row)]))


def as_paths(cloud: Cloud, row: Vbr) -> Mapping[str, int]:
    """Length of the shortest AS path of each prefix that a VBR learned by BGP."""
    found: dict[str, int] = {}
    for peer in cloud.where(BgpPeer, "router", row.id):
        session = cloud.get(BgpSession, peer.id)
        for prefix in learned(cloud, peer) if peer.status == "Available" else ():
            length = session.as_paths.get(prefix, 1) if session else 1
            found[prefix] = min(length, found.get(prefix, length))
    return found


def by_bgp(cloud: Cloud, row: Vbr) -> Iterator[str]:
    """The prefixes that a VBR learned by BGP, of one peer after the other."""
    for peer in cloud.where(BgpPeer, "router", row.id):
        if peer.status == "Available":
            yield from learned(cloud, peer)

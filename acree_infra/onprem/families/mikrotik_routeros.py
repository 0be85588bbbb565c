"""MikroTik RouterOS 7: IKEv2 with policies, since it has no tunnel interface for plain IPsec."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from acree_infra.onprem.facts import ROUTER_ASPECTS
from acree_infra.onprem.family import FAMILIES, Family, one_file
from acree_infra.onprem.proposals import Integrity
from acree_infra.onprem.reading.mikrotik_routeros import read
from acree_infra.onprem.view import Selectors, SiteView, Tunnel

_MOST_TUNNELS = 2


def _reasons(view: SiteView) -> Iterator[str]:
    if view.tunnels and view.links:
        yield "its IPsec policies take the traffic before routes can choose a leased line: use two devices"
    if any(view.learned(tunnel) for tunnel in view.tunnels):
        yield "it has no tunnel interface for plain IPsec, so BGP has nothing to run on: use static routes"
    if len(view.tunnels) > _MOST_TUNNELS:
        yield f"it changes over between two tunnels, and there are {len(view.tunnels)}"
    for tunnel in view.tunnels:
        if tunnel.ipsec.integrity is Integrity.SHA384:
            yield f"{tunnel.name}: its ESP has no sha384"


def _adapted(view: SiteView) -> SiteView:
    """Selectors of all traffic become the site's CIDRs and the services, which the cloud's end may narrow to."""
    narrow = Selectors(view.cidrs, view.prefixes)
    tunnels = tuple(
        replace(tunnel, selectors=narrow) if tunnel.selectors.everything else tunnel for tunnel in view.tunnels
    )
    return replace(view, tunnels=tunnels)


def _in_order(view: SiteView) -> list[Tunnel]:
    return sorted(view.tunnels, key=lambda tunnel: (tunnel.rank, tunnel.number))


MIKROTIK_ROUTEROS = FAMILIES.register(
    Family(
        name="mikrotik-routeros",
        title="MikroTik RouterOS",
        covers=ROUTER_ASPECTS - {"insides", "tunnel_routes"},
        drafts=one_file("device.rsc", "{site}.rsc"),
        read=read,
        incomparable="an export leaves out what is a default, so what is missing cannot be told from what is right",
        reasons=_reasons,
        adapted=_adapted,
        words={
            "outside": "ether1",
            "line": "ether3",
            "first_tunnel": lambda view: _in_order(view)[0],
            "second_tunnel": lambda view: _in_order(view)[1],
        },
    )
)

"""strongSwan with the kernel's ESP: XFRM interfaces, and routes that are there while their tunnel is up."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.onprem.facts import TUNNEL_ASPECTS
from acree_infra.onprem.families.reasons import same_ends
from acree_infra.onprem.families.swanctl import proposal
from acree_infra.onprem.family import FAMILIES, Draft, Family
from acree_infra.onprem.reading.strongswan import read
from acree_infra.onprem.view import SiteView

_INTERFACE_IDS = 100
"""XFRM interface ids start above this."""


def _drafts(view: SiteView) -> Iterator[Draft]:
    yield Draft("swanctl.conf", f"{view.site}.conf")
    yield Draft("secrets.conf", f"{view.site}.secrets.conf")
    yield Draft("strongswan.conf", f"{view.site}-strongswan.conf")
    yield Draft("interfaces.sh", f"{view.site}-interfaces.sh", runnable=True)
    for tunnel in view.tunnels:
        if view.static_on(tunnel):
            yield Draft("updown", f"{tunnel.name}.updown", {"tunnel": tunnel}, runnable=True)


def reasons(view: SiteView) -> Iterator[str]:
    """What strongSwan cannot do: leased lines alone."""
    if not view.tunnels:
        yield "it has no tunnels: leased lines need iproute2, networkd or frr"


def _reasons(view: SiteView) -> Iterator[str]:
    yield from reasons(view)
    yield from same_ends(view)


STRONGSWAN = FAMILIES.register(
    Family(
        name="strongswan",
        title="strongSwan",
        covers=TUNNEL_ASPECTS | {"tunnel_routes"},
        drafts=_drafts,
        read=read,
        reasons=_reasons,
        words={"outside": "eth0", "interface_ids": _INTERFACE_IDS, "proposal": proposal},
    )
)

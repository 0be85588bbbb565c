"""strongSwan that encrypts by itself (kernel-libipsec): for hosts and containers whose kernel has no ESP."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.onprem.facts import TUNNEL_ASPECTS
from acree_infra.onprem.families.strongswan import reasons
from acree_infra.onprem.families.swanctl import proposal
from acree_infra.onprem.family import FAMILIES, Draft, Family
from acree_infra.onprem.reading.strongswan import read
from acree_infra.onprem.view import SiteView


def _drafts(view: SiteView) -> Iterator[Draft]:
    yield Draft("up.sh", "up.sh", runnable=True)
    yield Draft("down.sh", "down.sh", runnable=True)
    for tunnel in view.tunnels:
        yield Draft("strongswan.conf", f"{tunnel.name}/strongswan.conf", {"tunnel": tunnel})
        yield Draft("swanctl.conf", f"{tunnel.name}/swanctl/swanctl.conf", {"tunnel": tunnel})
        yield Draft("secrets.conf", f"{tunnel.name}/swanctl/secrets.conf", {"tunnel": tunnel})
        if view.static_on(tunnel):
            yield Draft("updown", f"{tunnel.name}/updown", {"tunnel": tunnel}, runnable=True)


STRONGSWAN_USERSPACE = FAMILIES.register(
    Family(
        name="strongswan-userspace",
        title="strongSwan with ESP in user space",
        covers=TUNNEL_ASPECTS | {"tunnel_routes"},
        drafts=_drafts,
        read=read,
        reasons=reasons,
        words={"table": 220, "priority": 40000, "port": 1500, "port_nat_t": 14500, "proposal": proposal},
    )
)

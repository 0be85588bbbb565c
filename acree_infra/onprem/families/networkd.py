"""Plain Linux routes, as files of systemd-networkd."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.onprem.family import FAMILIES, Draft, Family
from acree_infra.onprem.reading.networkd import read
from acree_infra.onprem.view import SiteView


def _drafts(view: SiteView) -> Iterator[Draft]:
    yield Draft("guard.network", f"40-acree-{view.site}-guard.network")
    for link in view.links:
        if link.vlan:
            yield Draft("port.network", f"40-acree-{link.name}-port.network", {"link": link})
            yield Draft("vlan.netdev", f"40-acree-{link.name}.netdev", {"link": link})
        yield Draft("line.network", f"40-acree-{link.name}.network", {"link": link})


NETWORKD = FAMILIES.register(
    Family(
        name="networkd",
        title="Linux routes (systemd-networkd)",
        covers=frozenset({"lines", "line_routes", "guards"}),
        drafts=_drafts,
        read=read,
        words={"line": "eth1"},
    )
)

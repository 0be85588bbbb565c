"""Plain Linux routes, as a script of `ip` commands that can run again at any time."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.onprem.family import FAMILIES, Draft, Family
from acree_infra.onprem.reading.iproute2 import read
from acree_infra.onprem.view import SiteView


def _drafts(view: SiteView) -> Iterator[Draft]:
    yield Draft("routes.sh", f"{view.site}-routes.sh", runnable=True)


def _static_tunnels(view: SiteView) -> bool:
    return any(view.static_on(tunnel) for tunnel in view.tunnels)


IPROUTE2 = FAMILIES.register(
    Family(
        name="iproute2",
        title="Linux routes (iproute2)",
        covers=frozenset({"lines", "line_routes", "guards"}),
        drafts=_drafts,
        read=read,
        words={"line": "eth1", "static_tunnels": _static_tunnels},
    )
)

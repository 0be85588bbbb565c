"""Why a device family cannot do what a view asks: the reasons that several families share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from acree_infra.onprem.view import SiteView


def needs_all_traffic(view: SiteView) -> Iterator[str]:
    """A tunnel interface of this family carries the selectors 0.0.0.0/0 only (G36)."""
    for tunnel in view.tunnels:
        if not tunnel.selectors.everything:
            yield (
                f"{tunnel.name} has selectors of its own, and a tunnel interface here takes 0.0.0.0/0 to 0.0.0.0/0 "
                "only: give the connection those, and let routes choose (G36)"
            )


def same_ends(view: SiteView) -> Iterator[str]:
    """This family finds the key of a tunnel by the names of its ends, so two tunnels cannot share them."""
    ends = Counter((tunnel.device_identity, tunnel.cloud_identity) for tunnel in view.tunnels)
    for (device, cloud), times in ends.items():
        if times > 1:
            yield f"{times} tunnels go from {device} to {cloud}, and keys are found by these two names only"

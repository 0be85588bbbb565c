"""G15: a customer gateway's address lies outside 100.64.0.0/10."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.topology.sites.tunnel import Ipsec
from acree_infra.topology.values import SERVICE_SPACE


@RULES.rule("G15", "device-address", Severity.REFUSE)
def device_address(context: Context) -> Iterator[Hit]:
    """Refuse a device whose public address lies in 100.64.0.0/10.

    The service takes no customer gateway there (5.2); it is what a carrier's address translation gives, so the device
    is not reachable from the internet under that address either.

    To lift: give the address that the cloud sees; with a translating carrier, the one outside of it.
    """
    for way in context.ways:
        if not isinstance(way.declared, Ipsec):
            continue
        for number, tunnel in enumerate(way.declared.tunnels):
            if tunnel.device in SERVICE_SPACE:
                yield Hit(
                    f"tunnel {number + 1} of way {way.name} ends at {tunnel.device}, which lies in {SERVICE_SPACE}: "
                    "the service takes no customer gateway there",
                    context.way_where(way, "tunnels", number, "device"),
                    "write the device's address as the internet sees it",
                )

"""G44: overlay networks that claim 100.64.0.0/10 drop the answers of cloud services."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed
from acree_infra.topology.values import SERVICE_SPACE


@RULES.rule("G44", "overlay-networks", Severity.WARN)
def overlay_networks(context: Context) -> Iterator[Hit]:
    """Warn, once per stack, that Tailscale on a site's hosts drops answers of cloud services.

    It drops packets from 100.64.0.0/10 that do not come by its own interface: routes look right, answers vanish
    (tailscale issues 21249, 7472, 10237, 1381, 8581).

    To lift: on hosts that run it, let the auth addresses and OSS ranges in before its own rule; then lower
    `rules.G44` with a reason.
    """
    if context.sites:
        yield Hit(
            f"hosts of {listed(site.node.name for site in context.sites)} that run Tailscale drop answers from "
            f"{SERVICE_SPACE}, where auth and OSS are: routes look right, and nothing comes back",
            context.stack.where("sites"),
            "let the auth and OSS prefixes in before Tailscale's own rule; confirm by rules.G44 with a reason",
        )

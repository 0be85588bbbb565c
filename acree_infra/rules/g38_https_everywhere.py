"""G38: TCP 443 is open to auth and to every OSS range."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import LegId
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import counted, listed


@RULES.rule("G38", "https-everywhere", Severity.WARN)
def https_everywhere(context: Context) -> Iterator[Hit]:
    """Warn, once per stack, that firewalls of data centers must let TCP 443 out to every prefix of all legs.

    A firewall that lets out what was seen once blocks OSS when it moves inside its ranges (3.4): login works and
    pulls hang (G39). The device files hold an opening for each; security groups of the VPC on the way must not block
    any range either.

    To lift: open all of them, then lower `rules.G38` with a reason.
    """
    if not context.sites or context.plan.waiting:
        return
    counts = {leg: len(context.prefixes[leg]) for leg in LegId}
    each = ", ".join(
        f"{counted(count, 'prefix').replace('prefixs', 'prefixes')} ({leg})" for leg, count in counts.items()
    )
    yield Hit(
        f"firewalls of {listed(site.node.name for site in context.sites)} must let TCP 443 out to {each}, and the "
        "answers in: a range that is left out makes pulls hang while login works",
        context.stack.where("sites"),
        "take the openings that `acree onprem` renders for the device; confirm by rules.G38 with a reason",
    )

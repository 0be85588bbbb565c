"""G11: no wide prefixes inside 100.64.0.0/10."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.destinations import destinations
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import span
from acree_infra.rules.registry import RULES
from acree_infra.topology.values import SERVICE_SPACE

_SHORTEST = 16


@RULES.rule("G11", "wide-prefix", Severity.REFUSE)
def wide_prefix(context: Context) -> Iterator[Hit]:
    """Refuse a destination in 100.64.0.0/10 that is wider than a /16, or that covers all of it.

    The service answers `InvalidCidrBlock` for wide pieces (K1), and they would take every other cloud
    service of the client's own region along.

    To lift: declare the exact ranges in `legs.oss.ranges`; there is no override.
    """
    first, last = span(SERVICE_SPACE)
    for wanted in destinations(context):
        prefix = wanted.prefix
        if prefix.prefixlen < _SHORTEST and wanted.first <= last and first <= wanted.last:
            yield Hit(
                f"{wanted} is wider than /{_SHORTEST} and takes in {SERVICE_SPACE}, where all cloud services live: "
                "the service refuses such a route (InvalidCidrBlock)",
                wanted.where(context),
                f"route the exact prefixes, /{_SHORTEST} or longer",
            )

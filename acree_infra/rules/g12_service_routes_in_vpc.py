"""G12: routes to 100.x in a VPC table exist against the API's text."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import Route, TableKind
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.intervals import span
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import counted
from acree_infra.topology.values import SERVICE_SPACE


@RULES.rule("G12", "service-routes-in-vpc", Severity.WARN)
def service_routes_in_vpc(context: Context) -> Iterator[Hit]:
    """Warn, once per stack, that VPC routes into 100.64.0.0/10 are planned.

    The API pages say that such a destination is refused; the official tutorial, the official sample and two
    guides create exactly such routes toward a transit router attachment (K1). Preview cannot see which holds.
    If `up` is answered with `InvalidCidrBlock`, this is why: ask support to allow it for the account.

    To lift: lower `rules.G12` with a reason, for example after the first successful deployment.
    """
    first, last = span(SERVICE_SPACE)
    found = sum(1 for route in context.created if _is_in_vpc(route) and first <= span(route.destination)[0] <= last)
    if found:
        yield Hit(
            f"{counted(found, 'route')} into {SERVICE_SPACE} will be created in VPC tables: the official tutorial and "
            "sample do the same, the API page says that such a destination is refused (InvalidCidrBlock)",
            context.stack.where("clients"),
            "nothing to do unless `pulumi up` is answered with InvalidCidrBlock; silence it by rules.G12 with a reason",
        )


def _is_in_vpc(route: Route) -> bool:
    return route.table.kind is TableKind.VPC

"""G23: every A record of the auth host is routed, each as /32."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.nouns import LegId
from acree_infra.routing.prefixes import host_route
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import counted, listed

_HOST = 32


@RULES.rule("G23", "auth-addresses", Severity.REFUSE)
def auth_addresses(context: Context) -> Iterator[Hit]:
    """Refuse a plan that leaves out an auth address, or routes one by a wider prefix.

    No ranges of the auth service are published, so nothing but the A records is known to belong to it; all
    of them are kept since any may be answered next. AAAA records are ignored: registry and OSS have none (3.3).

    To lift: resolve again; leave no auth address out by an entry in `routes`.
    """
    auth = context.lock.legs.auth
    if auth is None:
        return
    yield from _none_known(context, len(auth.addresses), auth.host)
    wide = [prefix for prefix in context.prefixes[LegId.AUTH] if prefix.prefixlen != _HOST]
    if wide:
        yield Hit(
            f"auth prefixes {listed(wide)} of {auth.host} are wider than one address",
            context.leg_where(LegId.AUTH),
            "route each A record as /32",
        )
    if not context.elsewhere or context.plan.waiting:
        return
    routed = {*context.created_destinations, *(route.destination for route in context.plan.foreign_routes)}
    lacking = [seen.address for seen in auth.addresses if host_route(seen.address) not in routed]
    if lacking:
        yield Hit(
            f"{len(lacking)} of {counted(len(auth.addresses), 'known A record')} of {auth.host} "
            f"without a /32 route in any table: {listed(lacking)}; login fails whenever one of them is answered",
            context.stack.where("routes") if context.stack.topology.routes else context.leg_where(LegId.AUTH),
            f"remove the entry in `routes` that leaves it out, or run `acree resolve --stack {context.stack.name}`",
        )


def _none_known(context: Context, known: int, host: str) -> Iterator[Hit]:
    if not known:
        yield Hit(
            f"auth host {host} has no A record in the lock file: login could not be routed",
            context.stack.where("legs", "auth"),
            f"run `acree resolve --stack {context.stack.name}` or declare legs.auth.addresses",
        )

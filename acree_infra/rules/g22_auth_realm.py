"""G22: the auth realm is https and of the registry's region."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.discovery.legs import AuthLeg
from acree_infra.rules.auth_hosts import family_region
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES


@RULES.rule("G22", "auth-realm", Severity.REFUSE)
def auth_realm(context: Context) -> Iterator[Hit]:
    """Refuse a realm without TLS, or of another region.

    Clients send the user's password to whatever the challenge names: a strange realm leaks it (3.3).

    To lift: `legs.auth.allow-plain-http: true`, or `legs.auth.allow-other-region: true`.
    """
    auth = context.lock.legs.auth
    if auth is None:
        return
    yield from _plain(context, auth)
    yield from _elsewhere(context, auth)


def _plain(context: Context, auth: AuthLeg) -> Iterator[Hit]:
    scheme, separator, _ = auth.realm.partition("://")
    if separator and scheme.lower() != "https" and not context.stack.topology.legs.auth.allow_plain_http:
        yield Hit(
            f"auth realm {auth.realm} is not https: passwords would cross the network in the clear",
            context.stack.where("legs", "auth"),
            "set `legs.auth.allow-plain-http: true` if that is intended",
        )


def _elsewhere(context: Context, auth: AuthLeg) -> Iterator[Hit]:
    region, home = family_region(auth.host), context.plan.region
    if region not in {None, home} and not context.stack.topology.legs.auth.allow_other_region:
        yield Hit(
            f"auth realm {auth.realm} is in {region}, the registry in {home}: the challenge of a registry names "
            "an auth host of its own region",
            context.stack.where("legs", "auth"),
            "check options.resolvers and legs.auth.host, or set `legs.auth.allow-other-region: true`",
        )

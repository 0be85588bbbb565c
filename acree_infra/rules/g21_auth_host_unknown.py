"""G21: the auth host belongs to a known family."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.auth_hosts import family_region
from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES


@RULES.rule("G21", "auth-host-unknown", Severity.ASK)
def auth_host_unknown(context: Context) -> Iterator[Hit]:
    """Ask when the discovered auth host is outside the families that are known.

    The host is discovered from the `/v2/` challenge, never built from a template: it differs by region and
    edition (3.3, N2). Known are `dockerauth*.<region>.aliyuncs.com` and the registry's own hosts. Anything
    else may be right (custom domains, N15) but receives the users' passwords, so a person confirms it.

    To lift: declare that very host in `legs.auth.host`, or lower `rules.G21` with a reason.
    """
    auth = context.lock.legs.auth
    if auth is None or auth.host == context.stack.topology.legs.auth.host:
        return
    own = {*context.lock.legs.registry.hosts, *context.stack.topology.registry.domains}
    if auth.host in own or family_region(auth.host) is not None:
        return
    yield Hit(
        f"the registry's challenge names auth host {auth.host}, which is neither dockerauth*.{context.plan.region}"
        f".aliyuncs.com nor a host of the registry ({', '.join(sorted(own))})",
        context.stack.where("legs", "auth"),
        f"if it is right, declare `legs.auth.host: {auth.host}`",
    )

"""G24: auth addresses that are no longer answered."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES


@RULES.rule("G24", "auth-drift", Severity.WARN)
def auth_drift(context: Context) -> Iterator[Hit]:
    """Warn when an auth address in the lock file is no longer answered.

    No list and no lifetime of these addresses is published (3.3, N3). New ones are routed at once; a vanished
    one keeps its routes for the grace time, since clients may hold it in their caches.

    To lift: apply the plan with the new addresses first; after `options.grace-days` resolving removes the old.
    """
    auth = context.lock.legs.auth
    if auth is None:
        return
    answered = [str(seen.address) for seen in auth.addresses if seen.missing_since is None]
    for seen in auth.addresses:
        if seen.missing_since is None:
            continue
        yield Hit(
            f"{auth.host} no longer answers {seen.address} (since {seen.missing_since:%Y-%m-%d}), but "
            f"{', '.join(answered) or 'nothing'}; its routes stay for {context.stack.topology.options.grace_days} days",
            context.stack.where("legs", "auth"),
            "add new before removing old: apply the routes of the new addresses, then let "
            f"`acree resolve --stack {context.stack.name}` drop the old one when the grace time is over",
        )

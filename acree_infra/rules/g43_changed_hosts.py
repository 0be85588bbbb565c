"""G43: settings of the instance that change its hosts."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed

_OWN_DOMAIN = ".cr.aliyuncs.com"


@RULES.rule("G43", "changed-hosts", Severity.ASK)
def changed_hosts(context: Context) -> Iterator[Hit]:
    """Ask which hosts are in use when a setting of the instance may change them.

    A custom bucket or a domain routing rule changes where layers come from, a custom domain may change the
    realm (3.2, 3.4, N15). The default bucket's ranges may then not be those that a pull needs.

    To lift: declare the host that layers come from in `legs.oss.hosts` (bucket, routing rules) or the auth host
    in `legs.auth.host` (custom domain), or lower `rules.G43` with a reason.
    """
    yield from _layers(context)
    yield from _realm(context)


def _layers(context: Context) -> Iterator[Hit]:
    if context.stack.topology.legs.oss.hosts:
        return
    bucket, rules = context.stack.topology.registry.bucket, context.lock.legs.registry.storage_domain_rules
    causes = [f"custom bucket {bucket}"] if bucket else []
    causes += [f"domain routing rule to {listed(rules)}"] if rules else []
    if causes:
        yield Hit(
            f"{' and '.join(causes)} of {context.lock.legs.registry.instance}: layers may come from another host than "
            f"{listed(context.lock.legs.oss.hosts)}",
            context.stack.where("registry", "bucket"),
            "declare the host that layer downloads are redirected to in legs.oss.hosts "
            "(and its addresses in legs.oss.ranges when they are not this region's OSS)",
        )


def _realm(context: Context) -> Iterator[Hit]:
    if context.stack.topology.legs.auth.host is not None:
        return
    learned = (host for host in context.lock.legs.registry.hosts if not host.endswith(_OWN_DOMAIN))
    domains = sorted({*context.stack.topology.registry.domains, *learned})
    if domains:
        auth = context.lock.legs.auth
        yield Hit(
            f"custom domain {listed(domains)} may name another auth host than the registry's own name does "
            f"({auth.host if auth is not None else 'not known yet'})",
            context.stack.where("registry", "domains"),
            "declare the auth host that the custom domain's challenge names in legs.auth.host",
        )

"""G42: a fixed record of OSS goes stale."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.rules.context import Context
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES
from acree_infra.rules.wording import listed


@RULES.rule("G42", "fixed-oss-records", Severity.WARN)
def fixed_oss_records(context: Context) -> Iterator[Hit]:
    """Warn when a site resolves OSS by a fixed record.

    OSS moves its address freely inside its ranges (3.4), so a hosts file or a fixed record pins one that may be gone
    tomorrow: pulls then hang although every route stands.

    To lift: write `dns: forward`, so that the cloud's resolvers are asked; or `dns: none` and resolve it yourself.
    """
    for site in context.sites:
        moving = [r for r in context.plan.premises.records if r.site == site.node.name and r.moves]
        hosts = [record.host for record in moving]
        if not hosts:
            continue
        unknown = [record.host for record in moving if not record.addresses]
        none = f"; no address of {listed(unknown)} was seen yet" if unknown else ""
        yield Hit(
            f"{site.title} resolves {listed(hosts)} by a fixed record, but OSS moves inside its ranges: the record "
            f"goes stale{none}",
            context.place_where(site, "dns"),
            "write `dns: forward`, or resolve again and load the records anew whenever pulls hang",
        )

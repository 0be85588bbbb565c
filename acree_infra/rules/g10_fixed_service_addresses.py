"""G10: DNS and metadata addresses are never routed across regions."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from acree_infra.routing.nouns import Table, TableKind
from acree_infra.routing.sites.case import RESOLVERS
from acree_infra.rules.context import Context
from acree_infra.rules.destinations import destinations
from acree_infra.rules.finding import Hit, Severity
from acree_infra.rules.registry import RULES

FIXED = {
    IPv4Address("100.100.2.136"): "the VPC's DNS server",
    IPv4Address("100.100.2.138"): "the VPC's DNS server",
    IPv4Address("100.100.100.200"): "the instance metadata service",
}
"""The same in every region (4.4); exact addresses, since OSS has ranges in 100.100.0.0/16 too (3.4)."""

_RESOLVERS = frozenset(IPv4Network(address) for address in RESOLVERS)


@RULES.rule("G10", "fixed-service-addresses", Severity.REFUSE)
def fixed_service_addresses(context: Context) -> Iterator[Hit]:
    """Refuse a route to the DNS or metadata addresses, or one that covers them.

    100.100.2.136, 100.100.2.138 and 100.100.100.200 mean the own region everywhere. A route for them across
    regions cuts the VPC's DNS or metadata off (4.4).

    Only a data center that asks them by `dns: forward` gets routes to the two resolvers, in transit routers and
    on its device, never in a VPC (5.3).

    To lift: declare narrower `legs.oss.ranges` or `legs.auth.addresses`; there is no override.
    """
    forwarding = any(site.node.dns == "forward" and not site.node.forwarders for site in context.sites)
    for wanted in destinations(context):
        asked = forwarding and wanted.leg is None and wanted.prefix in _RESOLVERS
        if asked and all(_is_router(table) for table in wanted.tables):
            continue
        for address, meaning in FIXED.items():
            if wanted.first <= int(address) <= wanted.last:
                yield Hit(
                    f"{wanted} covers {address}, {meaning}, which is the same in every region: it would stop working",
                    wanted.where(context),
                    "route narrower prefixes that leave it out",
                )


def _is_router(table: Table) -> bool:
    return table.kind is TableKind.TRANSIT_ROUTER

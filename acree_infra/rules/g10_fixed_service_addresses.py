"""G10: DNS and metadata addresses are never routed across regions."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address

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


@RULES.rule("G10", "fixed-service-addresses", Severity.REFUSE)
def fixed_service_addresses(context: Context) -> Iterator[Hit]:
    """Refuse a route to the DNS or metadata addresses, or one that covers them.

    100.100.2.136, 100.100.2.138 and 100.100.100.200 mean the own region everywhere. A route for them across
    regions cuts the VPC's DNS or metadata off (4.4).

    To lift: declare narrower `legs.oss.ranges` or `legs.auth.addresses`; there is no override.
    """
    for wanted in destinations(context):
        for address, meaning in FIXED.items():
            if wanted.first <= int(address) <= wanted.last:
                yield Hit(
                    f"{wanted} covers {address}, {meaning}, which is the same in every region: it would stop working",
                    wanted.where(context),
                    "route narrower prefixes that leave it out",
                )

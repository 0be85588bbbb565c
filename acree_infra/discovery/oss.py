"""The OSS leg: all published ranges of the service region, never a resolved address (3.4, G6, K9).

The bucket's own DNS answer is kept as a check beside the ranges: outside of them, the table is old or a domain
routing rule is active, and rule G8 asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import IPv4Address, IPv4Network

from acree_infra.discovery.legs import OssLeg
from acree_infra.discovery.names import look_up
from acree_infra.discovery.published import PublishedRanges
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.errors import DiscoveryError, Problem
from acree_infra.topology.stack_file import StackFile


@dataclass(frozen=True, slots=True)
class _Ranges:
    ranges: tuple[IPv4Network, ...]
    source: str
    published: date | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class _Check:
    host: str
    addresses: tuple[IPv4Address, ...] = ()
    resolver: str = ""


def oss_leg(
    stack: StackFile,
    instance: str | None,
    table: PublishedRanges,
    around: Surroundings,
    known: OssLeg | None,
    *,
    now: datetime,
    note: Callable[[str], None],
) -> OssLeg:
    """The OSS leg. A bucket name that does not resolve is noted and is no failure.

    Args:
        stack: the stack file.
        instance: id of the registry instance; names its default bucket (S12).
        table: the published ranges.
        around: DNS servers.
        known: the leg of the last lock file.
        now: time of this look-up.
        note: takes a sentence for the user.

    Raises:
        DiscoveryError: no host is declared and none can be built.
    """
    hosts = _hosts(stack, instance, table)
    ranges = _ranges(stack, table)
    check = _check(hosts, around, note)
    if known is not None and _says_the_same(known, check, ranges.ranges) and not _is_stale(stack, known, check):
        check = _Check(check.host, known.checked_addresses, known.resolver)
    return OssLeg(
        hosts=hosts,
        ranges=ranges.ranges,
        source=ranges.source,
        published=ranges.published,
        digest=ranges.digest,
        checked_host=check.host,
        checked_addresses=check.addresses,
        resolver=check.resolver,
        first_seen=known.first_seen if known else now,
        last_seen=now,
    )


def _hosts(stack: StackFile, instance: str | None, table: PublishedRanges) -> tuple[str, ...]:
    """Names of the bucket: S12 or S13, by the region's own endpoints where those do not follow its id (3.4)."""
    if declared := stack.topology.legs.oss.hosts:
        return tuple(sorted(set(declared)))
    registry = stack.topology.registry
    bucket = registry.bucket or (f"{instance}-registry" if instance else "")
    if not bucket:
        raise DiscoveryError(
            (
                Problem(
                    stack.where("legs", "oss"),
                    "oss leg: expected the name of the bucket, found neither the instance id nor a custom bucket",
                    "declare registry.instance, registry.bucket or legs.oss.hosts",
                ),
            )
        )
    region = table.regions.get(registry.region)
    endpoints = region.endpoints if region else (f"oss-{registry.region}-internal.aliyuncs.com",)
    return tuple(f"{bucket}.{endpoint}" for endpoint in endpoints)


def _ranges(stack: StackFile, table: PublishedRanges) -> _Ranges:
    """The ranges to route. A region that publishes none gets none, and rule G7 says what to do."""
    if declared := stack.topology.legs.oss.ranges:
        return _Ranges(tuple(sorted(set(declared))), "declared")
    region = table.regions.get(stack.topology.registry.region)
    if region is None:
        return _Ranges((), "none", table.published, table.digest)
    source = "historic" if region.historic else "published"
    return _Ranges(region.ranges, source, region.published, table.digest)


def _check(hosts: tuple[str, ...], around: Surroundings, note: Callable[[str], None]) -> _Check:
    """The answer for the first name that has one: a bucket lies on one of several endpoints of a finance region."""
    for host in hosts:
        try:
            answer = look_up("oss leg", host, around)
        except DiscoveryError as error:
            note(f"the check of the ranges was left out: {error.problems[0].message}")
        else:
            return _Check(host, answer.addresses, answer.resolver)
    return _Check(hosts[0])


def _says_the_same(known: OssLeg, check: _Check, ranges: tuple[IPv4Network, ...]) -> bool:
    """Whether the check has no news: OSS moves inside its ranges (G6), and a silent server says nothing."""
    if known.checked_host != check.host or not known.checked_addresses:
        return False

    def inside(addresses: tuple[IPv4Address, ...]) -> bool:
        return all(any(address in network for network in ranges) for address in addresses)

    return not check.addresses or (inside(check.addresses) and inside(known.checked_addresses))


def _is_stale(stack: StackFile, known: OssLeg, check: _Check) -> bool:
    """Whether a data center's fixed records lead to where the storage was: they are made from the check (G42)."""
    fixed = any(site.dns.mode == "hosts" for site in stack.topology.sites)
    return fixed and bool(check.addresses) and not set(check.addresses) & set(known.checked_addresses)

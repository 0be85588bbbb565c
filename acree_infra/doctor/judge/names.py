"""DNS answers, against the addresses and ranges of the lock file."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address

from acree_infra.doctor.case import Case
from acree_infra.doctor.facts import Fact
from acree_infra.doctor.judge.say import fine, named
from acree_infra.doctor.result import CheckResult
from acree_infra.routing.nouns import LegId


def judge_dns(case: Case, fact: Fact) -> Iterator[CheckResult]:
    """The answer itself, then every address of it."""
    addresses = [IPv4Address(text) for text in fact.texts("addresses")]
    if not addresses:
        yield named(fact, "dns", "no-dns-answer", detail=fact.error or "no address in the answer")
        return
    yield fine(case, fact, "dns", f"{', '.join(map(str, addresses))} by {fact.text('server')}")
    match fact.leg:
        case LegId.REGISTRY:
            yield from (_registry(case, fact, address) for address in addresses)
        case LegId.AUTH:
            yield from _auth(case, fact, addresses)
        case LegId.OSS:
            yield from (_oss(case, fact, address) for address in addresses)


def _at(fact: Fact, address: IPv4Address) -> Fact:
    return Fact(fact.step, fact.leg, fact.host, str(address), "", None, fact.data)


def _registry(case: Case, fact: Fact, address: IPv4Address) -> CheckResult:
    at = _at(fact, address)
    if address in case.registry_addresses:
        return fine(case, at, "address", "the linked address")
    expected = ", ".join(sorted(map(str, case.registry_addresses))) or "none yet"
    return named(at, "address", "public-address" if address.is_global else "not-linked-address", expected=expected)


def _auth(case: Case, fact: Fact, addresses: list[IPv4Address]) -> Iterator[CheckResult]:
    auth = case.lock.legs.auth
    seen = {entry.address for entry in auth.addresses} if auth else set()
    for address in addresses:
        at = _at(fact, address)
        if any(address in prefix for prefix in case.prefixes(LegId.AUTH)):
            yield fine(case, at, "address", "in the lock file")
        else:
            detail = f"the lock file has {', '.join(sorted(map(str, seen))) or 'no address'} for {fact.host}"
            yield named(at, "address", "no-route-in-plan", detail=detail)
    for gone in sorted(seen - set(addresses)):
        if auth and fact.host == auth.host:
            yield named(_at(fact, gone), "address", "address-drift", expected=gone)


def _oss(case: Case, fact: Fact, address: IPv4Address) -> CheckResult:
    at = _at(fact, address)
    ranges = case.prefixes(LegId.OSS)
    if any(address in prefix for prefix in ranges):
        return fine(case, at, "address", "inside the known ranges")
    return named(at, "address", "address-outside-ranges", expected=", ".join(map(str, ranges)) or "(none)")

"""How long an address of the auth service is kept.

Nothing is published about these addresses and they may change (G24, N3). A new one is added at once. One that is
no longer answered keeps its routes for the grace time, because clients may still hold it, and is dropped after.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import IPv4Address

from acree_infra.discovery.legs import SeenAddress


def declared_addresses(
    known: Iterable[SeenAddress], declared: Iterable[IPv4Address], now: datetime
) -> tuple[SeenAddress, ...]:
    """Exactly the declared addresses, sorted; those known already keep the time when they were first seen."""
    first = {seen.address: seen.first_seen for seen in known}
    return tuple(
        SeenAddress(address=address, first_seen=first.get(address, now), last_seen=now)
        for address in sorted(set(declared))
    )


def answered_addresses(
    known: Iterable[SeenAddress], answered: Iterable[IPv4Address], now: datetime, grace: timedelta
) -> tuple[SeenAddress, ...]:
    """The answered addresses, and the vanished ones within their grace time, sorted.

    A vanished address is marked with the first look-up that missed it; one that comes back loses the mark.
    """
    seen = {address.address: address for address in declared_addresses(known, answered, now)}
    for address in known:
        missing_since = address.missing_since or now
        if address.address not in seen and now - missing_since < grace:
            seen[address.address] = address.model_copy(update={"missing_since": missing_since})
    return tuple(seen[address] for address in sorted(seen))

"""Where the prefix of a row was learned: which entry of the lock file, from what source, seen when."""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_infra.discovery.model import Lock
from acree_infra.routing.prefixes import PrefixMap, host_route


class Provenance:
    """The entries of a lock file by prefix."""

    def __init__(self, lock: Lock | None) -> None:
        self._entries: PrefixMap[str] = PrefixMap()
        if lock is not None:
            self._fill(lock)

    def of(self, prefix: IPv4Network) -> str:
        """The entry that gave a prefix, or the wider one that it lies in; empty when the lock file has neither."""
        return self._entries.match(int(prefix.network_address)) or ""

    def _fill(self, lock: Lock) -> None:
        for vpc in lock.networks.vpcs:
            for cidr in vpc.cidrs:
                self._entries.set(cidr, f"networks.vpcs {vpc.id}")
        oss, auth = lock.legs.oss, lock.legs.auth
        dated = f", published {oss.published}" if oss.published else ""
        dated += f", last seen {oss.last_seen:%Y-%m-%d}"
        for prefix in oss.ranges:
            self._entries.set(prefix, f"legs.oss.ranges by {oss.source}{dated}")
        if auth is not None:
            for seen in auth.addresses:
                dates = f"first seen {seen.first_seen:%Y-%m-%d}, last seen {seen.last_seen:%Y-%m-%d}"
                self._entries.set(host_route(seen.address), f"legs.auth.addresses by {auth.source}, {dates}")

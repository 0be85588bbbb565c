"""What is read of route tables: every entry, with its state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """One route entry with one next hop.

    Attributes:
        destination: CIDR.
        hop: id of the next hop; empty for a black hole.
        status: state as the API spells it: `Available`, `Active`, `Rejected`, `Standby`, ….
        type: how it came there as the API spells it: `Custom`, `System`, `Static`, `Propagated`.
        hop_type: next hop type as the API spells it.
        name: name of the entry; empty when it has none.
        id: id of the entry, where the service gives it one: only in a transit router's table.
    """

    destination: str
    hop: str
    status: str
    type: str
    hop_type: str = ""
    name: str = ""
    id: str = ""


class EntryReader(Protocol):
    """Reads route entries."""

    def vpc_entries(self, region: str, table: str) -> tuple[Entry, ...]:
        """All entries of a VPC table (`DescribeRouteEntryList`)."""
        ...

    def router_entries(self, region: str, table: str) -> tuple[Entry, ...]:
        """All entries of a transit router table, whatever their state (`ListTransitRouterRouteEntries`)."""
        ...


class WholeReader(EntryReader, Protocol):
    """Reads what stands in place of entries in a Basic Edition transit router too."""

    def service_entries(self, region: str, cen: str, access_region: str) -> tuple[Entry, ...]:
        """All AnyTunnel entries of a CEN between two regions (`DescribeRouteServicesInCen`).

        Each hop is the VPC through which the services of the region are reached; the description stands for a name.
        """
        ...

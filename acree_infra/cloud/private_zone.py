"""What is read of private DNS zones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ZoneRecord:
    """A private zone that somebody made; those of cloud products are left out.

    Attributes:
        id: zone id.
        name: zone name.
        remark: free text.
    """

    id: str
    name: str
    remark: str


@dataclass(frozen=True, slots=True)
class NameRecord:
    """A record of a private zone.

    Attributes:
        id: record id, digits.
        name: the record inside its zone; `@` for the zone's own name.
        type: `A`, `CNAME`, ….
        value: what it answers.
    """

    id: str
    name: str
    type: str
    value: str


class PrivateZoneReader(Protocol):
    """Reads private zones (pvtz)."""

    def zones(self) -> tuple[ZoneRecord, ...]:
        """All private zones of the account (`DescribeZones`)."""
        ...

    def bound_vpcs(self, zone: str) -> tuple[str, ...]:
        """VPCs that a zone is bound to (`DescribeZoneInfo`)."""
        ...

    def records(self, zone: str) -> tuple[NameRecord, ...]:
        """Records of a zone (`DescribeZoneRecords`)."""
        ...

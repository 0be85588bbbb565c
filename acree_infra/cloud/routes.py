"""A route entry, as VPC tables and transit router tables have it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RouteRecord:
    """One route entry with one next hop; an entry with several hops gives several records.

    Attributes:
        destination: IPv4 or IPv6 CIDR, or what else the service answers.
        hop_type: next hop type as the API spells it.
        hop: id of the next hop; empty for a black hole.
        name: name of the entry; empty when it has none.
    """

    destination: str
    hop_type: str
    hop: str
    name: str

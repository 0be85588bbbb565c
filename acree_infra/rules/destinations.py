"""Destinations that the stack would write into route tables, each once, with where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

from acree_infra.errors import Where
from acree_infra.routing.nouns import SERVICE_LEGS, LegId, Table
from acree_infra.rules.context import Context
from acree_infra.rules.intervals import span
from acree_infra.rules.wording import counted


@dataclass(frozen=True, slots=True)
class Destination:
    """A destination: the leg it belongs to, or the tables that get it.

    Attributes:
        first: first address.
        last: last address.
        prefix: the destination.
        leg: auth or OSS; None for another route.
        tables: tables that get it, when it is no leg's.
    """

    first: int
    last: int
    prefix: IPv4Network
    leg: LegId | None
    tables: tuple[Table, ...]

    def __str__(self) -> str:
        if self.leg is not None:
            return f"{self.prefix} of the {self.leg} leg"
        if len(self.tables) == 1:
            return f"{self.prefix}, a route of {self.tables[0]},"
        return f"{self.prefix}, a route of {counted(len(self.tables), 'table')},"

    def where(self, context: Context) -> Where:
        """The leg, the client or site whose way back it is, or the owner of its first table."""
        if self.leg is not None:
            return context.leg_where(self.leg)
        for client in context.routed:
            if self.prefix in client.node.cidrs:
                return context.client_where(client, "cidrs")
        for site in context.sites:
            if self.prefix in site.node.cidrs:
                return context.place_where(site, "cidrs")
        node = context.nodes.get(self.tables[0].owner)
        return context.node_where(node) if node is not None else context.router_where(self.tables[0].region)


def destinations(context: Context) -> Iterator[Destination]:
    """The auth and OSS prefixes, then every other destination of a created route.

    The legs come first and even when nothing is created for them yet: a plan that waits is judged too.
    """
    legs: Mapping[IPv4Network, LegId] = {prefix: leg for leg in SERVICE_LEGS for prefix in context.prefixes[leg]}
    for prefix, leg in legs.items():
        yield Destination(*span(prefix), prefix, leg, ())
    for prefix, tables in context.created_destinations.items():
        if prefix not in legs:
            yield Destination(*span(prefix), prefix, None, tables)

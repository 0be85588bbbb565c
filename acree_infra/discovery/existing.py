"""Existing route entries as facts, without those of the stack itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network

from acree_infra.cloud.routes import RouteRecord
from acree_infra.discovery.facts import ExistingRoute
from acree_infra.topology.ownership import is_own_route

_IPV6 = ":"


def existing_routes(
    stack: str, table: str, records: Iterable[RouteRecord], note: Callable[[str], None]
) -> tuple[ExistingRoute, ...]:
    """Foreign IPv4 entries of one table, sorted by destination.

    IPv6 entries never meet what acree plans. Anything else that is no CIDR (a prefix list) is noted.

    Args:
        stack: stack name; its own entries are known by their names.
        table: table id, for notes.
        records: entries as answered.
        note: takes a sentence for the user.
    """
    routes = []
    for record in records:
        if is_own_route(stack, record.name) or _IPV6 in record.destination:
            continue
        try:
            destination = IPv4Network(record.destination)  # without a mask it is one address, as the API counts it
        except ValueError:
            note(f"{table}: the entry to {record.destination!r} is no IPv4 prefix and is not recorded")
            continue
        routes.append(
            ExistingRoute(destination=destination, hop_type=record.hop_type, hop=record.hop, name=record.name)
        )
    return tuple(sorted(routes, key=lambda route: (route.destination, route.hop, route.hop_type)))

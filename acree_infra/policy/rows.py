"""The routes of somebody's program, in the words of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Protocol

from acree_infra.policy.resource import ROUTER_ROUTE, VPC_ROUTES, Resource
from acree_infra.routing.nouns import Hop, HopKind, Origin, Route, Table, TableKind


@dataclass(frozen=True, slots=True)
class _Keys:
    """Properties of a route resource."""

    kind: TableKind
    table: str
    destination: str
    hop_type: str
    hop: str


_KEYS = {
    type_: _Keys(TableKind.VPC, "routeTableId", destination, "nexthopType", "nexthopId")
    for type_, destination in VPC_ROUTES.items()
} | {
    ROUTER_ROUTE: _Keys(
        TableKind.TRANSIT_ROUTER,
        "transitRouterRouteTableId",
        "transitRouterRouteEntryDestinationCidrBlock",
        "transitRouterRouteEntryNextHopType",
        "transitRouterRouteEntryNextHopId",
    )
}
_KINDS = {
    "Attachment": HopKind.ATTACHMENT,
    "Ecr": HopKind.EXPRESS_ROUTER,
    "VpcPeer": HopKind.PEERING,
    "VpnGateway": HopKind.VPN_GATEWAY,
}
"""Next hop types of the API; any other is foreign."""


class Places(Protocol):
    """Who knows which table, and which attachment, a program means."""

    def table(self, kind: TableKind, region: str, known: str, made_by: Resource | None) -> Table:
        """The table with this id, or of this resource."""

    def attachment(self, known: str, made_by: Resource | None) -> Hop | None:
        """The attachment with this id, or of this resource; None when it is no one's that is known."""


@dataclass(frozen=True, slots=True)
class Row:
    """A route, and the resource that makes it."""

    resource: Resource
    route: Route


def rows(resources: Iterable[Resource], places: Places) -> Iterator[Row]:
    """Every route whose destination is known."""
    by_urn = {one.urn: one for one in resources}
    for one in by_urn.values():
        route = _route(one, by_urn, places)
        if route is not None:
            yield Row(one, route)


def _route(one: Resource, by_urn: Mapping[str, Resource], places: Places) -> Route | None:
    keys = _KEYS.get(one.type)
    destination = prefix_of(one.properties.get(keys.destination, "")) if keys is not None else None
    if keys is None or destination is None:
        return None
    known, made_by = one.properties.get(keys.table, ""), _maker(one, keys.table, by_urn)
    hop = _hop(one, keys, _maker(one, keys.hop, by_urn), places)
    table = places.table(keys.kind, one.region, known, made_by)
    return Route(table, destination, hop, (), Origin.CREATED, f"resource {one.name}")


def prefix_of(text: str) -> IPv4Network | None:
    """A prefix; None for what is none, such as one of IPv6 or a value that is not known yet."""
    try:
        return IPv4Network(text, strict=False)
    except ValueError:
        return None


def _maker(one: Resource, key: str, by_urn: Mapping[str, Resource]) -> Resource | None:
    """The resource that a property's value comes from, when it is one."""
    known = [by_urn[urn] for urn in one.needs.get(key, ()) if urn in by_urn]
    return known[0] if len(known) == 1 else None


def _hop(one: Resource, keys: _Keys, made_by: Resource | None, places: Places) -> Hop:
    hop_type, known = one.properties.get(keys.hop_type, ""), one.properties.get(keys.hop, "")
    kind = _KINDS.get(hop_type, HopKind.FOREIGN)
    if kind is HopKind.ATTACHMENT:
        attachment = places.attachment(known, made_by)
        if attachment is not None:
            return attachment
    name = known or (made_by.name if made_by is not None else f"of {one.name}")
    return Hop(kind, name if kind is not HopKind.FOREIGN else f"{hop_type} {name}".strip())

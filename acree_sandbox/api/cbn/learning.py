"""What every table of every transit router knows: its static routes, and what it learns.

`routes` is the rule alone, on anything that answers the two questions of `Network`; `tables`, `table_routes` and
`vpc_routes` ask them of the state of a cloud. The data plane forwards by the same answers that the API gives.

How a table learns (section 4.2 and 4.3 of the domain reference, the defaults in this package's README):

* from an attachment that propagates into it: the prefixes that the attached network offers, for a VPC its primary
  and secondary CIDRs. Nothing inside 100.64.0.0/10 is ever learned from a network, and nothing of a VPC's custom
  tables or prefix lists;
* from an inter-region connection that propagates into it and advertises by itself: the routes that are in effect in
  the table associated with the connection at the far end, static ones too, except what the far end learned from
  connections itself, what it sends back through this one, and static routes to an ECR.

For one destination one route is in effect: a static one before any learned, a network of this router before what
comes from another region, an older attachment before a younger. The others are known but rejected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from ipaddress import IPv4Network
from typing import Protocol
from weakref import WeakKeyDictionary

from acree_sandbox.api.cbn.resources import (
    Association,
    Attachment,
    Propagation,
    TransitRouterRouteEntry,
    TransitRouterTable,
)
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.cloud import Cloud

STATIC = "Static"
PROPAGATED = "Propagated"
ACTIVE = "Active"
REJECTED = "Rejected"
CLOUD_SERVICES = IPv4Network("100.64.0.0/10")


@dataclass(frozen=True, slots=True)
class Route:
    """One row of a transit router's table.

    Attributes:
        destination: prefix.
        hop: id of the attachment that packets leave through; empty for a black hole.
        hop_type: what is beyond it: `VPC`, `TR`, `VBR`, `VPN`, `ECR`; empty for a black hole.
        hop_resource: id of that.
        type: `Static` or `Propagated`.
        origin_type: of a learned route, the type of what it came from first; `TR` for a far router's static route.
        origin: id of that.
        status: `Active` when packets follow it, `Rejected` when another route of the same destination wins.
        entry: id of a static route's entry.
    """

    destination: str
    hop: str
    hop_type: str = ""
    hop_resource: str = ""
    type: str = PROPAGATED
    origin_type: str = ""
    origin: str = ""
    status: str = ACTIVE
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An attachment that propagates into a table, as that table's router sees it.

    Attributes:
        attachment: its id.
        type: what is beyond it.
        resource: id of that.
        prefixes: what it offers by itself.
        far_table: of a connection that advertises by itself, the table associated with it at the far end.
    """

    attachment: str
    type: str
    resource: str
    prefixes: Sequence[str] = ()
    far_table: str = ""


class Network(Protocol):
    """What the rule must know of a network."""

    def static_routes(self, table: str) -> Sequence[Route]:
        """Return a table's static routes in effect."""
        ...

    def neighbours(self, table: str) -> Sequence[Neighbour]:
        """Return what propagates into a table, oldest attachment first."""
        ...


def routes(network: Network, table: str) -> tuple[Route, ...]:
    """All routes that a table knows: static ones first, then learned ones in the order in which they win."""
    local = list(_own(network, table))
    far = [
        _through(neighbour, route)
        for neighbour in network.neighbours(table)
        if neighbour.far_table
        for route in advertised(network, neighbour.far_table, neighbour.attachment)
    ]
    return _settled([*local, *far])


def advertised(network: Network, table: str, attachment: str) -> list[Route]:
    """What a table sends through an inter-region connection that it is associated with."""
    return [
        route
        for route in _settled(_own(network, table))
        if route.status == ACTIVE and route.hop != attachment and not (route.type == STATIC and route.hop_type == "ECR")
    ]


@lru_cache(maxsize=65536)
def learnable(prefix: str) -> bool:
    """Whether a network's prefix propagates: 100.64.0.0/10 and what is inside it never does (4.2)."""
    return not IPv4Network(prefix).subnet_of(CLOUD_SERVICES)


def _own(network: Network, table: str) -> Iterator[Route]:
    yield from network.static_routes(table)
    for its in network.neighbours(table):
        for prefix in its.prefixes:
            if learnable(prefix):
                yield Route(prefix, its.attachment, its.type, its.resource, origin_type=its.type, origin=its.resource)


def _through(neighbour: Neighbour, route: Route) -> Route:
    return Route(
        route.destination,
        neighbour.attachment,
        neighbour.type,
        neighbour.resource,
        origin_type=route.origin_type or neighbour.type,
        origin=route.origin or neighbour.resource,
    )


def _settled(candidates: Iterable[Route]) -> tuple[Route, ...]:
    taken: set[str] = set()
    settled = []
    for route in candidates:
        settled.append(replace(route, status=REJECTED) if route.destination in taken else route)
        taken.add(route.destination)
    return tuple(settled)


# -- the same of a cloud's state ----------------------------------------------------------------------------------

Offer = Callable[[Cloud, Attachment], Sequence[str]]
_OFFERS: dict[str, Offer] = {}


def offers(resource_type: str) -> Callable[[Offer], Offer]:
    """Register what attachments of a type offer to the tables they propagate into; ValueError when it is taken."""

    def register(offer: Offer) -> Offer:
        if resource_type in _OFFERS:
            raise ValueError(f"what a {resource_type} offers is registered already")
        _OFFERS[resource_type] = offer
        return offer

    return register


@offers("VPC")
def vpc_prefixes(cloud: Cloud, attachment: Attachment) -> Sequence[str]:
    """The CIDRs of an attached VPC."""
    vpc = cloud.get(Vpc, attachment.resource)
    return (vpc.cidr, *vpc.secondary_cidrs) if vpc else ()


class CloudNetwork:
    """A cloud's state as a `Network`: what is in effect, not what is still being made or already being deleted."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def static_routes(self, table: str) -> Sequence[Route]:
        """Return a table's static routes in effect."""
        owner = self._cloud.get(TransitRouterTable, table)
        router = owner.router if owner else ""
        return [
            self._static(router, entry)
            for entry in self._cloud.where(TransitRouterRouteEntry, "table", table)
            if entry.status == ACTIVE
        ]

    def neighbours(self, table: str) -> Sequence[Neighbour]:
        """Return what propagates into a table, oldest attachment first."""
        links = [link for link in self._cloud.where(Propagation, "table", table) if link.status == ACTIVE]
        rows = [(row, link) for link in links if (row := self._cloud.get(Attachment, link.attachment))]
        rows.sort(key=lambda pair: (pair[0].created_at, pair[0].id))
        return [self._neighbour(row, link.router) for row, link in rows if in_effect(row)]

    def _static(self, router: str, entry: TransitRouterRouteEntry) -> Route:
        row = self._cloud.get(Attachment, entry.hop) if entry.hop else None
        resource_type, resource = row.far_end(router) if row else ("", "")
        return Route(entry.destination, entry.hop, resource_type, resource, type=STATIC, entry=entry.id)

    def _neighbour(self, row: Attachment, router: str) -> Neighbour:
        resource_type, resource = row.far_end(router)
        offer = _OFFERS.get(resource_type)
        return Neighbour(
            row.id,
            resource_type,
            resource,
            prefixes=offer(self._cloud, row) if offer else (),
            far_table=self._far_table(row, resource) if row.peer_router and row.auto_publish else "",
        )

    def _far_table(self, row: Attachment, far_router: str) -> str:
        links = self._cloud.where(Association, "attachment", row.id)
        return next((link.table for link in links if link.router == far_router and link.status == ACTIVE), "")


def in_effect(row: Attachment) -> bool:
    """Whether packets pass an attachment: it is attached, also while a detail of it is changed."""
    return row.status in {"Attached", "Modifying"}


_CACHE: WeakKeyDictionary[Cloud, tuple[int, dict[str, tuple[Route, ...]]]] = WeakKeyDictionary()


def table_routes(cloud: Cloud, table: str) -> tuple[Route, ...]:
    """The routes of one table, as of the last commit; kept until the next one.

    Ask only where nothing is half changed: in a reading action or outside of one, not after a `put` in the same
    transaction.
    """
    revision, known = _CACHE.get(cloud, (-1, {}))
    if revision != cloud.revision:
        known = {}
        _CACHE[cloud] = (cloud.revision, known)
    if table not in known:
        known[table] = routes(CloudNetwork(cloud), table)
    return known[table]


def tables(cloud: Cloud) -> Mapping[str, tuple[Route, ...]]:
    """The routes of every table by its id; see `table_routes`."""
    return {table.id: table_routes(cloud, table.id) for table in cloud.all(TransitRouterTable)}


def vpc_routes(cloud: Cloud, vpc: str) -> tuple[Route, ...]:
    """What route synchronisation (AutoPublishRouteEnabled of a VPC attachment) writes into a VPC's tables.

    The routes in effect of the table associated with the attachment, except those that lead back into the VPC or
    into 100.64.0.0/10 (N12), each with the attachment as next hop. See `table_routes` for when to ask.
    """
    found: dict[str, Route] = {}
    for row in cloud.where(Attachment, "resource", vpc):
        if row.resource_type != "VPC" or not row.auto_publish or not in_effect(row):
            continue
        for link in cloud.where(Association, "attachment", row.id):
            for route in table_routes(cloud, link.table) if link.status == ACTIVE else ():
                if route.status == ACTIVE and route.hop not in {"", row.id} and learnable(route.destination):
                    found.setdefault(
                        route.destination, replace(route, hop=row.id, hop_type="TR", hop_resource=row.router, entry="")
                    )
    return tuple(found.values())

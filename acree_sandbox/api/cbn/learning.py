"""What every table of every transit router of a cloud knows: its static routes, and what it learns.

`learning_rule` holds the rule; here it is asked of the state. The data plane forwards by the same answers that the
API gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from acree_sandbox.api.cbn.learning_rule import ACTIVE, STATIC, Neighbour, Route, learnable, routes
from acree_sandbox.api.cbn.publications import published
from acree_sandbox.api.cbn.resources import (
    Association,
    Attachment,
    Propagation,
    TransitRouterRouteEntry,
    TransitRouterTable,
)
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.core.cloud import Cloud

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


AsPaths = Callable[[Cloud, Attachment], Mapping[str, int]]
_AS_PATHS: dict[str, AsPaths] = {}


def measures(resource_type: str) -> Callable[[AsPaths], AsPaths]:
    """Register how long the AS paths are by which attachments of a type learned by BGP; ValueError when it is taken."""

    def register(paths: AsPaths) -> AsPaths:
        if resource_type in _AS_PATHS:
            raise ValueError(f"the AS paths of a {resource_type} are registered already")
        _AS_PATHS[resource_type] = paths
        return paths

    return register


@offers("VPC")
def vpc_prefixes(cloud: Cloud, attachment: Attachment) -> Sequence[str]:
    """The CIDRs of an attached VPC, and what it publishes by hand."""
    vpc = cloud.get(Vpc, attachment.resource)
    return (vpc.cidr, *vpc.secondary_cidrs, *published(cloud, vpc.id, attachment.cen)) if vpc else ()


def static_route(cloud: Cloud, entry: TransitRouterRouteEntry) -> Route:
    """A static route as its table shows it, with the status of its entry."""
    table, row = cloud.get(TransitRouterTable, entry.table), cloud.get(Attachment, entry.hop)
    resource_type, resource = row.far_end(table.router if table else "") if row else ("", "")
    return Route(
        entry.destination, entry.hop, resource_type, resource, type=STATIC, status=entry.status, entry=entry.id
    )


class CloudNetwork:
    """A cloud's state as a `Network`: what is in effect, not what is still being made or already being deleted."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def static_routes(self, table: str) -> Sequence[Route]:
        """Return a table's static routes in effect."""
        return [
            static_route(self._cloud, entry)
            for entry in self._cloud.where(TransitRouterRouteEntry, "table", table)
            if entry.status == ACTIVE
        ]

    def neighbours(self, table: str) -> Sequence[Neighbour]:
        """Return what propagates into a table, oldest attachment first."""
        links = [link for link in self._cloud.where(Propagation, "table", table) if link.status == ACTIVE]
        rows = [(row, link) for link in links if (row := self._cloud.get(Attachment, link.attachment))]
        rows.sort(key=lambda pair: (pair[0].created_at, pair[0].id))
        return [self._neighbour(row, link.router) for row, link in rows if in_effect(row)]

    def _neighbour(self, row: Attachment, router: str) -> Neighbour:
        resource_type, resource = row.far_end(router)
        offer, as_paths = _OFFERS.get(resource_type), _AS_PATHS.get(resource_type)
        return Neighbour(
            row.id,
            resource_type,
            resource,
            prefixes=offer(self._cloud, row) if offer else (),
            as_paths=as_paths(self._cloud, row) if as_paths else {},
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

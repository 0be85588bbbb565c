"""The rule of what a transit router's table learns, on anything that answers the two questions of `Network`.

How a table learns (sections 4.2 and 4.3 of the domain reference, the defaults in this package's README):

* from an attachment that propagates into it: the prefixes that the attached network offers, for a VPC its primary
  and secondary CIDRs. Nothing inside 100.64.0.0/10 is ever learned from a network, and nothing of a VPC's custom
  tables or prefix lists;
* from an inter-region connection that propagates into it and advertises by itself: the routes that are in effect in
  the table associated with the connection at the far end, static ones too, except what the far end learned from
  connections itself, what it sends back through this one, and static routes to an ECR.

For one destination one route is in effect: a static one before any learned; of learned ones the one with the shortest
AS path, a network of this router before what comes from another region, an older attachment before a younger. Where
only VBRs teach it, one that learned it by BGP comes before one with a custom route. The others are known but rejected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from ipaddress import IPv4Network
from typing import Protocol

STATIC = "Static"
PROPAGATED = "Propagated"
ACTIVE = "Active"
REJECTED = "Rejected"
VBR, ROUTER = "VBR", "TR"
"""Types of what is beyond an attachment: a leased line, the router of another region."""
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
        as_path: how many AS numbers a data center's device put before it; 0 where no BGP brought it.
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
    as_path: int = 0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An attachment that propagates into a table, as that table's router sees it.

    Attributes:
        attachment: its id.
        type: what is beyond it.
        resource: id of that.
        prefixes: what it offers by itself.
        as_paths: length of the AS path of each prefix that BGP brought.
        far_table: of a connection that advertises by itself, the table associated with it at the far end.
    """

    attachment: str
    type: str
    resource: str
    prefixes: Sequence[str] = ()
    as_paths: Mapping[str, int] = field(default_factory=dict)
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
    learned = list(_own(network, table))
    far = [
        _through(neighbour, route)
        for neighbour in network.neighbours(table)
        if neighbour.far_table
        for route in advertised(network, neighbour.far_table, neighbour.attachment)
    ]
    return _settled([*network.static_routes(table), *_in_order([*learned, *far])])


def advertised(network: Network, table: str, attachment: str) -> list[Route]:
    """What a table sends through an inter-region connection that it is associated with."""
    return [
        route
        for route in _settled([*network.static_routes(table), *_in_order(_own(network, table))])
        if route.status == ACTIVE and route.hop != attachment and not (route.type == STATIC and route.hop_type == "ECR")
    ]


@lru_cache(maxsize=65536)
def learnable(prefix: str) -> bool:
    """Whether a network's prefix propagates: 100.64.0.0/10 and what is inside it never does (4.2)."""
    return not IPv4Network(prefix).subnet_of(CLOUD_SERVICES)


def _own(network: Network, table: str) -> Iterator[Route]:
    """What networks of this router teach, the oldest attachment first."""
    for its in network.neighbours(table):
        for prefix in its.prefixes:
            if learnable(prefix):
                yield Route(
                    prefix,
                    its.attachment,
                    its.type,
                    its.resource,
                    origin_type=its.type,
                    origin=its.resource,
                    as_path=its.as_paths.get(prefix, 0),
                )


def _in_order(learned: Iterable[Route]) -> Iterator[Route]:
    """Learned routes, those of one destination together, the one that wins first."""
    by_destination: dict[str, list[Route]] = {}
    for route in learned:
        by_destination.setdefault(route.destination, []).append(route)
    for candidates in by_destination.values():
        of_lines = all(route.origin_type == VBR for route in candidates)
        yield from sorted(
            candidates, key=lambda route: (of_lines and not route.as_path, route.as_path, route.hop_type == ROUTER)
        )


def _through(neighbour: Neighbour, route: Route) -> Route:
    return Route(
        route.destination,
        neighbour.attachment,
        neighbour.type,
        neighbour.resource,
        origin_type=route.origin_type or neighbour.type,
        origin=route.origin or neighbour.resource,
        as_path=route.as_path,
    )


def _settled(candidates: Iterable[Route]) -> tuple[Route, ...]:
    taken: set[str] = set()
    settled = []
    for route in candidates:
        settled.append(replace(route, status=REJECTED) if route.destination in taken else route)
        taken.add(route.destination)
    return tuple(settled)

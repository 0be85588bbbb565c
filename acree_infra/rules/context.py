"""What every rule sees, with the indexes that several rules share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import IPv4Network

from acree_infra.discovery.facts import Vpc
from acree_infra.discovery.model import Lock
from acree_infra.discovery.published import PublishedRanges, published_ranges
from acree_infra.errors import Where
from acree_infra.routing.network import Network
from acree_infra.routing.nouns import (
    ForeignRoute,
    HopKind,
    LegId,
    Origin,
    PeerAttachment,
    Route,
    Table,
    TableKind,
    TransitRouterNode,
    VpcAttachment,
    VpcNode,
)
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.sites.case import way_name
from acree_infra.routing.sites.nouns import SiteAttachment, SiteNode
from acree_infra.routing.trace import Path, Verdict, paths
from acree_infra.topology.client import Client
from acree_infra.topology.sites.site import AnyWay, Site
from acree_infra.topology.sites.way import RouterWay
from acree_infra.topology.stack_file import StackFile

_SHARED = frozenset({TableKind.VPC, TableKind.TRANSIT_ROUTER})


@dataclass(frozen=True, slots=True)
class PlacedClient:
    """A client: what the stack file says, what the plan made of it, and which entry of `clients` it is."""

    position: int
    declared: Client
    node: VpcNode

    @property
    def linked(self) -> bool:
        """Whether its VPC is joined to the instance itself, without a transit router."""
        return self.declared.via == "link"

    @property
    def peered(self) -> bool:
        """Whether its VPC is joined to the service VPC by a peering."""
        return self.declared.via == "vpc-peering"

    @property
    def noun(self) -> str:
        """What it is, for messages."""
        return "client"

    @property
    def title(self) -> str:
        """What it is, with its name, for messages."""
        return f"client {self.node.name}"


@dataclass(frozen=True, slots=True)
class PlacedSite:
    """A site: what the stack file says, what the plan made of it, and which entry of `sites` it is."""

    position: int
    declared: Site
    node: SiteNode

    @property
    def linked(self) -> bool:
        """A site is never linked to the instance."""
        return False

    @property
    def noun(self) -> str:
        """What it is, for messages."""
        return "site"

    @property
    def title(self) -> str:
        """What it is, with its name, for messages."""
        return f"site {self.node.name}"


@dataclass(frozen=True, slots=True)
class PlacedWay:
    """A way of a site: what the stack file says, its name in the plan, and which entry of `via` it is."""

    site: PlacedSite
    position: int
    declared: AnyWay

    @property
    def name(self) -> str:
        """Its name in the plan."""
        return way_name(self.site.declared, self.declared)


Placed = PlacedClient | PlacedSite
"""Whoever pulls."""


@dataclass(slots=True)
class Tally:
    """Paths from one place to one leg: how many there are, how many are dropped, and the first that is."""

    total: int = 0
    dropped: int = 0
    first: Path | None = None

    def count(self, path: Path) -> None:
        """Count one path."""
        self.total += 1
        if path.trace.verdict is Verdict.DROPPED:
            self.dropped += 1
            self.first = self.first or path

    def add(self, other: Tally) -> None:
        """Count the paths of another place too."""
        self.total += other.total
        self.dropped += other.dropped
        self.first = self.first or other.first


@dataclass(frozen=True)
class Context:
    """The stack file, its lock, and the plan made of both.

    It has no slots: the indexes below are made once, at first use.

    Attributes:
        stack: what is wanted.
        lock: what was learned.
        plan: what follows.
        published: the published OSS ranges of every region.
    """

    stack: StackFile
    lock: Lock
    plan: Plan
    published: PublishedRanges = field(default_factory=published_ranges)

    @cached_property
    def clients(self) -> tuple[PlacedClient, ...]:
        """Every client, in the order of the plan."""
        declared = {client.name: (number, client) for number, client in enumerate(self.stack.topology.clients)}
        return tuple(PlacedClient(*declared[node.name], node) for node in self.plan.clients)

    @cached_property
    def clients_by_name(self) -> Mapping[str, PlacedClient]:
        """Every client by name."""
        return {client.node.name: client for client in self.clients}

    @cached_property
    def sites(self) -> tuple[PlacedSite, ...]:
        """Every site, in the order of the plan."""
        declared = {site.name: (number, site) for number, site in enumerate(self.stack.topology.sites)}
        return tuple(PlacedSite(*declared[node.name], node) for node in self.plan.premises.sites)

    @cached_property
    def ways(self) -> tuple[PlacedWay, ...]:
        """Every way of every site."""
        return tuple(
            PlacedWay(site, number, way) for site in self.sites for number, way in enumerate(site.declared.via)
        )

    @cached_property
    def ways_by_name(self) -> Mapping[str, PlacedWay]:
        """Every way by its name in the plan."""
        return {way.name: way for way in self.ways}

    @cached_property
    def everyone(self) -> tuple[Placed, ...]:
        """Clients, then sites."""
        return (*self.clients, *self.sites)

    @cached_property
    def by_name(self) -> Mapping[str, Placed]:
        """Clients and sites by name."""
        return {placed.node.name: placed for placed in self.everyone}

    @cached_property
    def routed(self) -> tuple[PlacedClient, ...]:
        """Clients that reach the service VPC over the network: by a transit router, or by a peering."""
        return tuple(client for client in self.clients if not client.linked)

    @cached_property
    def elsewhere(self) -> tuple[PlacedClient, ...]:
        """Such clients of other regions than the registry's."""
        return tuple(client for client in self.routed if client.node.region != self.plan.region)

    @cached_property
    def remote(self) -> tuple[PlacedClient, ...]:
        """Clients of other regions that go through a transit router."""
        return tuple(client for client in self.elsewhere if not client.peered)

    @cached_property
    def network(self) -> Network:
        """The plan's tables, ready to be asked."""
        return Network(self.plan)

    @cached_property
    def tallies(self) -> Mapping[tuple[str, str, LegId], Tally]:
        """How every subnet of a client or site fares to each leg, there and back; none while the plan waits.

        By name, vSwitch id or CIDR, and leg. Only counts and the first failure are kept: large stacks have many paths.
        """
        found: dict[tuple[str, str, LegId], Tally] = {}
        if not self.plan.waiting:
            for path in paths(self.plan, self.network):
                found.setdefault((path.client.name, path.subnet.id, path.leg), Tally()).count(path)
        return found

    @cached_property
    def prefixes(self) -> Mapping[LegId, tuple[IPv4Network, ...]]:
        """Prefixes by leg; a leg that is not known yet has none."""
        return dict.fromkeys(LegId, ()) | {target.leg: target.prefixes for target in self.plan.targets}

    @cached_property
    def published_here(self) -> tuple[IPv4Network, ...]:
        """OSS ranges that the service region publishes today; empty when there are none, or only historic ones."""
        found = self.published.regions.get(self.plan.region)
        return () if found is None or found.historic else found.ranges

    @cached_property
    def historic_here(self) -> tuple[IPv4Network, ...]:
        """OSS ranges of the service region, when it has closed (G20)."""
        found = self.published.regions.get(self.plan.region)
        return found.ranges if found is not None and found.historic else ()

    @cached_property
    def published_elsewhere(self) -> tuple[tuple[str, IPv4Network], ...]:
        """OSS ranges that other regions publish today, each with its region."""
        others = (r for r in self.published.regions.values() if r.region != self.plan.region and not r.historic)
        return tuple((other.region, prefix) for other in others for prefix in other.ranges)

    @cached_property
    def created(self) -> tuple[Route, ...]:
        """Routes that this stack creates in VPCs and transit routers."""
        return tuple(route for route in self.made if route.table.kind in _SHARED)

    @cached_property
    def made(self) -> tuple[Route, ...]:
        """All that this stack creates as rows: in gateways and VBRs, and as selectors of tunnels, too."""
        return tuple(route for route in self.plan.routes if route.origin is Origin.CREATED)

    @cached_property
    def created_destinations(self) -> Mapping[IPv4Network, tuple[Table, ...]]:
        """Each destination that this stack creates, with the tables that get it."""
        found: dict[IPv4Network, list[Table]] = {}
        for route in self.created:
            found.setdefault(route.destination, []).append(route.table)
        return {destination: tuple(tables) for destination, tables in found.items()}

    @cached_property
    def routers(self) -> tuple[TransitRouterNode, ...]:
        """Transit routers on the way; while the plan waits for the link, those that the stack will use."""
        if not self.plan.waiting:
            return self.plan.transit_routers
        regions = {self.plan.region, *(client.node.region for client in self.routed)}
        regions |= {
            way.declared.region for way in self.ways if isinstance(way.declared, RouterWay) and way.declared.region
        }
        wanted = self.stack.topology.network.transit_routers
        return tuple(
            TransitRouterNode(facts.id, facts.region, facts.id, facts.edition)
            for facts in self.lock.networks.transit_routers
            if facts.region in regions and (facts.region not in wanted or wanted[facts.region].id in {None, facts.id})
        )

    @cached_property
    def attachments(self) -> tuple[VpcAttachment | PeerAttachment | SiteAttachment, ...]:
        """VPC attachments, then inter-region connections, then attachments of sites."""
        return (*self.plan.vpc_attachments, *self.plan.peer_attachments, *self.plan.premises.attachments)

    @cached_property
    def vpc_facts(self) -> Mapping[str, Vpc]:
        """What was learned of VPCs, by id."""
        return {vpc.id: vpc for vpc in self.lock.networks.vpcs}

    @cached_property
    def linked_vpcs(self) -> frozenset[str]:
        """VPCs that are linked to the instance, and so have its name from the registry itself."""
        return frozenset(linked.vpc for linked in self.lock.legs.registry.linked_vpcs)

    @cached_property
    def nodes(self) -> Mapping[str, VpcNode]:
        """Every VPC on the way, by id."""
        return {node.id: node for node in (*self.plan.clients, self.plan.service)}

    @cached_property
    def arriving_tables(self) -> Mapping[Table, tuple[str, ...]]:
        """Tables of the service transit router that read traffic from other regions, with the connections."""
        peers = {peer.name for peer in self.plan.peer_attachments}
        found: dict[Table, list[str]] = {}
        for link in self.plan.associations:
            if link.attachment in peers and link.table.region == self.plan.region:
                found.setdefault(link.table, []).append(link.attachment)
        return {table: tuple(names) for table, names in found.items()}

    @cached_property
    def to_service(self) -> frozenset[tuple[Table, IPv4Network]]:
        """Static rows toward the service VPC's attachment, created here or there already."""
        name = next((a.name for a in self.plan.vpc_attachments if a.vpc == self.plan.service.id), "")
        rows: tuple[Route | ForeignRoute, ...] = (*self.created, *self.plan.foreign_routes)
        return frozenset(
            (row.table, row.destination) for row in rows if row.hop.kind is HopKind.ATTACHMENT and row.hop.name == name
        )

    def client_where(self, client: PlacedClient, *key: str | int) -> Where:
        """The place of a client's key in the stack file."""
        return self.stack.where("clients", client.position, *key)

    def place_where(self, placed: Placed, *key: str | int) -> Where:
        """The place of a key of a client or a site in the stack file."""
        return self.stack.where(f"{placed.noun}s", placed.position, *key)

    def way_where(self, way: PlacedWay, *key: str | int) -> Where:
        """The place of a key of a way in the stack file."""
        return self.place_where(way.site, "via", way.position, *key)

    def way_named(self, name: str) -> PlacedWay:
        """A way by its name in the plan."""
        return self.ways_by_name[name]

    def node_where(self, node: VpcNode, *key: str | int) -> Where:
        """The place of a key of the service VPC, or of the client that a node belongs to."""
        if node is self.plan.service:
            return self.stack.where("network", "service-vpc", *key)
        return self.client_where(self.clients_by_name[node.name], *key)

    def router_where(self, region: str, *key: str | int) -> Where:
        """The place of a region's transit router in the stack file."""
        return self.stack.where("network", "transit-routers", region, *key)

    def leg_where(self, leg: LegId) -> Where:
        """The place where a leg's prefixes are declared; the registry's own place when they were learned."""
        legs = self.stack.topology.legs
        declared = {
            LegId.REGISTRY: legs.registry is not None,
            LegId.AUTH: bool(legs.auth.addresses),
            LegId.OSS: bool(legs.oss.ranges),
        }
        return self.stack.where("legs", leg.value) if declared[leg] else self.stack.where("registry")

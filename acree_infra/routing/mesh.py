"""The mesh: transit routers, attachments, and which table each attachment reads and feeds.

What exists is used, what is missing is created; what exists is never changed. An attachment that this stack
does not own keeps its association and propagations; where a needed one is absent it is marked missing and
rule G29 refuses, since the owner must add it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from acree_infra.discovery.facts import Attachment, TransitRouterFacts
from acree_infra.discovery.model import Lock
from acree_infra.routing.nouns import (
    SYSTEM_TABLE,
    PeerAttachment,
    Table,
    TableKind,
    TableLink,
    TransitRouterNode,
    VpcAttachment,
    VpcNode,
)
from acree_infra.routing.sites.nouns import SiteAttachment
from acree_infra.routing.vpcs import zone_mappings
from acree_infra.topology.client import Client
from acree_infra.topology.network import AttachedVpc, TransitRouter
from acree_infra.topology.stack_file import StackFile

_BANDWIDTH_TYPES = {"data-transfer": "DataTransfer", "package": "BandwidthPackage"}


@dataclass(frozen=True, slots=True)
class Mesh:
    """Routers, attachments and their table links; every tuple is sorted.

    `tables` gives the associated table of each (region, attachment name); `sites` the attachments of sites.
    """

    routers: dict[str, TransitRouterNode]
    attachments: dict[str, VpcAttachment]
    peers: dict[str, PeerAttachment]
    tables: dict[tuple[str, str], Table]
    associations: tuple[TableLink, ...]
    propagations: tuple[TableLink, ...]
    sites: dict[str, SiteAttachment] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spoke:
    """What a way of a site puts on a transit router.

    Attributes:
        name: name of the attachment.
        region: region of the transit router.
        kind: `vbr`, `vpn` or `ecr`.
        resource: name of what is attached; its id when it exists.
        attachment: id of the attachment when the stack file names it.
        way: name of the way.
    """

    name: str
    region: str
    kind: str
    resource: str
    attachment: str | None
    way: str


@dataclass(frozen=True, slots=True)
class _Need:
    """A propagation that some path needs."""

    region: str
    attachment: str
    table: Table


class MeshBuilder:
    """Builds the mesh of one stack: the service VPC, and every client and site that goes through a transit router."""

    def __init__(
        self,
        stack: StackFile,
        lock: Lock,
        service: VpcNode,
        clients: tuple[VpcNode, ...],
        spokes: tuple[Spoke, ...] = (),
    ) -> None:
        self._stack = stack
        self._topology = stack.topology
        self._service = service
        self._clients = clients
        self._spokes = spokes
        self._facts = {router.region: router for router in lock.networks.transit_routers}
        self._zones = {region.region: region.zones for region in lock.networks.regions}
        self._declared: dict[str, AttachedVpc | Client] = {
            service.name: self._topology.network.service_vpc,
            **{client.name: client for client in self._topology.clients},
        }
        self._existing: dict[tuple[str, str], Attachment] = {}

    def build(self) -> Mesh:
        """The whole mesh; empty when nobody needs a transit router."""
        if not self._clients and not self._spokes:
            return Mesh({}, {}, {}, {}, (), ())
        here = {self._service.region, *(client.region for client in self._clients)}
        regions = sorted(here | {spoke.region for spoke in self._spokes})
        routers = {region: self._router(region) for region in regions}
        nodes = (self._service, *self._clients)
        attachments = {a.name: a for a in sorted((self._attachment(n, routers) for n in nodes), key=lambda a: a.name)}
        peers = {r: self._peer(r, routers) for r in regions if r != self._service.region}
        sites = {spoke.name: self._site(spoke, routers) for spoke in sorted(self._spokes, key=lambda s: s.name)}
        ends = [(a.region, a.name) for a in attachments.values()]
        ends += [(a.region, a.name) for a in sites.values()]
        tables = self._tables(ends, peers, routers)
        associations = tuple(sorted(self._associations(tables)))
        propagations = tuple(sorted(self._propagations(tables, peers)))
        return Mesh(routers, attachments, peers, tables, associations, propagations, sites)

    def _choice(self, region: str) -> TransitRouter:
        return self._topology.network.transit_routers.get(region) or TransitRouter()

    def _router(self, region: str) -> TransitRouterNode:
        choice, facts = self._choice(region), self._facts.get(region)
        name = f"acree-{self._stack.name}-{region}"
        if choice.id == "create":
            return TransitRouterNode(name, region, None, "Enterprise")
        if choice.id is not None:
            known = facts if facts is not None and facts.id == choice.id else None
            return TransitRouterNode(choice.id, region, choice.id, known.edition if known else None)
        if facts is not None:
            return TransitRouterNode(facts.id, region, facts.id, facts.edition)
        return TransitRouterNode(name, region, None, "Enterprise")

    def _attachment(self, node: VpcNode, routers: dict[str, TransitRouterNode]) -> VpcAttachment:
        declared, router = self._declared[node.name], routers[node.region]
        name = f"att-{node.name}"
        found = self._find(router, declared.attachment, lambda a: a.kind == "vpc" and a.resource == node.id)
        if found is not None:
            self._existing[node.region, name] = found
        return VpcAttachment(
            name=name,
            region=node.region,
            vpc=node.id,
            vpc_owner=node.owner,
            transit_router=router.name,
            zones=zone_mappings(
                node, found.vswitches if found else declared.vswitches, self._zones.get(node.region, ())
            ),
            id=found.id if found else declared.attachment,
            synchronise_routes=found.auto_advertise if found else self._topology.options.vpc_route_synchronisation,
        )

    def _site(self, spoke: Spoke, routers: dict[str, TransitRouterNode]) -> SiteAttachment:
        router = routers[spoke.region]
        found = self._find(router, spoke.attachment, lambda a: a.kind == spoke.kind and a.resource == spoke.resource)
        if found is not None:
            self._existing[spoke.region, spoke.name] = found
        return SiteAttachment(
            name=spoke.name,
            region=spoke.region,
            kind=spoke.kind,
            resource=spoke.resource,
            transit_router=router.name,
            id=found.id if found else spoke.attachment,
            way=spoke.way,
        )

    def _peer(self, region: str, routers: dict[str, TransitRouterNode]) -> PeerAttachment:
        home, choice = self._service.region, self._choice(region)
        name = f"peer-{region}"
        found = self._find(
            routers[home], choice.peer_attachment, lambda a: a.kind == "peer" and a.peer_region == region
        )
        if found is not None:
            self._existing[home, name] = found
            far = self._find(routers[region], found.id, lambda _: False)
            self._existing[region, name] = far or found.model_copy(update={"association": "", "propagations": ()})
            kind, mbps, package = found.bandwidth_type, found.bandwidth or 0, ""
        else:
            wanted = choice.bandwidth or self._topology.network.bandwidth
            kind = _BANDWIDTH_TYPES[wanted.type] if wanted else ""
            mbps, package = (wanted.mbps, wanted.package or "") if wanted else (0, "")
        return PeerAttachment(
            name=name,
            region=home,
            peer_region=region,
            transit_router=routers[home].name,
            peer_transit_router=routers[region].name,
            id=found.id if found else choice.peer_attachment,
            bandwidth_type=kind,
            mbps=mbps,
            package=package,
            auto_advertise=found.auto_advertise if found else self._topology.options.auto_advertise,
        )

    def _find(
        self, router: TransitRouterNode, wanted: str | None, matches: Callable[[Attachment], bool]
    ) -> Attachment | None:
        facts = self._facts.get(router.region)
        if facts is None or facts.id != router.id:
            return None
        for attachment in facts.attachments:
            if attachment.id == wanted if wanted else matches(attachment):
                return attachment
        return None

    def _tables(
        self,
        ends: list[tuple[str, str]],
        peers: dict[str, PeerAttachment],
        routers: dict[str, TransitRouterNode],
    ) -> dict[tuple[str, str], Table]:
        ends += [(region, p.name) for p in peers.values() for region in (p.region, p.peer_region)]
        defaults = {region: self._default_table(router, ends) for region, router in routers.items()}
        tables = {}
        for region, name in sorted(ends):
            existing = self._existing.get((region, name))
            table_id = existing.association if existing and existing.association else defaults[region]
            tables[region, name] = Table(TableKind.TRANSIT_ROUTER, region, routers[region].name, table_id)
        return tables

    def _default_table(self, router: TransitRouterNode, ends: list[tuple[str, str]]) -> str:
        """The table for new attachments: declared, else the one that an existing attachment of the path reads."""
        if declared := self._choice(router.region).table:
            return declared
        for region, name in ends:
            existing = self._existing.get((region, name))
            if region == router.region and existing is not None and existing.association:
                return existing.association
        return _system_table(self._facts.get(router.region), router)

    def _associations(self, tables: dict[tuple[str, str], Table]) -> Iterator[TableLink]:
        for (region, name), table in tables.items():
            existing = self._existing.get((region, name))
            missing = existing is not None and not existing.association
            yield TableLink(table, name, created=existing is None, missing=missing)

    def _propagations(
        self, tables: dict[tuple[str, str], Table], peers: dict[str, PeerAttachment]
    ) -> Iterator[TableLink]:
        """What the paths need, and what else the tables on the way learn from attachments that exist."""
        seen = set()
        for need in self._needs(tables, peers):
            key = (need.region, need.attachment, need.table.id)
            if key in seen:
                continue
            seen.add(key)
            existing = self._existing.get((need.region, need.attachment))
            missing = existing is not None and need.table.id not in existing.propagations
            yield TableLink(need.table, need.attachment, created=existing is None, missing=missing)
        for region, name in sorted(self._existing):
            for table in sorted({table for table in tables.values() if table.region == region}):
                there = table.id in self._existing[region, name].propagations
                if there and (region, name, table.id) not in seen:
                    yield TableLink(table, name, created=False)

    def _needs(self, tables: dict[tuple[str, str], Table], peers: dict[str, PeerAttachment]) -> Iterator[_Need]:
        """Each path needs the far end's routes in the table that the near end reads, both ways."""
        home, service = self._service.region, f"att-{self._service.name}"
        clients = [(client.region, f"att-{client.name}") for client in self._clients]
        for region, name in (*clients, *((spoke.region, spoke.name) for spoke in self._spokes)):
            if region == home:
                yield _Need(home, service, tables[home, name])
                yield _Need(home, name, tables[home, service])
                continue
            peer = peers[region].name
            yield _Need(home, service, tables[home, peer])
            yield _Need(home, peer, tables[home, service])
            yield _Need(region, name, tables[region, peer])
            yield _Need(region, peer, tables[region, name])


def _system_table(facts: TransitRouterFacts | None, router: TransitRouterNode) -> str:
    if facts is not None and facts.id == router.id:
        for table in facts.tables:
            if table.type == "System":
                return table.id
    return SYSTEM_TABLE

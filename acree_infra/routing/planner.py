"""Makes the plan: the only place where a route is decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from ipaddress import IPv4Address

from acree_infra.discovery.facts import ExistingRoute
from acree_infra.discovery.model import Lock
from acree_infra.routing import legs, rows
from acree_infra.routing.mesh import Mesh, MeshBuilder
from acree_infra.routing.nouns import (
    DnsRecord,
    ForeignRoute,
    Hop,
    HopKind,
    LegId,
    LegTarget,
    Origin,
    RegistryLink,
    Route,
    Table,
    TableKind,
    VpcNode,
)
from acree_infra.routing.peering import existing_peerings, peering_rows, peerings
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.prefixes import sort_key
from acree_infra.routing.sites.build import Sites
from acree_infra.routing.sites.existing import existing_edges
from acree_infra.routing.sites.nouns import Premises
from acree_infra.routing.sites.standby import ranked
from acree_infra.routing.vpcs import client_nodes, service_node
from acree_infra.topology.options import RouteOverride
from acree_infra.topology.stack_file import StackFile


def make_plan(stack: StackFile, lock: Lock) -> Plan:
    """The plan of a stack file and its lock file: pure, sorted, the same on any machine.

    Raises:
        LockError: the lock file lacks a VPC that the stack file names.
    """
    topology = stack.topology
    service, clients = service_node(stack, lock), client_nodes(stack, lock)
    via = {client.name: client.via for client in topology.clients}
    routed, linked, peered = (
        tuple(node for node in clients if via[node.name] == one) for one in ("transit-router", "link", "vpc-peering")
    )
    sites = Sites(stack, lock, service, routed)
    address, auth = legs.registry_address(stack, lock), legs.auth_target(lock)
    waiting = _waiting(address, auth)
    mesh = MeshBuilder(stack, lock, service, *(((), ()) if waiting else (routed, sites.spokes()))).build()
    premises = Premises(sites=sites.nodes)
    targets: tuple[LegTarget, ...] = (legs.oss_target(stack, lock),)
    routes: tuple[Route, ...] = ()
    if address is not None and auth is not None:
        targets = (legs.registry_target(lock, service, address), auth, *targets)
        static = topology.options.static_without_advertise
        scene = rows.Scene(service, address, routed, linked, targets, mesh, static, sites.fars(), peered)
        beside = (*peering_rows(stack, scene), *sites.rows(scene))
        every, standby = merged(all_rows(scene, beside))
        routes = _overridden(_learnable(every, mesh), topology.routes, _attachment_names(mesh))
        premises = replace(sites.premises(scene, peerings(stack, scene)), standby=_learnable(standby, mesh))
    return Plan(
        stack=stack.name,
        region=topology.registry.region,
        cen=None if topology.network.cen in {"create", "none"} else topology.network.cen,
        registry_address=address,
        waiting=waiting,
        targets=targets,
        service=service,
        clients=clients,
        transit_routers=tuple(mesh.routers.values()),
        vpc_attachments=tuple(mesh.attachments.values()),
        peer_attachments=tuple(mesh.peers.values()),
        associations=mesh.associations,
        propagations=mesh.propagations,
        routes=routes,
        foreign_routes=tuple(_foreign_routes(stack, lock, mesh, (service, *clients))),
        links=tuple(_links(stack, lock)),
        records=() if address is None else tuple(_records(stack, lock, address, (*routed, *peered))),
        premises=premises,
    )


def _waiting(address: IPv4Address | None, auth: LegTarget | None) -> str:
    if address is None:
        return "the service VPC is not linked to the registry yet"
    if auth is None:
        return "the auth service is not known yet"
    return ""


def merged_rows(scene: rows.Scene) -> tuple[Route, ...]:
    """Every row once, sorted; where several clients share a row it serves all their legs."""
    return merged(all_rows(scene))[0]


def merged(found: Iterable[Route]) -> tuple[tuple[Route, ...], tuple[Route, ...]]:
    """Every row once, sorted, and the rows that stand by: those that another row of their table and prefix precedes.

    A row that several ways share belongs to none of them alone.
    """
    first: dict[tuple[Table, int, int], Route] = {}
    later: dict[tuple[Table, int, int, Hop], Route] = {}
    for route in ranked(found):
        key = (route.table, *sort_key(route.destination))
        known = first.setdefault(key, route)
        if known is route:
            continue
        if known.hop == route.hop:
            first[key] = _shared(known, route)
        elif route.way:
            later.setdefault((*key, route.hop), route)
    standby = tuple(later[key] for key in sorted(later, key=lambda key: (_order(key[:3]), later[key].rank, key[3])))
    return tuple(first[key] for key in sorted(first, key=_order)), standby


def _shared(known: Route, other: Route) -> Route:
    together = tuple(leg for leg in LegId if leg in known.legs or leg in other.legs)
    way, rank = (known.way, known.rank) if known.way == other.way else ("", 0)
    if (together, way) == (known.legs, known.way):
        return known
    return replace(known, legs=together, way=way, rank=rank)


def _order(key: tuple[Table, int, int]) -> tuple[str, str, str, str, int, int]:
    table, address, length = key
    return table.kind, table.region, table.owner, table.id, address, length


def all_rows(scene: rows.Scene, beside: Iterable[Route] = ()) -> Iterator[Route]:
    """The rows of every table, some of them more than once.

    Args:
        scene: what rows are made from.
        beside: rows of sites and of peerings.
    """
    yield from rows.built_in_rows(scene)
    if scene.mesh.attachments:
        yield from rows.client_vpc_rows(scene)
        yield from rows.client_router_rows(scene)
        yield from rows.service_router_rows(scene)
        yield from rows.service_vpc_rows(scene)
    yield from beside


def _learnable(routes: tuple[Route, ...], mesh: Mesh) -> tuple[Route, ...]:
    """Without the rows whose propagation is missing on an attachment of another owner (G29)."""
    missing = {(link.table, link.attachment) for link in mesh.propagations if link.missing}
    if not missing:
        return routes
    return tuple(r for r in routes if r.origin is not Origin.LEARNED or (r.table, r.hop.name) not in missing)


def _attachment_names(mesh: Mesh) -> dict[str, Hop]:
    """Hops by attachment id, for attachments that exist."""
    hops = {a.id: Hop(HopKind.ATTACHMENT, a.name) for a in mesh.attachments.values() if a.id}
    hops |= {its.id: Hop(HopKind.ATTACHMENT, its.name) for its in mesh.sites.values() if its.id}
    hops |= {p.id: Hop(HopKind.PEER_ATTACHMENT, p.name) for p in mesh.peers.values() if p.id}
    return hops


def _overridden(
    routes: tuple[Route, ...], overrides: tuple[RouteOverride, ...], hops: dict[str, Hop]
) -> tuple[Route, ...]:
    """Created routes after the stack file's own changes (N1)."""
    if not overrides:
        return routes
    result = []
    for route in routes:
        override = next((o for o in overrides if route.origin is Origin.CREATED and _matches(o, route)), None)
        if override is None:
            result.append(route)
        elif override.next_hop is not None:
            hop = hops.get(override.next_hop) or Hop(HopKind.ATTACHMENT, override.next_hop)
            result.append(replace(route, hop=hop, reason=f"override: {override.reason}"))
    return tuple(result)


def _matches(override: RouteOverride, route: Route) -> bool:
    return (
        override.region == route.table.region
        and override.destination == route.destination
        and override.table in (None, route.table.id)
    )


def _foreign_routes(stack: StackFile, lock: Lock, mesh: Mesh, nodes: Iterable[VpcNode]) -> Iterator[ForeignRoute]:
    hops = _attachment_names(mesh)
    beside = hops | existing_peerings(stack) | existing_edges(stack)
    on_the_way = {node.id for node in nodes}
    for vpc in lock.networks.vpcs:
        if vpc.id in on_the_way:
            for vpc_table in vpc.route_tables:
                table = Table(TableKind.VPC, vpc.region, vpc.id, vpc_table.id)
                yield from (_foreign(table, route, beside) for route in vpc_table.routes)
    routers = {router.id for router in mesh.routers.values()}
    for facts in lock.networks.transit_routers:
        if facts.id in routers:
            for router_table in facts.tables:
                table = Table(TableKind.TRANSIT_ROUTER, facts.region, facts.id, router_table.id)
                yield from (_foreign(table, route, hops) for route in router_table.routes)


def _foreign(table: Table, route: ExistingRoute, hops: dict[str, Hop]) -> ForeignRoute:
    hop = hops.get(route.hop) or Hop(HopKind.FOREIGN, f"{route.hop_type} {route.hop}".strip())
    return ForeignRoute(table, route.destination, hop, route.name)


def _links(stack: StackFile, lock: Lock) -> Iterator[RegistryLink]:
    registry, instance = stack.topology.registry, lock.legs.registry.instance
    wanted = [(stack.topology.network.service_vpc.id, registry.link)] if registry.link != "existing" else []
    wanted += [(client.vpc, client.link_vswitch) for client in stack.topology.clients if client.link_vswitch]
    yield from (RegistryLink(instance, vpc, vswitch, registry.module) for vpc, vswitch in sorted(wanted))


def _records(stack: StackFile, lock: Lock, address: IPv4Address, routed: tuple[VpcNode, ...]) -> Iterator[DnsRecord]:
    """A record per name for every client whose VPC has none made by the registry's own link (2.4)."""
    own = {linked.vpc for linked in lock.legs.registry.linked_vpcs}
    vpcs = tuple(sorted((node.region, node.id) for node in routed if node.id not in own))
    if stack.topology.dns.mode == "none" or not vpcs:
        return
    for host in sorted(lock.legs.registry.hosts):
        zone = stack.topology.dns.zone
        if zone and host.endswith(f".{zone}"):
            yield DnsRecord(host, zone, host.removesuffix(f".{zone}"), address, vpcs)
        else:
            yield DnsRecord(host, host, "@", address, vpcs)

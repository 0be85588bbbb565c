"""One world from beginning to end: looked up, planned, applied, traced, and tried with real packets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from ipaddress import IPv4Address

from acree_infra.discovery.model import Lock
from acree_infra.discovery.resolve import resolve
from acree_infra.discovery.surroundings import Surroundings
from acree_infra.routing.network import Network
from acree_infra.routing.nouns import Hop, HopKind, Origin, Route, TableKind
from acree_infra.routing.plan_model import Plan
from acree_infra.routing.planner import make_plan
from acree_infra.routing.trace import Trace, trace
from acree_infra.rules.all_rules import RULES
from acree_infra.rules.context import Context
from acree_sandbox.api.cbn.resources import (
    Association,
    Attachment,
    Propagation,
    TransitRouterRouteEntry,
    TransitRouterTable,
)
from acree_sandbox.api.cr.resources import LinkedVpc
from acree_sandbox.api.ecs.resources import Host
from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.api.vpcpeer.resources import VpcPeering
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.parts.cloud_services import RESOLVERS, service_addresses
from acree_sandbox.services.storage_moves import FormerAddress
from acree_sandbox.world.file import world_of
from tests.e2e.network.worlds import edges
from tests.e2e.network.worlds.account import Account
from tests.e2e.network.worlds.applying import Applying
from tests.e2e.network.worlds.comparing import Pair, Walks
from tests.e2e.network.worlds.fabric import Fabric, Probe
from tests.e2e.network.worlds.given import Given
from tests.e2e.network.worlds.lines import Loaded

_NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
PATIENCE = (0.2, 0.5, 2.0)
"""Seconds without any packet; a pair that disagrees is tried again with more."""


def begin(cloud: Cloud, given: Given) -> None:
    """Let a cloud forget everything and begin as a world says."""
    cloud.world = world_of(given.world)
    cloud.reset()
    with cloud.transaction():
        for address in given.storage:
            cloud.put(FormerAddress(id=address, region="cn-hangzhou", status="Draining", address=address))
        for number, (table_id, destination, hop) in enumerate(given.statics):
            cloud.put(_static(cloud, f"rte-foreign{number}", table_id, destination, hop))
        for name, table_id in given.propagations:
            cloud.put(_link(cloud, Propagation, name, table_id))
        for kind, name, table_id in given.loose:
            link = cloud.get(Association if kind == "association" else Propagation, f"{name}:{table_id}")
            if link is not None:
                cloud.remove(link)
        for ecr, vbr, region in given.express_routers:
            edges.put_existing(cloud, ecr, vbr, region)
        for name, near, far in given.peerings:
            cloud.put(_peering(cloud, name, near, far))


def _static(cloud: Cloud, identifier: str, table_id: str, destination: str, hop: str) -> TransitRouterRouteEntry:
    table = cloud.get(TransitRouterTable, table_id)
    assert table is not None
    return TransitRouterRouteEntry(
        id=identifier, region=table.region, status="Active", table=table_id, destination=destination, hop=hop
    )


def _link(cloud: Cloud, kind: type[Propagation], name: str, table_id: str) -> Propagation:
    table, row = cloud.get(TransitRouterTable, table_id), cloud.get(Attachment, name)
    assert table is not None
    assert row is not None
    identifier = f"{name}:{table_id}"
    return kind(
        id=identifier, region=table.region, status="Active", attachment=name, table=table_id, router=table.router
    )


def _peering(cloud: Cloud, name: str, near: str, far: str) -> VpcPeering:
    asking, accepting = cloud.get(Vpc, near), cloud.get(Vpc, far)
    assert asking is not None
    assert accepting is not None
    return VpcPeering(
        id=name,
        region=asking.region,
        status="Activated",
        vpc=near,
        accepting_vpc=far,
        accepting_region=accepting.region,
        accepting_owner=cloud.account,
        owner=cloud.account,
    )


@dataclass(frozen=True)
class Planned:
    """What came of the stack file.

    Attributes:
        plan: the whole plan.
        applied: what is made of it.
        traced: what packets are traced through; the same, but for tests of the comparison itself.
        refusing: rules that refuse the plan.
    """

    plan: Plan
    applied: Plan
    traced: Plan
    refusing: frozenset[str]


def planned(given: Given, account: Account, around: Surroundings) -> Planned:
    """Look up and plan; then take the given rows and associations out."""
    stack = given.stack_file()
    lock: Lock = resolve(stack, account.clouds, around, clock=lambda: _NOW)
    plan = make_plan(stack, lock)
    findings = RULES.run(Context(stack, lock, plan))
    refusing = frozenset(finding.rule for finding in findings if finding.severity.stops)
    gaps = with_gaps(plan, given)
    return Planned(plan, gaps, gaps, refusing)


def with_gaps(plan: Plan, given: Given) -> Plan:
    """The plan without the rows and associations that a world says are never made."""
    rows = list(needed_rows(plan))
    links = [link for link in plan.associations if link.created]
    gone = {id(rows[number % len(rows)]) for number in given.routes if rows}
    cut = {id(links[number % len(links)]) for number in given.associations if links}
    unread = {Hop(HopKind.ATTACHMENT, link.attachment) for link in links if id(link) in cut}
    steps = plan.premises.passages
    kept = tuple(its for its in steps if its.hop not in unread or its.table.kind is not TableKind.TRANSIT_ROUTER)
    return replace(
        plan,
        routes=tuple(route for route in plan.routes if id(route) not in gone),
        associations=tuple(link for link in plan.associations if id(link) not in cut),
        premises=replace(plan.premises, passages=kept),
    )


def needed_rows(plan: Plan) -> Iterator[Route]:
    """The rows that somebody makes, each of which breaks something where it is missing.

    Not so those of a data center with several ways: what lacks one may go another way. Nor those of a router toward an
    Express Connect Router: no fact tells whether it learns what stands static behind that, and the sandbox says so.
    """
    ways = Counter(way.site for way in plan.premises.ways)
    spared = {way.name for way in plan.premises.ways if ways[way.site] > 1}
    edges_of = {Hop(HopKind.ATTACHMENT, its.name) for its in plan.premises.attachments if its.kind == "ecr"}
    for route in plan.routes:
        made = route.origin in {Origin.CREATED, Origin.RENDERED}
        learned_too = route.table.kind is TableKind.TRANSIT_ROUTER and route.hop in edges_of
        if made and route.way not in spared and not learned_too:
            yield route


def ways_down(plan: Plan, given: Given) -> frozenset[str]:
    """The ways whose VBRs a world takes down."""
    return frozenset(vbr.way for vbr in plan.premises.vbrs if vbr.name in given.down)


def apply(plan: Plan, account: Account) -> None:
    """Make what a plan creates, but for rows where somebody else's stands already (G17): the service refuses them."""
    there = {(route.table, route.destination) for route in plan.foreign_routes}
    free = tuple(route for route in plan.routes if (route.table, route.destination) not in there)
    Applying(replace(plan, routes=free), account).apply()


def walks(plan: Plan, cloud: Cloud, fabric: Fabric, loaded: Iterable[Loaded] = (), down: Collection[str] = ()) -> Walks:
    """Every host of the stack to every address of every leg: as traced, and as real packets went."""
    network = Network(plan, down)
    pairs = _pairs(plan, cloud)
    traced = {pair: _traced(plan, network, pair) for pair in pairs}
    found = Walks(traced)
    fabric.become(cloud, loaded)
    left = list(pairs)
    for patience in PATIENCE:
        flights = fabric.fly(
            [
                Probe(pair.namespace, pair.source, pair.target, awaited=found.delivered(pair))
                for pair in left
                for _ in range(pair.flows)
            ],
            patience,
        )
        for pair in left:
            found.flown[pair], flights = flights[: pair.flows], flights[pair.flows :]
        left = [pair for pair in left if found.wrong(pair)]
        if not left:
            break
    return found


def _traced(plan: Plan, network: Network, pair: Pair) -> Trace:
    """From the host's own vSwitch or data center: another VPC may have the same addresses."""
    source = IPv4Address(pair.source)
    if pair.site:
        site = next(its for its in plan.premises.sites if its.name == pair.site)
        subnets = [subnet for subnet in site.subnets if source in subnet.cidr]
        return trace(network, source, IPv4Address(pair.target), (site, subnets[0]))
    node = next(node for node in (plan.service, *plan.clients) if node.id == pair.vpc)
    subnet = next(subnet for subnet in node.subnets if subnet.id == pair.vswitch)
    return trace(network, source, IPv4Address(pair.target), (node, subnet))


def _pairs(plan: Plan, cloud: Cloud) -> list[Pair]:
    """Hosts of the stack's VPCs with every address; enough flows for every table at which one can come in."""
    vpcs = {node.id for node in (plan.service, *plan.clients)}
    entrances = _entrances(plan)
    flows = 1 if entrances == 1 else 2 * entrances
    targets = [str(plan.registry_address), *_service_addresses(plan, cloud)]
    own = {link.vpc: link.address for link in cloud.all(LinkedVpc)}
    ways = Counter(way.site for way in plan.premises.ways)
    return [
        Pair(f"host-{host.id}", host.vpc, host.vswitch, host.address, target, flows, host.site, ways[host.site] < 2)
        for host in cloud.all(Host)
        if host.vpc in vpcs or host.site
        for target in dict.fromkeys([*targets, *filter(None, [own.get(host.vpc)])])
    ]


def _entrances(plan: Plan) -> int:
    """The most tables at which packets can come into one VPC: of an attachment, a peering or a line's router."""
    peered = {vpc for its in plan.premises.peerings for vpc in (its.vpc, its.peer_vpc)}
    peered |= {its.vpc for its in plan.premises.express_routers}
    nodes = (node for node in (plan.service, *plan.clients) if node.id in peered)
    tables = (len({subnet.table for subnet in node.subnets}) for node in nodes)
    return max((1, *(len(attachment.zones) for attachment in plan.vpc_attachments), *tables))


def _service_addresses(plan: Plan, cloud: Cloud) -> list[str]:
    return [address for address in service_addresses(cloud, plan.region) if address not in RESOLVERS]

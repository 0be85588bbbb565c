"""A VBR behind an Express Connect Router (ECR): on a transit router, or joined to the service VPC (5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from acree_infra.routing.mesh import Spoke
from acree_infra.routing.nouns import ALL_LEGS, Hop, HopKind, LegId, Origin, Route, Table, TableKind
from acree_infra.routing.rows import Far, Scene, needed
from acree_infra.routing.sites import attached, line
from acree_infra.routing.sites.case import Case
from acree_infra.routing.sites.kinds import KINDS, Kind
from acree_infra.routing.sites.nouns import ROUTES, ExpressRouterNode, Passage, Premises, WayNode
from acree_infra.topology.sites.express_connect_router import ExpressConnectRouterWay

NOTES = (
    *line.VBR_NOTES,
    (
        "D-M: that an Express Connect Router carries a transit router's static routes of 100.64.0.0/10 to the line, or "
        "a VPC's cloud services by allowed prefixes, is read from what its pages say in general: unproven until a pull "
        "works"
    ),
)


def _way(case: Case) -> ExpressConnectRouterWay:
    if not isinstance(case.way, ExpressConnectRouterWay):
        raise TypeError(f"{case.name} is no way over an Express Connect Router")
    return case.way


def _direct(case: Case) -> bool:
    return _way(case).to == "vpc"


def _region(case: Case) -> str:
    return attached.region_of(case, _way(case))


def _table(case: Case) -> Table:
    declared = _way(case).router
    name = f"ecr-{case.name}" if declared == "create" else declared
    return Table(TableKind.EXPRESS_ROUTER, _region(case), name, ROUTES)


def _vbr_table(case: Case) -> Table:
    return line.vbr_table(_way(case), case, _region(case))


def spokes(case: Case) -> tuple[Spoke, ...]:
    """The ECR's attachment, when it is on a transit router."""
    return () if _direct(case) else (attached.spoke(case, _way(case), "ecr", _table(case).owner),)


def fars(case: Case) -> tuple[Far, ...]:
    """The router learns the site from the ECR by BGP; without it the route there is static (G33)."""
    if _direct(case):
        return ()
    way = _way(case)
    if way.routes == "bgp":
        return (attached.far(case, way, "propagation of its ECR attachment"),)
    return (attached.far(case, way, "static route to the Express Connect Router", written=True),)


def premises(case: Case, scene: Scene) -> Premises:
    """The ECR, its VBR, and the way through them; the BGP of both has the ECR's AS number."""
    way, table, vbr_table = _way(case), _table(case), _vbr_table(case)
    services = needed(scene, case.node.region, all_legs=True)
    node = ExpressRouterNode(
        name=table.owner,
        id=None if way.router == "create" else way.router,
        way=case.name,
        region=table.region,
        asn=way.cloud_asn if way.router == "create" else case.fact(case.lock.networks.express_routers, way.router).asn,
        vbr=vbr_table.owner,
        transit_router="" if _direct(case) else scene.mesh.routers[table.region].name,
        vpc=case.service.id if _direct(case) else "",
        allowed=tuple(dict.fromkeys((*(prefix for _, prefix in services), *case.forwarded))) if _direct(case) else (),
    )
    return Premises(
        ways=(WayNode(case.name, case.site.name, way.kind, way.rank, NOTES),),
        vbrs=(replace(line.vbr(case, way, table.region), cloud_asn=node.asn if way.routes == "bgp" else 0),),
        express_routers=(node,),
        passages=(*line.line_passages(case, vbr_table), *_passages(case, scene)),
    )


def _passages(case: Case, scene: Scene) -> tuple[Passage, ...]:
    table, vbr_table = _table(case), _vbr_table(case)
    router, vbr = Hop(HopKind.EXPRESS_ROUTER, table.owner), Hop(HopKind.VBR, vbr_table.owner)
    steps = (
        Passage(TableKind.VBR, vbr_table.owner, router, table),
        Passage(TableKind.EXPRESS_ROUTER, table.owner, vbr, vbr_table),
    )
    if not _direct(case):
        leaving = (TableKind.EXPRESS_ROUTER, table.owner)
        return (*steps, *attached.attachment_passages(case, _way(case), scene, leaving, table))
    node = case.service
    entered = Table(TableKind.VPC, node.region, node.id, node.subnets[0].table)
    vswitches = tuple(subnet.id for subnet in node.subnets)
    return (
        *steps,
        Passage(TableKind.EXPRESS_ROUTER, table.owner, Hop(HopKind.VPC, node.id), entered, vswitches),
        Passage(TableKind.VPC, node.id, router, table),
    )


def rows(case: Case, scene: Scene) -> Iterator[Route]:
    """Device, VBR, the ECR, and the service VPC when it is joined to it."""
    way, table, vbr_table = _way(case), _table(case), _vbr_table(case)
    router, vbr = Hop(HopKind.EXPRESS_ROUTER, table.owner), Hop(HopKind.VBR, vbr_table.owner)
    yield from line.line_rows(case, way, scene, vbr_table, router)
    onward = Hop(HopKind.VPC, case.service.id) if _direct(case) else attached.attachment_hop(case)
    origin = Origin.CREATED if _direct(case) else Origin.LEARNED
    how = "allowed prefix of the association" if _direct(case) else "learned from what it is joined to"
    for target, prefix in needed(scene, case.node.region, all_legs=True):
        yield Route(table, prefix, onward, (target.leg,), origin, f"{target.leg} leg: {how}", case.name, way.rank)
    for prefix in case.forwarded:
        yield Route(table, prefix, onward, (), origin, f"DNS forwarding of {case.site.name}", case.name, way.rank)
    for cidr in case.node.cidrs:
        reason = f"way back to {case.site.name}: learned from its VBR"
        yield Route(table, cidr, vbr, ALL_LEGS, Origin.LEARNED, reason, case.name, way.rank)
    if _direct(case):
        yield from _vpc_rows(case, scene, router)


def _vpc_rows(case: Case, scene: Scene, router: Hop) -> Iterator[Route]:
    """The service VPC: its system table learns the site from the ECR, its other tables get rows (4.2, 4.3)."""
    node = case.service
    facts = next(vpc for vpc in case.lock.networks.vpcs if vpc.id == node.id)
    system = {table.id for table in facts.route_tables if table.type == "System"}
    for table_id in sorted({subnet.table for subnet in node.subnets}):
        table = Table(TableKind.VPC, node.region, node.id, table_id)
        answers = any(subnet.table == table_id and scene.address in subnet.cidr for subnet in node.subnets)
        legs = ALL_LEGS if answers else (LegId.AUTH, LegId.OSS)
        for cidr in case.node.cidrs:
            learned = table_id in system
            how = "learned from the Express Connect Router" if learned else "to the Express Connect Router"
            origin = Origin.LEARNED if learned else Origin.CREATED
            reason = f"way back to {case.site.name}: {how}"
            yield Route(table, cidr, router, legs, origin, reason, case.name, case.way.rank)


KINDS["express-connect-router"] = Kind(spokes, fars, premises, rows)

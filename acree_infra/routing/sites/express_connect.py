"""A leased line whose virtual border router (VBR) is on a transit router (5.1)."""

from __future__ import annotations

from collections.abc import Iterator

from acree_infra.routing.mesh import Spoke
from acree_infra.routing.nouns import Route, Table, TableKind
from acree_infra.routing.rows import Far, Scene
from acree_infra.routing.sites import attached, line
from acree_infra.routing.sites.case import Case
from acree_infra.routing.sites.kinds import KINDS, Kind
from acree_infra.routing.sites.nouns import Premises, WayNode
from acree_infra.topology.sites.express_connect import ExpressConnectWay


def _way(case: Case) -> ExpressConnectWay:
    if not isinstance(case.way, ExpressConnectWay):
        raise TypeError(f"{case.name} is no way over a leased line to a transit router")
    return case.way


def _table(case: Case) -> Table:
    way = _way(case)
    return line.vbr_table(way, case, attached.region_of(case, way))


def spokes(case: Case) -> tuple[Spoke, ...]:
    """The VBR's attachment."""
    return (attached.spoke(case, _way(case), "vbr", _table(case).owner),)


def fars(case: Case) -> tuple[Far, ...]:
    """The router learns the site from the VBR, whose routes are propagated by default (4.2)."""
    return (attached.far(case, _way(case), "propagation of its VBR attachment"),)


def premises(case: Case, scene: Scene) -> Premises:
    """The VBR, and the way through it."""
    way, table = _way(case), _table(case)
    passages = attached.attachment_passages(case, way, scene, (TableKind.VBR, table.owner), table)
    return Premises(
        ways=(WayNode(case.name, case.site.name, way.kind, way.rank, line.VBR_NOTES),),
        vbrs=(line.vbr(case, way, table.region),),
        passages=(*passages, *line.line_passages(case, table)),
    )


def rows(case: Case, scene: Scene) -> Iterator[Route]:
    """Device and VBR."""
    yield from line.line_rows(case, _way(case), scene, _table(case), attached.attachment_hop(case))


KINDS["express-connect"] = Kind(spokes, fars, premises, rows)

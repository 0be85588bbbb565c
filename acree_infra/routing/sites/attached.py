"""What ways that end at an attachment of a transit router have in common."""

from __future__ import annotations

from acree_infra.routing.mesh import Spoke
from acree_infra.routing.nouns import Hop, HopKind, Table, TableKind
from acree_infra.routing.rows import Far, Scene
from acree_infra.routing.sites.case import Case
from acree_infra.routing.sites.nouns import Passage
from acree_infra.topology.sites.way import RouterWay


def region_of(case: Case, way: RouterWay) -> str:
    """Region of the transit router; the registry's when none is declared."""
    return way.region or case.service.region


def attachment_name(case: Case) -> str:
    """Name of the way's attachment."""
    return f"att-{case.name}"


def spoke(case: Case, way: RouterWay, kind: str, resource: str) -> Spoke:
    """The attachment that the way needs: a `vbr`, a `vpn` or an `ecr`."""
    return Spoke(attachment_name(case), region_of(case, way), kind, resource, way.attachment, case.name)


def far(case: Case, way: RouterWay, known_by: str, *, written: bool = False) -> Far:
    """The site at the far end of the attachment."""
    return Far(
        name=case.site.name,
        region=region_of(case, way),
        cidrs=case.node.cidrs,
        attachment=attachment_name(case),
        known_by=known_by,
        all_legs=True,
        extra=case.forwarded,
        written=written,
        way=case.name,
        rank=case.way.rank,
    )


def attachment_hop(case: Case) -> Hop:
    """The hop over the attachment, from either side."""
    return Hop(HopKind.ATTACHMENT, attachment_name(case))


def attachment_passages(
    case: Case, way: RouterWay, scene: Scene, leaving: tuple[TableKind, str], edge: Table
) -> tuple[Passage, ...]:
    """The steps over the attachment: into the table that is associated with it, and out of the router.

    Args:
        case: the way.
        way: the same, as declared.
        scene: what rows are made from.
        leaving: kind and owner of the table that leads to the transit router.
        edge: the table that is read for what comes out of the transit router.
    """
    hop, region = attachment_hop(case), region_of(case, way)
    table = scene.mesh.tables[region, hop.name]
    missing = any(link.missing for link in scene.mesh.associations if link.attachment == hop.name)
    into = () if missing else (Passage(*leaving, hop, table),)
    return (*into, Passage(TableKind.TRANSIT_ROUTER, table.owner, hop, edge))

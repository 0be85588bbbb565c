"""Builds the components of a plan, in the order in which they need each other."""

from __future__ import annotations

from typing import Any

from acree_infra.program.attached_vpc import AttachedVpc, Client, Service
from acree_infra.program.dns import Dns
from acree_infra.program.edition import refuse_basic
from acree_infra.program.failed_entries import refuse_failed
from acree_infra.program.mesh import Mesh
from acree_infra.program.providers import Providers
from acree_infra.program.registry_link import RegistryLinks
from acree_infra.program.router_table import RouterTable, router_tables
from acree_infra.program.scene import Scene
from acree_infra.program.settling import Settling
from acree_infra.program.sites.edges import Edges
from acree_infra.routing.plan_model import Plan


async def realise(plan: Plan, providers: Providers, *, with_zones: bool) -> dict[str, Any]:
    """Ask the account what the lock file cannot vouch for, then build; see `build`.

    Raises:
        PolicyError, AccessError: from the live guard, before any resource.
    """
    await refuse_basic(plan, providers)
    await refuse_failed(plan, providers)
    return build(Scene.of(plan, providers), with_zones=with_zones)


def build(scene: Scene, *, with_zones: bool) -> dict[str, Any]:
    """Create everything of the plan that does not exist.

    While the plan waits for the registry's link, the link is all there is (2.5).

    Args:
        scene: the plan and its setting.
        with_zones: whether the plan's records become private zones; otherwise they are only printed.

    Returns:
        Ids that a person needs, as stack outputs.
    """
    plan = scene.plan
    if plan.links:
        RegistryLinks(scene)
    if plan.waiting:
        return {}
    outputs = _network(scene)
    if with_zones and plan.records:
        outputs["private_zones"] = Dns(scene).zones
    return outputs


def _network(scene: Scene) -> dict[str, Any]:
    """Routers and edges first, then all attachments, then the routes that lead to them."""
    plan = scene.plan
    mesh = Mesh(scene) if plan.transit_routers else None
    edges = Edges(scene, mesh)
    vpcs = _routed(scene, plan, mesh)
    settling = Settling(scene.providers, {table.id: table for table in scene.routes}) if vpcs else None
    for vpc in vpcs:
        if settling is not None:
            vpc.route(settling)
    made: dict[str, Any] = {"edges": scene.edges.all()} if scene.edges.all() else {}
    made |= {"tunnel_keys": scene.keys} if scene.keys else {}
    if mesh is None:
        return made
    for table in router_tables(scene):
        RouterTable(scene, table, mesh.regions[table.region])
    edges.publish(mesh)
    return {
        "cen": mesh.cen_id,
        "transit_routers": {region: part.router_id for region, part in mesh.regions.items()},
        "attachments": scene.attachments.all(),
        **made,
    }


def _routed(scene: Scene, plan: Plan, mesh: Mesh | None) -> list[AttachedVpc]:
    """Every VPC with an attachment or a route; all attachments are known before the first route is made."""
    wanted = {attachment.vpc for attachment in plan.vpc_attachments} | {table.owner for table in scene.routes}
    service = [Service(scene, plan.service, mesh)] if plan.service.id in wanted else []
    return [*service, *(Client(scene, node, mesh) for node in plan.clients if node.id in wanted)]

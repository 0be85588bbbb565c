"""The edges of a plan: peerings, gateways, lines, and what of them is on transit routers."""

from __future__ import annotations

import pulumi

from acree_infra.program.mesh import Mesh
from acree_infra.program.scene import Scene
from acree_infra.program.sites.attachments import SiteAttachments
from acree_infra.program.sites.ipsec import CustomerGateways, RouterConnections, VpnGateway
from acree_infra.program.sites.lines import BorderRouter, ExpressRouter
from acree_infra.program.sites.peerings import Peerings
from acree_infra.program.sites.publications import Publications
from acree_infra.program.sites.service_entries import ServiceEntries


class Edges:
    """What sites and peerings need, created in the order in which they need each other.

    Args:
        scene: the plan and its setting.
        mesh: CEN and transit routers; None where the plan has none.
    """

    def __init__(self, scene: Scene, mesh: Mesh | None) -> None:
        self._scene, premises = scene, scene.plan.premises
        self._last: list[pulumi.Resource] = []
        if premises.peerings:
            Peerings(scene)
        if premises.customer_gateways:
            CustomerGateways(scene)
        if any(entry.created for entry in premises.service_entries):
            ServiceEntries(scene)
        self._last = [VpnGateway(scene, node) for node in premises.vpn_gateways]
        of_routers = any(not connection.gateway for connection in premises.connections)
        connections = RouterConnections(scene) if of_routers else None
        lines = {node.name: BorderRouter(scene, node) for node in premises.vbrs}
        routers = {node.name: ExpressRouter(scene, node, lines[node.vbr], mesh) for node in premises.express_routers}
        held = {node.vbr: routers[node.name].holds for node in premises.express_routers}
        for name, line in lines.items():
            line.connect(held.get(name, ()))
        if mesh is None or not premises.attachments:
            return
        after = {name: line.ready for name, line in lines.items()}
        after |= {name: [router.joined] for name, router in routers.items()}
        attached = SiteAttachments(scene, mesh, after)
        if connections is not None:
            connections.route(scene, attached.made)

    def publish(self, mesh: Mesh) -> None:
        """Advertise VPC routes to gateways, once these and the attachments are there."""
        if self._scene.plan.premises.publications:
            Publications(self._scene, mesh, self._last)

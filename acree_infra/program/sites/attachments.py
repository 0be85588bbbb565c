"""What sites have on transit routers: attachments of VBRs, IPsec connections and Express Connect Routers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pulumi
from pulumi_alicloud import cen

from acree_infra.program.mesh import Mesh
from acree_infra.program.names import component
from acree_infra.program.scene import Scene
from acree_infra.routing.sites.nouns import SiteAttachment


class SiteAttachments(pulumi.ComponentResource):
    """All attachments of sites; each puts its id into the scene.

    Attributes:
        made: the attachment resources by what they attach.
    """

    def __init__(self, scene: Scene, mesh: Mesh, after: Mapping[str, Sequence[pulumi.Resource]]) -> None:
        super().__init__(component("SiteAttachments"), "site-attachments", None, scene.under)
        self._scene, self._mesh = scene, mesh
        self.made: dict[str, pulumi.Resource] = {}
        for attachment in scene.plan.premises.attachments:
            known: pulumi.Input[str]
            if attachment.id is not None:
                known = attachment.id
            else:
                options = scene.providers.options(
                    self, attachment.region, depends_on=tuple(after.get(attachment.resource, ()))
                )
                self.made[attachment.resource], known = _KINDS[attachment.kind](self, attachment, options)
            scene.attachments.add(attachment.name, known)
        self.register_outputs({})

    def vpn(self, attachment: SiteAttachment, options: pulumi.ResourceOptions) -> _Made:
        """An IPsec connection; its routes and what BGP tells it are published to the router (5.1)."""
        made = cen.TransitRouterVpnAttachment(
            attachment.name,
            cen_id=self._mesh.cen_id,
            transit_router_id=self._router(attachment),
            vpn_id=self._scene.edges.id(attachment.resource),
            transit_router_vpn_attachment_name=self._scene.cloud_name(attachment.name),
            auto_publish_route_enabled=True,
            tags=self._scene.tags,
            opts=options,
        )
        return made, made.id

    def vbr(self, attachment: SiteAttachment, options: pulumi.ResourceOptions) -> _Made:
        """A VBR; the router's routes are published to it (K1: it learns auth and OSS so)."""
        made = cen.TransitRouterVbrAttachment(
            attachment.name,
            cen_id=self._mesh.cen_id,
            transit_router_id=self._router(attachment),
            vbr_id=self._scene.edges.id(attachment.resource),
            transit_router_attachment_name=self._scene.cloud_name(attachment.name),
            auto_publish_route_enabled=True,
            tags=self._scene.tags,
            opts=options,
        )
        return made, made.transit_router_attachment_id

    def ecr(self, attachment: SiteAttachment, options: pulumi.ResourceOptions) -> _Made:
        """An Express Connect Router; its owner is passed, since the service fills it in and it forces replacement."""
        made = cen.TransitRouterEcrAttachment(
            attachment.name,
            cen_id=self._mesh.cen_id,
            transit_router_id=self._router(attachment),
            ecr_id=self._scene.edges.id(attachment.resource),
            ecr_owner_id=int(self._scene.plan.service.owner),
            transit_router_ecr_attachment_name=self._scene.cloud_name(attachment.name),
            tags=self._scene.tags,
            opts=options,
        )
        return made, made.id

    def _router(self, attachment: SiteAttachment) -> pulumi.Input[str]:
        return self._mesh.regions[attachment.region].router_id


_Made = tuple[pulumi.Resource, pulumi.Input[str]]
_KINDS: Mapping[str, Callable[[SiteAttachments, SiteAttachment, pulumi.ResourceOptions], _Made]] = {
    "vpn": SiteAttachments.vpn,
    "vbr": SiteAttachments.vbr,
    "ecr": SiteAttachments.ecr,
}

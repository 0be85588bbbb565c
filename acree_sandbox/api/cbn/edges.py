"""What the attachments of data centers share: VPN connections, VBRs and Express Connect Routers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acree_sandbox.api.cbn.resources import Attachment, TransitRouter
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.records import Request


@dataclass(frozen=True, slots=True)
class Edge:
    """What is to be attached.

    Attributes:
        type: `VPN`, `VBR` or `ECR`.
        id: its id.
        region: its region.
        owner: its account id.
        zones: zones that the request names, as they are answered.
    """

    type: str
    id: str
    region: str
    owner: str
    zones: Sequence[Mapping[str, object]] = ()


def attach(cloud: Cloud, router: TransitRouter, edge: Edge, request: Request) -> Attachment:
    """Put the attachment of an edge; it is neither associated nor propagating by that (4.3)."""
    row = Attachment(
        id=cloud.new_id(Attachment),
        region=router.region,
        status="Attaching",
        name=request.text("TransitRouterAttachmentName"),
        description=request.text("TransitRouterAttachmentDescription"),
        cen=router.cen,
        router=router.id,
        resource_type=edge.type,
        resource=edge.id,
        resource_region=edge.region,
        resource_owner=edge.owner,
        auto_publish=edge.type != "ECR" and request.boolean("AutoPublishRouteEnabled"),
        zones=[{name: str(value) for name, value in zone.items()} for zone in edge.zones],
        tags=request.tags(),
    )
    return cloud.put(row, then="Attached")


def refuse_attached(cloud: Cloud, resource: str) -> None:
    """Refuse an edge that a transit router has already."""
    for row in cloud.where(Attachment, "resource", resource):
        raise ApiError(
            "InstanceExist.TransitRouterAttachment",
            f"{resource!r} is attached to {row.router!r} already, by {row.id!r}.",
        )

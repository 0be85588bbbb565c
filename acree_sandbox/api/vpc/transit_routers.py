"""What this service asks of Cbn: attachments of a VPC, the routes that they write into its tables, zones of a region.

Cbn's modules build on the resources of this package, so they are imported when they are asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acree_sandbox.core.cloud import Cloud

if TYPE_CHECKING:
    from acree_sandbox.api.cbn.learning_rule import Route
    from acree_sandbox.api.cbn.resources import Attachment


def vpc_attachment(cloud: Cloud, identifier: str) -> Attachment | None:
    """An attachment of a VPC, None when there is none of that id."""
    from acree_sandbox.api.cbn.resources import Attachment  # noqa: PLC0415  # see above

    row = cloud.get(Attachment, identifier)
    return row if row is not None and row.resource_type == "VPC" else None


def attachments_of(cloud: Cloud, vpc: str) -> list[Attachment]:
    """The attachments of a VPC, of any status."""
    from acree_sandbox.api.cbn.resources import Attachment  # noqa: PLC0415  # see above

    return cloud.where(Attachment, "resource", vpc)


def synchronised_routes(cloud: Cloud, vpc: str) -> tuple[Route, ...]:
    """The routes that transit routers write into a VPC's tables, as of the last commit: ask in reading actions."""
    from acree_sandbox.api.cbn.learning import vpc_routes  # noqa: PLC0415  # see above

    return vpc_routes(cloud, vpc) if attachments_of(cloud, vpc) else ()


def transit_router_zones(cloud: Cloud, region: str) -> list[str]:
    """The zones in which a transit router of a region can have interfaces."""
    from acree_sandbox.api.cbn.regions import zones_of  # noqa: PLC0415  # see above

    return zones_of(cloud, region)

"""Express Connect Routers with what they join, as the sandbox keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from acree_sandbox.core.resources import Resource, resource


@resource("ecr", indexes=())
@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressConnectRouter(Resource):
    """An Express Connect Router (ECR); it belongs to no region.

    Attributes:
        asn: AS number of the cloud's side.
        modes: `{"RegionId", "Mode"}` of each region for traffic between regions.
        owner: account id.
    """

    name: str = ""
    description: str = ""
    asn: int = 0
    modes: Sequence[dict[str, str]] = ()
    owner: str = ""
    resource_group: str = ""


@resource("ecr child", prefix="ecrc", indexes=("ecr", "instance"))
@dataclass(frozen=True, slots=True, kw_only=True)
class EcrChild(Resource):
    """A VBR of an ECR; its region is the VBR's.

    Attributes:
        ecr: id of the ECR.
        instance: id of the VBR.
        owner: account id of the VBR.
    """

    ecr: str = ""
    instance: str = ""
    owner: str = ""
    description: str = ""


@resource("ecr association", prefix="ecra", indexes=("ecr", "node"))
@dataclass(frozen=True, slots=True, kw_only=True)
class EcrAssociation(Resource):
    """A VPC or a transit router of an ECR; its region is that of the association.

    Attributes:
        ecr: id of the ECR.
        type: `VPC` or `TR`.
        node: id of the VPC or transit router.
        cen: of a transit router, id of its CEN instance.
        owner: account id of the node.
        allowed: prefixes that the ECR announces of it; all that it has where there are none.
    """

    ecr: str = ""
    type: str = "VPC"
    node: str = ""
    cen: str = ""
    owner: str = ""
    allowed: Sequence[str] = ()

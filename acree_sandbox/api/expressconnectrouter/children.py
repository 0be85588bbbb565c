"""VBRs of an Express Connect Router."""

from __future__ import annotations

from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.expressconnect.resources import BgpGroup, Vbr
from acree_sandbox.api.expressconnectrouter.resources import EcrChild, ExpressConnectRouter
from acree_sandbox.api.expressconnectrouter.service import ACTIVE, ECR, WHICH, need_ecr, refuse_busy, success
from acree_sandbox.api.vpc.parameters import Name
from acree_sandbox.api.vpc.service import account_number
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import token_page, token_parameters
from acree_sandbox.core.parameters import integer, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.times import iso_time

DESCRIPTION = Name("Description", 256)
INSTANCE = (text("ChildInstanceId", required=True), text("ChildInstanceType", required=True, choices=("VBR",)))


@ECR.action(
    "AttachExpressConnectRouterChildInstance",
    WHICH,
    *INSTANCE,
    text("ChildInstanceRegionId", required=True),
    integer("ChildInstanceOwnerId"),
    DESCRIPTION,
)
def attach_child(cloud: Cloud, request: Request) -> Reply:
    """Give a VBR to an ECR; one that a transit router has, or another ECR, is refused."""
    ecr = need_ecr(cloud, request)
    name, region = request.text("ChildInstanceId"), request.text("ChildInstanceRegionId")
    vbr = cloud.get(Vbr, name)
    if vbr is None or vbr.region != region:
        raise ApiError("ResourceNotFound.ChildInstanceId", f"There is no VBR {name!r} in {region} (NotFound).", 404)
    refuse_joined(cloud, vbr.id)
    for group in cloud.where(BgpGroup, "router", vbr.id):
        _refuse_other_number(group, ecr)
    row = EcrChild(
        id=cloud.new_id(EcrChild),
        region=vbr.region,
        status="ATTACHING",
        ecr=ecr.id,
        instance=vbr.id,
        owner=vbr.owner,
        description=request.text("Description"),
    )
    cloud.put(row, then=ACTIVE)
    return success(AssociationId=row.id)


@ECR.action(
    "DescribeExpressConnectRouterChildInstance",
    WHICH,
    text("ChildInstanceId"),
    text("ChildInstanceType"),
    text("ChildInstanceRegionId"),
    text("AssociationId"),
    text("Status"),
    *token_parameters(),
)
def describe_children(cloud: Cloud, request: Request) -> Reply:
    """List the VBRs of an ECR, in pages by token."""
    ecr = need_ecr(cloud, request)
    found = [
        row
        for row in cloud.where(EcrChild, "ecr", ecr.id)
        if request.text("ChildInstanceId") in {"", row.instance}
        and request.text("ChildInstanceType") in {"", "VBR"}
        and request.text("ChildInstanceRegionId") in {"", row.region}
        and request.text("AssociationId") in {"", row.id}
        and request.text("Status") in {"", row.status}
    ]
    page = token_page(request, found)
    return success(ChildInstanceList=[_answer(row) for row in page.items], **page.fields)


@ECR.action("ModifyExpressConnectRouterChildInstance", WHICH, *INSTANCE, DESCRIPTION)
def modify_child(cloud: Cloud, request: Request) -> Reply:
    """Change the description."""
    cloud.change(_wanted(cloud, request), "", **request.changes({"Description": "description"}))
    return success()


@ECR.action("DetachExpressConnectRouterChildInstance", WHICH, *INSTANCE)
def detach_child(cloud: Cloud, request: Request) -> Reply:
    """Take a VBR from an ECR."""
    row = _wanted(cloud, request)
    refuse_busy(row)
    cloud.remove(row, while_status="DETACHING")
    return success()


def refuse_joined(cloud: Cloud, vbr: str) -> None:
    """Refuse a VBR that a transit router or an ECR has already."""
    for attachment in cloud.where(Attachment, "resource", vbr):
        raise ApiError("OperationDenied.VbrAttachedToCen", f"{vbr} is attached to {attachment.router} already.")
    for child in cloud.where(EcrChild, "instance", vbr):
        raise ApiError("OperationDenied.VbrAttachedToEcr", f"{vbr} belongs to {child.ecr} already.")


def _refuse_other_number(row: BgpGroup, ecr: ExpressConnectRouter) -> None:
    """Raise ApiError where a VBR's BGP has another AS number than its ECR (limits of "Create and manage an ECR")."""
    if row.local_asn != ecr.asn:
        raise ApiError(
            "OperationDenied.AsnNotMatch",
            f"The BGP group of {row.router} has LocalAsn {row.local_asn}, {ecr.id} has {ecr.asn}: they must be equal. "
            "Give the VBR to the ECR before its BGP is configured.",
        )


def _wanted(cloud: Cloud, request: Request) -> EcrChild:
    ecr = need_ecr(cloud, request)
    for row in cloud.where(EcrChild, "instance", request.text("ChildInstanceId")):
        if row.ecr == ecr.id:
            return row
    raise ApiError(
        "ResourceNotFound.ChildInstanceId", f"{ecr.id} has no VBR {request.text('ChildInstanceId')!r} (NotFound).", 404
    )


def _answer(row: EcrChild) -> dict[str, object]:
    return {
        "AssociationId": row.id,
        "EcrId": row.ecr,
        "ChildInstanceId": row.instance,
        "ChildInstanceType": "VBR",
        "ChildInstanceRegionId": row.region,
        "ChildInstanceOwnerId": account_number(row.owner),
        "RegionId": row.region,
        "Description": row.description,
        "Status": row.status,
        "GmtCreate": iso_time(row.created_at),
        "GmtModified": iso_time(row.created_at),
    }

"""VPCs and transit routers of an Express Connect Router."""

from __future__ import annotations

from acree_sandbox.api.cbn.resources import Attachment, TransitRouter
from acree_sandbox.api.expressconnectrouter.resources import EcrAssociation
from acree_sandbox.api.expressconnectrouter.service import ACTIVE, ECR, WHICH, need_ecr, refuse_busy, success
from acree_sandbox.api.vpc.resources import RouteEntry, Vpc
from acree_sandbox.api.vpc.service import account_number
from acree_sandbox.api.vpn.parameters import subnets
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError, missing_parameter
from acree_sandbox.core.paging import token_page, token_parameters
from acree_sandbox.core.parameters import integer, text, texts
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.times import iso_time

ASSOCIATION = text("AssociationId", required=True)
MOST_PREFIXES = 100


@ECR.action(
    "CreateExpressConnectRouterAssociation",
    WHICH,
    text("AssociationRegionId", required=True),
    text("VpcId"),
    integer("VpcOwnerId"),
    text("TransitRouterId"),
    integer("TransitRouterOwnerId"),
    text("CenId"),
    texts("AllowedPrefixes"),
    text("AllowedPrefixesMode"),
)
def create_association(cloud: Cloud, request: Request) -> Reply:
    """Join a VPC or a transit router of the named region."""
    ecr = need_ecr(cloud, request)
    node = _node(cloud, request)
    is_vpc = isinstance(node, Vpc)
    for row in cloud.where(EcrAssociation, "node", node.id):
        if is_vpc or row.ecr == ecr.id:
            raise ApiError("ResourceAlreadyExist.Association", f"{node.id} is associated with {row.ecr} already.")
    row = EcrAssociation(
        id=cloud.new_id(EcrAssociation),
        region=node.region,
        status="CREATING",
        ecr=ecr.id,
        type="VPC" if is_vpc else "TR",
        node=node.id,
        cen=node.cen if isinstance(node, TransitRouter) else "",
        owner=node.owner or cloud.account,
        allowed=_prefixes(request),
    )
    cloud.put(row, then=ACTIVE)
    return success(AssociationId=row.id)


@ECR.action(
    "DescribeExpressConnectRouterAssociation",
    WHICH,
    text("AssociationId"),
    text("AssociationNodeType", choices=("VPC", "TR")),
    text("AssociationRegionId"),
    text("VpcId"),
    text("TransitRouterId"),
    text("CenId"),
    text("Status"),
    *token_parameters(),
)
def describe_associations(cloud: Cloud, request: Request) -> Reply:
    """List what an ECR is associated with, in pages by token."""
    ecr = need_ecr(cloud, request)
    found = [
        row
        for row in cloud.where(EcrAssociation, "ecr", ecr.id)
        if request.text("AssociationId") in {"", row.id}
        and request.text("AssociationNodeType") in {"", row.type}
        and request.text("AssociationRegionId") in {"", row.region}
        and {request.text("VpcId"), request.text("TransitRouterId")} <= {"", row.node}
        and request.text("CenId") in {"", row.cen}
        and request.text("Status") in {"", row.status}
    ]
    page = token_page(request, found)
    return success(AssociationList=[_answer(row) for row in page.items], **page.fields)


@ECR.action(
    "ModifyExpressConnectRouterAssociationAllowedPrefix",
    WHICH,
    ASSOCIATION,
    texts("AllowedPrefixes"),
    text("AllowedPrefixesMode"),
)
def modify_allowed_prefixes(cloud: Cloud, request: Request) -> Reply:
    """Say which prefixes the ECR announces of what it is associated with."""
    row = _wanted(cloud, request)
    refuse_busy(row)
    cloud.change(row, ACTIVE, status="UPDATING", allowed=_prefixes(request))
    return success()


@ECR.action("DeleteExpressConnectRouterAssociation", WHICH, ASSOCIATION)
def delete_association(cloud: Cloud, request: Request) -> Reply:
    """End an association that nothing needs any more: no route of the VPC, no attachment of the transit router."""
    row = _wanted(cloud, request)
    refuse_busy(row)
    for entry in cloud.where(RouteEntry, "hop", row.id):
        raise ApiError(
            "OperationDenied.RouteEntryExist", f"{entry.route_table} still sends {entry.destination} to {row.ecr}."
        )
    for attachment in cloud.where(Attachment, "resource", row.ecr):
        if attachment.router == row.node:
            raise ApiError("OperationDenied.AttachmentExist", f"{row.node} still has the attachment {attachment.id}.")
    cloud.remove(row, while_status="DELETING")
    return success()


def _prefixes(request: Request) -> list[str]:
    parameter = subnets("AllowedPrefixes")
    found = [prefix for text_of in request.texts("AllowedPrefixes") for prefix in _parsed(parameter.parse(text_of))]
    if len(found) > MOST_PREFIXES:
        raise ApiError("QuotaExceeded.AllowedPrefixes", f"At most {MOST_PREFIXES} AllowedPrefixes, got {len(found)}.")
    return found


def _parsed(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _node(cloud: Cloud, request: Request) -> Vpc | TransitRouter:
    """The VPC or transit router that a request names, in the region that it names."""
    vpc, router = request.text("VpcId"), request.text("TransitRouterId")
    if bool(vpc) == bool(router):
        raise missing_parameter("VpcId")
    row = cloud.get(Vpc, vpc) if vpc else cloud.get(TransitRouter, router)
    region = request.text("AssociationRegionId")
    if row is None or row.region != region:
        raise ApiError("ResourceNotFound.InstanceId", f"There is no {vpc or router!r} in {region} (NotFound).", 404)
    return row


def _wanted(cloud: Cloud, request: Request) -> EcrAssociation:
    ecr = need_ecr(cloud, request)
    row = cloud.get(EcrAssociation, request.text("AssociationId"))
    if row is None or row.ecr != ecr.id:
        raise ApiError(
            "ResourceNotFound.AssociationId", f"{ecr.id} has no {request.text('AssociationId')!r} (NotFound).", 404
        )
    return row


def _answer(row: EcrAssociation) -> dict[str, object]:
    number = account_number(row.owner)
    node = (
        {"VpcId": row.node, "VpcOwnerId": number}
        if row.type == "VPC"
        else {"TransitRouterId": row.node, "TransitRouterOwnerId": number}
    )
    return {
        "AssociationId": row.id,
        "EcrId": row.ecr,
        "RegionId": row.region,
        "AssociationNodeType": row.type,
        "CenId": row.cen,
        "OwnerId": number,
        "Status": row.status,
        "AllowedPrefixes": list(row.allowed),
        "AllowedPrefixesMode": "MatchMode",
        "GmtCreate": iso_time(row.created_at),
        "GmtModified": iso_time(row.created_at),
        **node,
    }

"""Express Connect Routers: made, shown, changed, deleted."""

from __future__ import annotations

from acree_sandbox.api.expressconnectrouter.resources import EcrAssociation, EcrChild, ExpressConnectRouter
from acree_sandbox.api.expressconnectrouter.service import ACTIVE, ECR, WHICH, need_ecr, refuse_busy, success
from acree_sandbox.api.vpc.parameters import naming
from acree_sandbox.api.vpc.service import account_number
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.paging import token_page, token_parameters
from acree_sandbox.core.parameters import integer, records, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, register_tag_actions, tag_list
from acree_sandbox.core.times import iso_time

MOST = 20
LARGEST_ASN = 2**32 - 1
ATTRIBUTES = {"Name": "name", "Description": "description"}
register_tag_actions(ECR, {"EXPRESSCONNECTROUTER": ExpressConnectRouter})


@ECR.action(
    "CreateExpressConnectRouter",
    integer("AlibabaSideAsn", minimum=1, maximum=LARGEST_ASN, required=True),
    *naming("Name"),
    text("ResourceGroupId"),
    tags(),
)
def create_express_connect_router(cloud: Cloud, request: Request) -> Reply:
    """Make an ECR."""
    used = len(cloud.all(ExpressConnectRouter))
    refuse_over_quota(cloud, "express-connect-routers", used, MOST, "QuotaExceeded.Ecr")
    row = ExpressConnectRouter(
        id=cloud.new_id(ExpressConnectRouter),
        status=ACTIVE,
        asn=request.integer("AlibabaSideAsn"),
        owner=cloud.account,
        resource_group=request.text("ResourceGroupId") or "rg-default",
        tags=request.tags(),
    )
    cloud.change(row, "", **request.changes(ATTRIBUTES))
    return success(EcrId=row.id)


@ECR.action(
    "DescribeExpressConnectRouter",
    text("EcrId"),
    text("Name"),
    text("ResourceGroupId"),
    tags(),
    *token_parameters(),
)
def describe_express_connect_router(cloud: Cloud, request: Request) -> Reply:
    """List ECRs, in pages by token."""
    found = [
        row
        for row in cloud.all(ExpressConnectRouter)
        if request.text("EcrId") in {"", row.id}
        and request.text("Name") in {"", row.name}
        and request.text("ResourceGroupId") in {"", row.resource_group}
        and has_tags(row, request.tags())
    ]
    page = token_page(request, found)
    return success(EcrList=[_answer(row) for row in page.items], **page.fields)


@ECR.action("DescribeExpressConnectRouterInterRegionTransitMode", WHICH)
def describe_transit_mode(cloud: Cloud, request: Request) -> Reply:
    """Show how traffic between regions goes."""
    return success(InterRegionTransitModeList=list(need_ecr(cloud, request).modes))


@ECR.action(
    "ModifyExpressConnectRouterInterRegionTransitMode",
    WHICH,
    records("TransitModeList", text("RegionId", required=True), text("Mode", required=True)),
)
def modify_transit_mode(cloud: Cloud, request: Request) -> Reply:
    """Say how traffic between regions goes; the sandbox keeps it and does nothing with it."""
    modes = [{"RegionId": its.text("RegionId"), "Mode": its.text("Mode")} for its in request.records("TransitModeList")]
    cloud.change(need_ecr(cloud, request), "", modes=modes)
    return success()


@ECR.action("DescribeExpressConnectRouterRegion", WHICH)
def describe_regions(cloud: Cloud, request: Request) -> Reply:
    """List the regions in which an ECR has something."""
    row = need_ecr(cloud, request)
    nodes = [*cloud.where(EcrChild, "ecr", row.id), *cloud.where(EcrAssociation, "ecr", row.id)]
    return success(RegionIdList=sorted({node.region for node in nodes}))


@ECR.action("ModifyExpressConnectRouter", WHICH, *naming("Name"))
def modify_express_connect_router(cloud: Cloud, request: Request) -> Reply:
    """Change name or description."""
    cloud.change(need_ecr(cloud, request), "", **request.changes(ATTRIBUTES))
    return success()


@ECR.action("DeleteExpressConnectRouter", WHICH)
def delete_express_connect_router(cloud: Cloud, request: Request) -> Reply:
    """Delete an ECR that joins nothing any more."""
    row = need_ecr(cloud, request)
    refuse_busy(row)
    for node in (*cloud.where(EcrChild, "ecr", row.id), *cloud.where(EcrAssociation, "ecr", row.id)):
        raise ApiError("OperationDenied.EcrHasChildInstance", f"{row.id} still has {node.id}.")
    cloud.remove(row)
    return success()


@ECR.action("DescribeInstanceGrantedToExpressConnectRouter", WHICH, text("CallerType"), *token_parameters())
def describe_grants(cloud: Cloud, request: Request) -> Reply:
    """List what other accounts granted: nothing. The provider asks this to see that an ECR is gone."""
    need_ecr(cloud, request)
    return success(EcrGrantedInstanceList=[], TotalCount=0)


@ECR.action(
    "MoveResourceGroup",
    text("ResourceId", required=True),
    text("NewResourceGroupId", required=True),
    text("ResourceType"),
)
def move_resource_group(cloud: Cloud, request: Request) -> Reply:
    """Move an ECR into another resource group."""
    row = cloud.need(ExpressConnectRouter, request.text("ResourceId"), "ResourceNotFound.EcrId")
    cloud.change(row, "", resource_group=request.text("NewResourceGroupId"))
    return success()


def _answer(row: ExpressConnectRouter) -> dict[str, object]:
    return {
        "EcrId": row.id,
        "Name": row.name,
        "Description": row.description,
        "AlibabaSideAsn": row.asn,
        "Status": row.status,
        "BizStatus": "NORMAL",
        "GmtCreate": iso_time(row.created_at),
        "GmtModified": iso_time(row.created_at),
        "OwnerId": account_number(row.owner),
        "ResourceGroupId": row.resource_group,
        "Tags": tag_list(row),
    }

"""Routes of a VPC that are advertised by hand to an Express Connect Router: not done, what may not be is told (4.2).

An ECR tells of a VPC what its association allows; nothing is published to it beside that.
"""

from __future__ import annotations

from ipaddress import IPv4Network

from acree_sandbox.api.vpc.parameters import destination
from acree_sandbox.api.vpc.resources import RouteTable
from acree_sandbox.api.vpc.route_rules import SERVICE_SPACE
from acree_sandbox.api.vpc.service import VPC, need_table
from acree_sandbox.api.vpc.tables import SYSTEM, Row, rows
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import integer, records, text
from acree_sandbox.core.records import Record, Request
from acree_sandbox.core.registry import Reply

MOST = 50
NEVER_PUBLISHED = frozenset(
    {"Attachment", "VpcPeer", "Ecr", "RouterInterface", "GatewayLoadBalancerEndpoint", "service"}
)
"""Next hop types of routes that cannot be advertised by hand (4.2)."""
NO_TARGET = "ResourceNotAssociated.TargetInstance"
_TARGET = (
    text("TargetType", required=True, choices=("ECR",)),
    text("TargetInstanceId", required=True),
    records("RouteEntries", text("RouteTableId", required=True), destination(required=True), required=True),
)


@VPC.action(
    "ListVpcPublishedRouteEntries",
    text("RouteTableId", required=True),
    text("TargetType", required=True, choices=("ECR",)),
    text("TargetInstanceId"),
    destination(),
    integer("MaxResults", minimum=1, maximum=500),
    text("NextToken"),
)
def list_published_route_entries(cloud: Cloud, request: Request) -> Reply:
    """List published routes: none."""
    need_table(cloud, request, "InvalidRouteTable.NotFound")
    return {"RouteEntries": []}


@VPC.action("PublishVpcRouteEntries", *_TARGET)
def publish_vpc_route_entries(cloud: Cloud, request: Request) -> Reply:
    """Refuse to publish: routes that cannot be for what they are, all others for lack of the target."""
    items = request.records("RouteEntries")
    if len(items) > MOST:
        raise ApiError("InvalidParameter.RouteEntries", f"A call takes at most {MOST} RouteEntries, got {len(items)}.")
    for item in items:
        _refuse_unpublishable(*_named(cloud, request, item))
    raise _no_target(request)


@VPC.action("WithdrawVpcPublishedRouteEntries", *_TARGET)
def withdraw_vpc_published_route_entries(_cloud: Cloud, request: Request) -> Reply:
    """Refuse to withdraw: nothing is published."""
    raise _no_target(request)


def _no_target(request: Request) -> ApiError:
    target = f"{request.text('TargetType')} {request.text('TargetInstanceId')!r}"
    return ApiError(NO_TARGET, f"The sandbox publishes nothing to {target}; use AllowedPrefixes.")


def _named(cloud: Cloud, request: Request, item: Record) -> tuple[RouteTable, Row]:
    table = cloud.need(RouteTable, item.text("RouteTableId"), "InvalidRouteTableId.NotFound")
    prefix = item.text("DestinationCidrBlock")
    for row in rows(cloud, table):
        if row.destination == prefix and request.region in {"", table.region}:
            return table, row
    raise ApiError("InvalidRouteEntry.NotFound", f"{table.id} has no route to {prefix} (NotFound).", 404)


def _refuse_unpublishable(table: RouteTable, row: Row) -> None:
    reason = ""
    if table.type != SYSTEM:
        reason = f"{table.id} is a custom table"
    elif row.hop_type in NEVER_PUBLISHED:
        reason = f"its next hop is of type {row.hop_type}"
    elif IPv4Network(row.destination).subnet_of(SERVICE_SPACE):
        reason = f"it lies in {SERVICE_SPACE}"
    if reason:
        raise ApiError("OperationDenied.RouteEntry", f"The route to {row.destination} cannot be published: {reason}.")

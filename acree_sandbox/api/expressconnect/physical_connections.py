"""Physical connections (leased lines): made, shown, changed, deleted. The sandbox builds them at once."""

from __future__ import annotations

from acree_sandbox.api.expressconnect.resources import PhysicalConnection, Vbr
from acree_sandbox.api.expressconnect.service import FILTER, fits, need_line, refuse_busy
from acree_sandbox.api.vpc.parameters import Unserved, naming
from acree_sandbox.api.vpc.service import VPC, region_of
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import boolean, integer, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import iso_minute

WHICH = text("PhysicalConnectionId", required=True)
ATTRIBUTES = {
    "Name": "name",
    "Description": "description",
    "LineOperator": "line_operator",
    "PortType": "port_type",
    "bandwidth": "bandwidth",
    "CircuitCode": "circuit",
    "PeerLocation": "peer_location",
    "RedundantPhysicalConnectionId": "redundant",
}
_DETAILS = (
    *naming("Name"),
    text("PortType"),
    integer("bandwidth", minimum=1),
    text("CircuitCode"),
    text("PeerLocation"),
    text("RedundantPhysicalConnectionId"),
)


@VPC.action(
    "CreatePhysicalConnection",
    text("AccessPointId", required=True),
    text("LineOperator", required=True),
    text("Type", choices=("VPC",)),
    *_DETAILS,
    *map(Unserved, ("DeviceAdvancedCapacity", "OpticalModuleModel")),
    text("ResourceGroupId"),
    tags(),
)
def create_physical_connection(cloud: Cloud, request: Request) -> Reply:
    """Order a line: it is built and enabled by itself."""
    region = region_of(request)
    row = PhysicalConnection(
        id=cloud.new_id(PhysicalConnection, region),
        region=region,
        status="Initial",
        access_point=request.text("AccessPointId"),
        resource_group=request.text("ResourceGroupId") or "rg-default",
        tags=request.tags(),
    )
    row = cloud.change(row, "Allocated", **request.changes(ATTRIBUTES))
    return {"PhysicalConnectionId": row.id}


@VPC.action(
    "DescribePhysicalConnections",
    FILTER,
    text("ResourceGroupId"),
    boolean("IncludeReservationData"),
    tags("Tags"),
    *page_parameters(largest=50),
)
def describe_physical_connections(cloud: Cloud, request: Request) -> Reply:
    """List the lines of a region, in pages."""
    filtered = request.records("Filter")
    found = [
        row
        for row in cloud.all(PhysicalConnection, request.region)
        if request.text("ResourceGroupId") in {"", row.resource_group}
        and fits(filtered, {"PhysicalConnectionId": row.id, "Name": row.name, "Status": row.status})
        and has_tags(row, request.tags("Tags"))
    ]
    page = numbered_page(request, found)
    return {"PhysicalConnectionSet": {"PhysicalConnectionType": [_answer(row) for row in page.items]}, **page.fields}


@VPC.action("ModifyPhysicalConnectionAttribute", WHICH, *_DETAILS, text("LineOperator"), Unserved("DownDelayTime"))
def modify_physical_connection_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change what was sent; the rest stays."""
    row = need_line(cloud, request.text("PhysicalConnectionId"))
    refuse_busy(row)
    cloud.change(row, "", **request.changes(ATTRIBUTES))
    return {}


@VPC.action("DeletePhysicalConnection", WHICH)
def delete_physical_connection(cloud: Cloud, request: Request) -> Reply:
    """Give a line up that has no VBR any more."""
    row = need_line(cloud, request.text("PhysicalConnectionId"))
    for vbr in cloud.where(Vbr, "line", row.id):
        raise ApiError("DependencyViolation.VirtualBorderRouter", f"{row.id} still has {vbr.id}.")
    cloud.remove(row)
    return {}


def _answer(row: PhysicalConnection) -> dict[str, object]:
    return {
        "PhysicalConnectionId": row.id,
        "Name": row.name,
        "Description": row.description,
        "AccessPointId": row.access_point,
        "LineOperator": row.line_operator,
        "Type": row.type,
        "PortType": row.port_type,
        "Bandwidth": row.bandwidth,
        "CircuitCode": row.circuit,
        "PeerLocation": row.peer_location,
        "RedundantPhysicalConnectionId": row.redundant,
        "Status": row.status,
        "BusinessStatus": "Normal",
        "CreationTime": iso_minute(row.created_at),
        "ResourceGroupId": row.resource_group,
        "Tags": {"Tags": tag_list(row)},
    }

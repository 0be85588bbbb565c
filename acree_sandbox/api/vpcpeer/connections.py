"""VPC peering connections: asked for, accepted or rejected, changed, deleted."""

from __future__ import annotations

from acree_sandbox.api.vpc.next_hops import next_hop
from acree_sandbox.api.vpc.parameters import naming
from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable, Vpc
from acree_sandbox.api.vpc.service import region_of
from acree_sandbox.api.vpcpeer.resources import VpcPeering
from acree_sandbox.api.vpcpeer.service import (
    ACCEPTING,
    ACTIVATED,
    REJECTED,
    STATUS,
    VPCPEER,
    WHICH,
    need_peering,
    refuse_busy,
)
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.parameters import boolean, integer, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

PER_VPC = 10
DEFAULT_BANDWIDTH = 1024
UNLIMITED = -1
ATTRIBUTES = {"Name": "name", "Description": "description", "Bandwidth": "bandwidth", "LinkType": "link_type"}
_DETAILS = (
    *naming("Name"),
    integer("Bandwidth", minimum=UNLIMITED, maximum=100_000),
    text("LinkType", choices=("Gold", "Platinum", "")),
)


@VPCPEER.action(
    "CreateVpcPeerConnection",
    text("VpcId", required=True),
    text("AcceptingVpcId", required=True),
    text("AcceptingRegionId", required=True),
    integer("AcceptingAliUid"),
    *_DETAILS,
    text("ResourceGroupId"),
    tags(),
)
def create_vpc_peer_connection(cloud: Cloud, request: Request) -> Reply:
    """Ask for a connection; of two VPCs of one account it is accepted by itself."""
    near = _vpc(cloud, request.text("VpcId"), region_of(request), "VpcId")
    far = _vpc(cloud, request.text("AcceptingVpcId"), request.text("AcceptingRegionId"), "AcceptingVpcId")
    if near.id == far.id:
        raise ApiError("IllegalParam.AcceptingVpcId", f"{near.id} cannot be connected with itself.")
    for row in _of(cloud, near.id):
        if row.joins(far.id) and row.status != REJECTED:
            raise ApiError(
                "ResourceAlreadyExist.VpcPeer", f"{near.id} and {far.id} are connected already, by {row.id}."
            )
    for vpc in (near, far):
        refuse_over_quota(cloud, "vpc-peerings", len(_of(cloud, vpc.id)), PER_VPC, "QuotaExceeded.VpcPeerCountPerVpc")
    owner = far.owner or cloud.account
    row = VpcPeering(
        id=cloud.new_id(VpcPeering, near.region),
        region=near.region,
        status="Creating",
        vpc=near.id,
        accepting_vpc=far.id,
        accepting_region=far.region,
        accepting_owner=owner,
        owner=near.owner or cloud.account,
        bandwidth=DEFAULT_BANDWIDTH if near.region != far.region else UNLIMITED,
        resource_group=request.text("ResourceGroupId") or "rg-default",
        tags=request.tags(),
    )
    own = owner == (near.owner or cloud.account)
    row = cloud.change(row, ACTIVATED if own else ACCEPTING, **request.changes(ATTRIBUTES))
    return {"InstanceId": row.id}


@VPCPEER.action("AcceptVpcPeerConnection", WHICH, text("ResourceGroupId"))
def accept_vpc_peer_connection(cloud: Cloud, request: Request) -> Reply:
    """Accept a connection; one that is in use already stays so."""
    row = need_peering(cloud, request)
    refuse_busy(row)
    if row.status == ACCEPTING:
        cloud.change(row, ACTIVATED, status="Updating")
    elif row.status != ACTIVATED:
        raise ApiError(STATUS, f"{row.id} is {row.status} and cannot be accepted.")
    return {}


@VPCPEER.action("RejectVpcPeerConnection", WHICH, text("ResourceGroupId"))
def reject_vpc_peer_connection(cloud: Cloud, request: Request) -> Reply:
    """Reject a connection that waits."""
    row = need_peering(cloud, request)
    refuse_busy(row)
    if row.status != ACCEPTING:
        raise ApiError(STATUS, f"{row.id} is {row.status}; only one that is {ACCEPTING} can be rejected.")
    cloud.change(row, REJECTED, status="Rejecting")
    return {}


@VPCPEER.action("ModifyVpcPeerConnection", WHICH, *_DETAILS)
def modify_vpc_peer_connection(cloud: Cloud, request: Request) -> Reply:
    """Change what was sent; the rest stays."""
    row = need_peering(cloud, request)
    refuse_busy(row)
    if "Bandwidth" in request and row.region == row.accepting_region and request.integer("Bandwidth") != UNLIMITED:
        raise ApiError("IllegalParam.Bandwidth", f"{row.id} is within {row.region}, where bandwidth has no limit (-1).")
    cloud.change(row, row.status, status="Updating", **request.changes(ATTRIBUTES))
    return {}


@VPCPEER.action("DeleteVpcPeerConnection", WHICH, boolean("Force"))
def delete_vpc_peer_connection(cloud: Cloud, request: Request) -> Reply:
    """Delete a connection that no route leads to any more; with Force the routes go too."""
    row = need_peering(cloud, request)
    refuse_busy(row)
    for entry in cloud.where(RouteEntry, "hop", row.id):
        if not request.boolean("Force"):
            raise ApiError(
                "OperationDenied.RouteEntryExist", f"{entry.route_table} still sends {entry.destination} to {row.id}."
            )
        cloud.remove(entry)
    cloud.remove(row, while_status="Deleting")
    return {}


@next_hop("VpcPeer")
def check_peering(cloud: Cloud, table: RouteTable, hop: str) -> None:
    """Take a connection in use of the table's VPC."""
    row = cloud.get(VpcPeering, hop)
    if row is None or not row.joins(table.vpc):
        raise ApiError("InvalidVpcPeerId.NotFound", f"There is no VPC peering {hop!r} of {table.vpc} (NotFound).", 404)
    if row.status != ACTIVATED:
        raise ApiError(STATUS, f"{hop} is {row.status}; wait until it is {ACTIVATED}.")


def _of(cloud: Cloud, vpc: str) -> list[VpcPeering]:
    return [*cloud.where(VpcPeering, "vpc", vpc), *cloud.where(VpcPeering, "accepting_vpc", vpc)]


def _vpc(cloud: Cloud, identifier: str, region: str, name: str) -> Vpc:
    row = cloud.get(Vpc, identifier)
    if row is None or row.region != region:
        raise ApiError(f"ResourceNotFound.{name}", f"There is no VPC {identifier!r} in {region} (NotFound).", 404)
    return row

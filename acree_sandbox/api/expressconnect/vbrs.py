"""Virtual border routers: made at a line, changed, closed and opened again, deleted."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.expressconnect.resources import BgpGroup, Vbr
from acree_sandbox.api.expressconnect.service import need_line, need_vbr, refuse_busy
from acree_sandbox.api.vpc.parameters import Unserved, naming
from acree_sandbox.api.vpc.resources import VBR, RouteEntry, RouteTable
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.parameters import address, boolean, integer, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

LARGEST_VLAN = 2999
WHICH = text("VbrId", required=True)
IPV6 = (
    Unserved("EnableIpv6", "false"),
    *map(Unserved, ("LocalIpv6GatewayIp", "PeerIpv6GatewayIp", "PeeringIpv6SubnetMask")),
)
ATTRIBUTES = {
    "Name": "name",
    "Description": "description",
    "VlanId": "vlan",
    "LocalGatewayIp": "local",
    "PeerGatewayIp": "peer",
    "PeeringSubnetMask": "mask",
    "CircuitCode": "circuit",
    "Bandwidth": "bandwidth",
}
LATER = {"Mtu": "mtu", "SitelinkEnable": "sitelink"}
_BFD = ("DetectMultiplier", "MinRxInterval", "MinTxInterval")
_DETAILS = (*naming("Name"), text("CircuitCode"), integer("Bandwidth", minimum=0), *IPV6)


@VPC.action(
    "CreateVirtualBorderRouter",
    text("PhysicalConnectionId", required=True),
    integer("VlanId", minimum=0, maximum=LARGEST_VLAN, required=True),
    address("LocalGatewayIp", required=True),
    address("PeerGatewayIp", required=True),
    text("PeeringSubnetMask", required=True),
    *_DETAILS,
    integer("VbrOwnerId"),
    text("ResourceGroupId"),
    tags("Tags"),
    tags(),  # the provider spells them so
)
def create_virtual_border_router(cloud: Cloud, request: Request) -> Reply:
    """Make a VBR with its own route table; a VLAN of a line has one."""
    line = need_line(cloud, request.text("PhysicalConnectionId"))
    refuse_busy(line)
    for other in cloud.where(Vbr, "line", line.id):
        if other.vlan == request.integer("VlanId"):
            raise ApiError("InvalidVlanId.Duplicate", f"{other.id} has the VLAN {other.vlan} of {line.id} already.")
    row = Vbr(
        id=cloud.new_id(Vbr, line.region),
        region=line.region,
        status="creating",
        line=line.id,
        interface=f"ri-{cloud.new_suffix()}",
        table=cloud.new_id(RouteTable, line.region),
        owner=cloud.account,
        resource_group=request.text("ResourceGroupId") or "rg-default",
        tags=request.tags("Tags") or request.tags(),
    )
    row = cloud.change(row, "active", **request.changes(ATTRIBUTES))
    _check_network(row)
    put_table(cloud, row)
    return {"VbrId": row.id}


def put_table(cloud: Cloud, row: Vbr) -> None:
    """Put the route table of a VBR."""
    cloud.put(
        RouteTable(
            id=row.table,
            region=row.region,
            status="Available",
            vpc=row.id,
            router_type=VBR,
            type="System",
            receives_routes=False,
        )
    )


@VPC.action(
    "ModifyVirtualBorderRouterAttribute",
    WHICH,
    integer("VlanId", minimum=0, maximum=LARGEST_VLAN),
    address("LocalGatewayIp"),
    address("PeerGatewayIp"),
    text("PeeringSubnetMask"),
    *_DETAILS,
    *(integer(name, minimum=1) for name in _BFD),
    integer("Mtu", minimum=1500, maximum=8500),
    boolean("SitelinkEnable"),
    text("AssociatedPhysicalConnections"),
)
def modify_virtual_border_router_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change what was sent; the rest stays."""
    row = need_vbr(cloud, request.text("VbrId"))
    refuse_busy(row)
    detect = [request.integer(name, old) for name, old in zip(_BFD, row.detect, strict=True)]
    row = cloud.change(row, "", detect=detect, **request.changes({**ATTRIBUTES, **LATER}))
    _check_network(row)
    return {}


@VPC.action("TerminateVirtualBorderRouter", WHICH)
def terminate_virtual_border_router(cloud: Cloud, request: Request) -> Reply:
    """Close a VBR: nothing passes it."""
    row = need_vbr(cloud, request.text("VbrId"))
    refuse_busy(row)
    cloud.change(row, "terminated", status="terminating")
    return {}


@VPC.action("RecoverVirtualBorderRouter", WHICH)
def recover_virtual_border_router(cloud: Cloud, request: Request) -> Reply:
    """Open a closed VBR again."""
    row = need_vbr(cloud, request.text("VbrId"))
    refuse_busy(row)
    cloud.change(row, "active", status="recovering")
    return {}


@VPC.action("DeleteVirtualBorderRouter", WHICH)
def delete_virtual_border_router(cloud: Cloud, request: Request) -> Reply:
    """Delete a VBR that nothing refers to any more."""
    row = need_vbr(cloud, request.text("VbrId"))
    refuse_busy(row)
    for group in cloud.where(BgpGroup, "router", row.id):
        raise ApiError("DependencyViolation.BgpGroup", f"{row.id} still has the BGP group {group.id}.")
    for attachment in cloud.where(Attachment, "resource", row.id):
        raise ApiError("DependencyViolation.CenAttachment", f"{row.id} is still attached by {attachment.id}.")
    for entry in cloud.where(RouteEntry, "route_table", row.table):
        raise ApiError("DependencyViolation.RouteEntry", f"{row.table} still has a route to {entry.destination}.")
    table = cloud.get(RouteTable, row.table)
    if table is not None:
        cloud.remove(table)
    cloud.remove(row, while_status="deleting")
    return {}


def _check_network(row: Vbr) -> None:
    """Refuse addresses of a line that are not two of one network."""
    try:
        network = IPv4Network(f"{row.local}/{row.mask}", strict=False)
    except ValueError:
        raise ApiError(
            "InvalidPeeringSubnetMask", f"PeeringSubnetMask {row.mask!r} is no mask of {row.local}."
        ) from None
    if row.local == row.peer or IPv4Address(row.peer) not in network:
        raise ApiError("InvalidPeerGatewayIp", f"PeerGatewayIp {row.peer} is not beside {row.local} in {network}.")

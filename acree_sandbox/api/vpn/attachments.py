"""IPsec connections for transit routers: made without a VPN gateway, changed, deleted."""

from __future__ import annotations

from dataclasses import replace

from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.vpc.parameters import Unserved
from acree_sandbox.api.vpc.service import VPC, region_of
from acree_sandbox.api.vpc.transit_routers import transit_router_zones
from acree_sandbox.api.vpn.connections import CONNECTION_NAME, WHICH, changed, connection_of
from acree_sandbox.api.vpn.parameters import CONNECTION, subnets
from acree_sandbox.api.vpn.resources import VcoRoute
from acree_sandbox.api.vpn.service import CONNECTION_BUSY, need_connection, public_addresses, refuse_busy
from acree_sandbox.api.vpn.tunnels import TUNNELS, CloudSide
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import limit
from acree_sandbox.core.parameters import tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.times import epoch_milliseconds

BANDWIDTH = text("TunnelBandwidth", choices=("standard", "large"))


@VPC.action(
    "CreateVpnAttachment",
    CONNECTION_NAME,
    subnets("LocalSubnet", required=True),
    subnets("RemoteSubnet", required=True),
    *CONNECTION,
    Unserved("NetworkType", "public"),
    Unserved("RemoteCaCert"),
    BANDWIDTH,
    text("ResourceGroupId"),
    tags("Tags"),
    tags(),  # the provider spells them so
)
def create_vpn_attachment(cloud: Cloud, request: Request) -> Reply:
    """Make a connection; those of transit routers have two tunnels (5.2), unless the world's quota says otherwise."""
    region = region_of(request)
    sent = len(request.records("TunnelOptionsSpecification"))
    if not sent and limit(cloud, "single-tunnel-attachments", 0) == 0:
        raise ApiError(
            "MissingParameter.TunnelOptionsSpecification",
            "New IPsec connections of transit routers have two tunnels; describe both in TunnelOptionsSpecification, "
            "or set the quota single-tunnel-attachments of the world file to 1.",
        )
    side = CloudSide(public_addresses(cloud, max(sent, 1)), (transit_router_zones(cloud, region) * TUNNELS)[:TUNNELS])
    row = connection_of(cloud, request, region, side)
    row = replace(
        row,
        status="init",
        address="" if row.tunnels else side.addresses[0],
        bandwidth=request.text("TunnelBandwidth", "standard"),
        resource_group=request.text("ResourceGroupId") or "rg-default",
        tags=row.tags or request.tags(),
    )
    cloud.put(row)
    return {"VpnConnectionId": row.id, "Name": row.name, "CreateTime": epoch_milliseconds(cloud.now())}


@VPC.action(
    "ModifyVpnAttachmentAttribute",
    WHICH,
    CONNECTION_NAME,
    subnets("LocalSubnet"),
    subnets("RemoteSubnet"),
    *CONNECTION,
    Unserved("NetworkType", "public"),
    Unserved("RemoteCaCert"),
)
def modify_vpn_attachment_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change what was sent; the rest stays."""
    row = need_connection(cloud, request.text("VpnConnectionId"))
    refuse_busy(row, CONNECTION_BUSY)
    cloud.put(changed(cloud, row, request))
    return {"VpnConnectionId": row.id}


@VPC.action("DeleteVpnAttachment", WHICH)
def delete_vpn_attachment(cloud: Cloud, request: Request) -> Reply:
    """Delete a connection that no transit router has and that has no routes any more."""
    row = need_connection(cloud, request.text("VpnConnectionId"))
    refuse_busy(row, CONNECTION_BUSY)
    if row.gateway:
        raise ApiError("OperationUnsupported.VpnConnection", f"{row.id} is a connection of the gateway {row.gateway}.")
    for attachment in cloud.where(Attachment, "resource", row.id):
        raise ApiError("DependencyViolation.CenAttachment", f"{row.id} is still attached by {attachment.id}.")
    for route in cloud.where(VcoRoute, "hop", row.id):
        raise ApiError("DependencyViolation.VcoRouteEntry", f"{row.id} still has the route to {route.destination}.")
    cloud.remove(row)
    return {}

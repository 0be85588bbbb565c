"""Tags and resource groups of what the VPN actions keep."""

from __future__ import annotations

from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.api.vpn.resources import CustomerGateway, VpnConnection, VpnGateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.parameters import text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import also_tagged

KINDS = {"VPNGATEWAY": VpnGateway, "VPNCONNECTION": VpnConnection, "CUSTOMERGATEWAY": CustomerGateway}
also_tagged(VPC, {**KINDS, "VPNATTACHMENT": VpnConnection})


@VPC.action(
    "MoveVpnResourceGroup",
    text("ResourceType", required=True, choices=("VpnGateway", "VpnConnection", "VpnAttachment", "CustomerGateway")),
    text("InstanceId", required=True),
    text("NewResourceGroupId", required=True),
)
def move_vpn_resource_group(cloud: Cloud, request: Request) -> Reply:
    """Move a gateway, a connection or a customer gateway into another resource group."""
    identifier, group = request.text("InstanceId"), request.text("NewResourceGroupId")
    kind = request.text("ResourceType")
    if kind == "VpnGateway":
        cloud.change(cloud.need(VpnGateway, identifier, "InvalidResourceId.NotFound"), resource_group=group)
    elif kind == "CustomerGateway":
        cloud.change(cloud.need(CustomerGateway, identifier, "InvalidResourceId.NotFound"), resource_group=group)
    else:
        cloud.change(cloud.need(VpnConnection, identifier, "InvalidResourceId.NotFound"), resource_group=group)
    return {}

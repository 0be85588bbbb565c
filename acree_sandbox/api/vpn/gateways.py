"""VPN gateways: made in one or two vSwitches of a VPC, changed, deleted."""

from __future__ import annotations

from acree_sandbox.api.vpc.next_hops import next_hop
from acree_sandbox.api.vpc.parameters import Unserved, naming
from acree_sandbox.api.vpc.resources import RouteEntry, RouteTable, Vpc, VSwitch, take_address
from acree_sandbox.api.vpc.service import VPC, need_vpc, refuse_while_changing
from acree_sandbox.api.vpn.gateway_listing import gateway_answer
from acree_sandbox.api.vpn.resources import VpnConnection, VpnGateway
from acree_sandbox.api.vpn.service import GATEWAY_BUSY, need_gateway, public_addresses, refuse_busy
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.parameters import boolean, integer, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply

PER_REGION = 30
BANDWIDTHS = ("5", "10", "20", "50", "100", "200", "500", "1000")
WHICH = text("VpnGatewayId", required=True)
ATTRIBUTES = {"Name": "name", "Description": "description", "AutoPropagate": "auto_propagate"}


@VPC.action(
    "CreateVpnGateway",
    text("VpcId", required=True),
    text("VSwitchId"),
    text("DisasterRecoveryVSwitchId"),
    *naming("Name"),
    text("Bandwidth", required=True, choices=BANDWIDTHS, code="InvalidBandwidth"),
    boolean("EnableIpsec"),
    boolean("EnableSsl"),
    integer("SslConnections", minimum=1),
    text("InstanceChargeType", choices=("POSTPAY", "PREPAY")),
    text("ResourceGroupId"),
    boolean("AutoPay"),
    Unserved("Period", "1"),
    Unserved("NetworkType", "public"),
    Unserved("VpnType", "normal"),
)
def create_vpn_gateway(cloud: Cloud, request: Request) -> Reply:
    """Make a gateway; with two vSwitches its connections have two tunnels."""
    vpc = need_vpc(cloud, request)
    refuse_while_changing(vpc, "IncorrectVpcStatus")
    if not request.boolean("EnableIpsec", default=True):
        raise ApiError("IllegalParam.EnableIpsec", "The sandbox has VPN gateways for IPsec only; leave it enabled.")
    used = len(cloud.all(VpnGateway, vpc.region))
    refuse_over_quota(cloud, "vpn-gateways", used, PER_REGION, "QuotaExceeded.VpnGateway")
    vswitches = _vswitches(cloud, request, vpc)
    identifier = cloud.new_id(VpnGateway, vpc.region)
    for vswitch in vswitches:
        if take_address(cloud, vswitch, identifier, "vpn-gateway") is None:
            raise ApiError("InsufficientIpAddress.VSwitch", f"{vswitch.id} has no free address.")
    row = VpnGateway(
        id=identifier,
        region=vpc.region,
        status="provisioning",
        name=request.text("Name"),
        vpc=vpc.id,
        vswitches=[vswitch.id for vswitch in vswitches],
        addresses=public_addresses(cloud, len(vswitches)),
        bandwidth=int(request.text("Bandwidth")),
        charge_type=request.text("InstanceChargeType", "PREPAY"),
        ssl=request.integer("SslConnections", 5) if request.boolean("EnableSsl") else 0,
        owner=cloud.account,
        resource_group=request.text("ResourceGroupId") or "rg-default",
    )
    cloud.put(row, then="active")
    return {"VpnGatewayId": row.id, "Name": row.name, "OrderId": 1}


@VPC.action("ModifyVpnGatewayAttribute", WHICH, *naming("Name"), boolean("AutoPropagate"))
def modify_vpn_gateway_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change name, description, or whether routes learned by BGP go into the VPC's own table."""
    row = need_gateway(cloud, request.text("VpnGatewayId"))
    refuse_busy(row, GATEWAY_BUSY)
    row = cloud.change(row, "", **request.changes(ATTRIBUTES))
    answer = gateway_answer(row)
    return {name: answer[name] for name in ("VpnGatewayId", "Name", "Description", "VpcId", "VSwitchId", "Status")}


@VPC.action("DeleteVpnGateway", WHICH)
def delete_vpn_gateway(cloud: Cloud, request: Request) -> Reply:
    """Delete a gateway that has no connections and no routes to it any more."""
    row = need_gateway(cloud, request.text("VpnGatewayId"))
    refuse_busy(row, GATEWAY_BUSY)
    for connection in cloud.where(VpnConnection, "gateway", row.id):
        raise ApiError("DependencyViolation.VpnConnection", f"{row.id} still has the connection {connection.id}.")
    for entry in cloud.where(RouteEntry, "hop", row.id):
        raise ApiError(
            "DependencyViolation.RouteEntry", f"{entry.route_table} still sends {entry.destination} to {row.id}."
        )
    cloud.remove(row, while_status="deleting")
    return {}


@next_hop("VpnGateway")
def check_gateway(cloud: Cloud, table: RouteTable, hop: str) -> None:
    """Take a VPN gateway of the table's VPC."""
    row = cloud.get(VpnGateway, hop)
    if row is None or row.vpc != table.vpc:
        raise ApiError(
            "InvalidVpnGatewayId.NotFound", f"There is no VPN gateway {hop!r} in {table.vpc} (NotFound).", 404
        )
    refuse_busy(row, GATEWAY_BUSY)


def _vswitches(cloud: Cloud, request: Request, vpc: Vpc) -> list[VSwitch]:
    """The vSwitches that a request names, or the first one of the VPC."""
    names = [request.text(name) for name in ("VSwitchId", "DisasterRecoveryVSwitchId") if request.text(name)]
    of_vpc = {row.id: row for row in cloud.where(VSwitch, "vpc", vpc.id)}
    for name in names:
        if name not in of_vpc:
            raise ApiError("InvalidVSwitchId.NotFound", f"{vpc.id} has no vSwitch {name!r} (NotFound).", 404)
    found = [of_vpc[name] for name in names] or list(of_vpc.values())[:1]
    if not found:
        raise ApiError("InvalidVSwitchId.NotFound", f"{vpc.id} has no vSwitch for a VPN gateway (NotFound).", 404)
    if len({vswitch.zone for vswitch in found}) < len(found):
        raise ApiError(
            "IllegalParam.DisasterRecoveryVSwitchId", f"{' and '.join(names)} must be in two zones, for two tunnels."
        )
    return found

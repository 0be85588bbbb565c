"""VPN gateways as the service shows them, and the zones that they can be in."""

from __future__ import annotations

from acree_sandbox.api.vpc.parameters import Unserved
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.api.vpc.transit_routers import transit_router_zones
from acree_sandbox.api.vpn.resources import VpnConnection, VpnGateway
from acree_sandbox.api.vpn.service import need_gateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import boolean, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import epoch_milliseconds

CHARGED = {"POSTPAY": "PostpayByFlow", "PREPAY": "Prepay"}
FEWEST_CLIENTS = 5


@VPC.action("DescribeVpnGateway", text("VpnGatewayId", required=True), boolean("IncludeReservationData"))
def describe_vpn_gateway(cloud: Cloud, request: Request) -> Reply:
    """Show one gateway."""
    row = need_gateway(cloud, request.text("VpnGatewayId"))
    return {**gateway_answer(row), "EnableBgp": _speaks_bgp(cloud, row)}


@VPC.action(
    "DescribeVpnGateways",
    text("VpcId"),
    text("VpnGatewayId"),
    text("Status"),
    text("BusinessStatus"),
    text("ResourceGroupId"),
    boolean("IncludeReservationData"),
    Unserved("GatewayType", "traditional", "normal"),
    tags(),
    *page_parameters(largest=50),
)
def describe_vpn_gateways(cloud: Cloud, request: Request) -> Reply:
    """List the gateways of a region, in pages."""
    found = [
        row
        for row in cloud.all(VpnGateway, request.region)
        if request.text("VpcId") in {"", row.vpc}
        and request.text("VpnGatewayId") in {"", row.id}
        and request.text("Status").lower() in {"", row.status}
        and request.text("BusinessStatus") in {"", "Normal"}
        and request.text("ResourceGroupId") in {"", row.resource_group}
        and has_tags(row, request.tags())
    ]
    page = numbered_page(request, found)
    items = [{**gateway_answer(row), "EnableBgp": _speaks_bgp(cloud, row)} for row in page.items]
    return {"VpnGateways": {"VpnGateway": items}, **page.fields}


@VPC.action("DescribeVpnGatewayAvailableZones", text("Spec"), text("AcceptLanguage"), Unserved("GatewayType", "vpn"))
def describe_vpn_gateway_available_zones(cloud: Cloud, request: Request) -> Reply:
    """List the zones that a gateway can be in: those in which vSwitches can be."""
    zones = transit_router_zones(cloud, request.region)
    return {"AvailableZoneIdList": [{"ZoneId": zone, "ZoneName": zone} for zone in zones]}


def gateway_answer(row: VpnGateway) -> dict[str, object]:
    """A gateway as answers hold it."""
    second = len(row.vswitches) > 1
    return {
        "VpnGatewayId": row.id,
        "Name": row.name,
        "Description": row.description,
        "VpcId": row.vpc,
        "VSwitchId": row.vswitches[0],
        "DisasterRecoveryVSwitchId": row.vswitches[1] if second else "",
        "Spec": f"{row.bandwidth}M",
        "Status": row.status,
        "BusinessStatus": "Normal",
        "ChargeType": CHARGED[row.charge_type],
        "NetworkType": row.network_type,
        "VpnType": "Normal",
        "IpsecVpn": "enable",
        "SslVpn": "enable" if row.ssl else "disable",
        "SslMaxConnections": row.ssl or FEWEST_CLIENTS,
        "InternetIp": row.addresses[0],
        "DisasterRecoveryInternetIp": row.addresses[1] if second else "",
        "SslVpnInternetIp": "",
        "AutoPropagate": row.auto_propagate,
        "CreateTime": epoch_milliseconds(row.created_at),
        "EndTime": epoch_milliseconds(row.created_at),
        "ResourceGroupId": row.resource_group,
        "Tags": {"Tag": tag_list(row)},
    }


def _speaks_bgp(cloud: Cloud, row: VpnGateway) -> bool:
    return any(its.bgp or its.bgp_config for its in cloud.where(VpnConnection, "gateway", row.id))

"""IPsec connections as the service shows them, with the states of their tunnels."""

from __future__ import annotations

from collections.abc import Mapping

from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.api.vpn.resources import ESTABLISHED, NOT_ESTABLISHED, TunnelState, VpnConnection
from acree_sandbox.api.vpn.service import need_connection
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.paging import numbered_page, page_parameters
from acree_sandbox.core.parameters import tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.tags import has_tags, tag_list
from acree_sandbox.core.times import epoch_milliseconds


@VPC.action("DescribeVpnConnection", text("VpnConnectionId", required=True))
def describe_vpn_connection(cloud: Cloud, request: Request) -> Reply:
    """Show one connection."""
    row = need_connection(cloud, request.text("VpnConnectionId"))
    return {**_answer(cloud, row), "Tags": {"Tag": tag_list(row)}}


@VPC.action(
    "DescribeVpnConnections",
    text("VpnGatewayId"),
    text("CustomerGatewayId"),
    text("VpnConnectionId"),
    text("ResourceGroupId"),
    tags(),
    *page_parameters(largest=50),
)
def describe_vpn_connections(cloud: Cloud, request: Request) -> Reply:
    """List the connections of a region, in pages."""
    found = [
        row
        for row in cloud.all(VpnConnection, request.region)
        if request.text("VpnGatewayId") in {"", row.gateway}
        and request.text("VpnConnectionId") in {"", row.id}
        and request.text("ResourceGroupId") in {"", row.resource_group}
        and (not request.text("CustomerGatewayId") or request.text("CustomerGatewayId") in _customer_gateways(row))
        and has_tags(row, request.tags())
    ]
    page = numbered_page(request, found)
    items = [{**_answer(cloud, row), "Tag": {"Tag": tag_list(row)}} for row in page.items]
    return {"VpnConnections": {"VpnConnection": items}, **page.fields}


def tunnel_state(cloud: Cloud, identifier: str) -> TunnelState:
    """What is known of a tunnel: nothing has been negotiated where the data plane says nothing."""
    return cloud.get(TunnelState, identifier) or TunnelState(id=identifier, status=NOT_ESTABLISHED)


def _customer_gateways(row: VpnConnection) -> set[object]:
    return {row.customer_gateway, *(tunnel["CustomerGatewayId"] for tunnel in row.tunnels)}


def _answer(cloud: Cloud, row: VpnConnection) -> dict[str, object]:
    attachment = next(iter(cloud.where(Attachment, "resource", row.id)), None)
    states = [tunnel_state(cloud, str(tunnel["TunnelId"])).status for tunnel in row.tunnels]
    states = states or [tunnel_state(cloud, row.id).status]
    return {
        "VpnConnectionId": row.id,
        "VpnGatewayId": row.gateway,
        "CustomerGatewayId": row.customer_gateway,
        "Name": row.name,
        "LocalSubnet": ",".join(row.local_subnets),
        "RemoteSubnet": ",".join(row.remote_subnets),
        "EffectImmediately": row.effective_at_once,
        "EnableDpd": row.dpd,
        "EnableNatTraversal": row.nat_traversal,
        "EnableTunnelsBgp": row.bgp,
        "Status": ESTABLISHED if ESTABLISHED in states else states[0],
        "State": "attached" if attachment else row.status,
        "CreateTime": epoch_milliseconds(row.created_at),
        "ResourceGroupId": row.resource_group or "rg-default",
        "NetworkType": "public",
        "AttachType": "VPNGATEWAY" if row.gateway else "CEN" if attachment else "NO_ASSOCIATED",
        "AttachInstanceId": attachment.cen if attachment else row.gateway,
        "TransitRouterId": attachment.router if attachment else "",
        "TransitRouterName": "",
        "TunnelBandwidth": row.bandwidth,
        "Spec": "",
        "InternetIp": row.address,
        **_configurations(cloud, row),
    }


def _configurations(cloud: Cloud, row: VpnConnection) -> dict[str, object]:
    health = {"VcoHealthCheck": {**row.health, "Enable": str(row.health.get("Enable", False)).lower()}}
    if row.tunnels:
        tunnels = [_tunnel(cloud, tunnel) for tunnel in row.tunnels]
        return {"TunnelOptionsSpecification": {"TunnelOptions": tunnels}, "VpnBgpConfig": {}, **health}
    state = tunnel_state(cloud, row.id)
    bgp = {**row.bgp_config, "EnableBgp": "true", "Status": "success" if state.bgp else "false"}
    return {
        "IkeConfig": row.ike,
        "IpsecConfig": row.ipsec,
        "VpnBgpConfig": bgp if row.bgp_config else {"EnableBgp": "false"},
        **health,
    }


def _tunnel(cloud: Cloud, tunnel: Mapping[str, object]) -> dict[str, object]:
    state = tunnel_state(cloud, str(tunnel["TunnelId"]))
    bgp = tunnel["TunnelBgpConfig"]
    status = {"BgpStatus": "success" if state.bgp else "false"}
    return {
        **tunnel,
        "State": "active",
        "Status": state.status,
        "TunnelBgpConfig": {**bgp, **status} if isinstance(bgp, Mapping) and bgp else {},
    }

"""IPsec connections of VPN gateways: made with one tunnel or two, changed, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from acree_sandbox.api.vpc.parameters import Name, Unserved
from acree_sandbox.api.vpc.resources import VSwitch
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.api.vpn.parameters import CONNECTION, subnets
from acree_sandbox.api.vpn.resources import VpnConnection, VpnGateway, VpnRoute
from acree_sandbox.api.vpn.service import (
    CONNECTION_BUSY,
    configure,
    need_connection,
    need_customer_gateway,
    need_gateway,
    refuse_busy,
)
from acree_sandbox.api.vpn.subnets import check_subnets
from acree_sandbox.api.vpn.tunnels import (
    CloudSide,
    bgp_config,
    changed_tunnels,
    ike_config,
    ipsec_config,
    new_tunnels,
)
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError, missing_parameter
from acree_sandbox.core.limits import refuse_over_quota
from acree_sandbox.core.parameters import tags, text
from acree_sandbox.core.records import Record, Request
from acree_sandbox.core.registry import Reply
from acree_sandbox.core.times import epoch_milliseconds

PER_GATEWAY = 10
WHICH = text("VpnConnectionId", required=True)
CONNECTION_NAME = Name("Name", 128)
ATTRIBUTES = {
    "Name": "name",
    "LocalSubnet": "local_subnets",
    "RemoteSubnet": "remote_subnets",
    "EffectImmediately": "effective_at_once",
    "AutoConfigRoute": "auto_routes",
    "EnableDpd": "dpd",
    "EnableNatTraversal": "nat_traversal",
    "EnableTunnelsBgp": "bgp",
}


@VPC.action(
    "CreateVpnConnection",
    text("VpnGatewayId", required=True),
    CONNECTION_NAME,
    subnets("LocalSubnet", required=True),
    subnets("RemoteSubnet", required=True),
    *CONNECTION,
    Unserved("RemoteCaCertificate"),
    tags("Tags"),
)
def create_vpn_connection(cloud: Cloud, request: Request) -> Reply:
    """Make a connection; a gateway in two vSwitches has connections of two tunnels."""
    gateway = need_gateway(cloud, request.text("VpnGatewayId"))
    used = len(cloud.where(VpnConnection, "gateway", gateway.id))
    refuse_over_quota(cloud, "vpn-connections", used, PER_GATEWAY, "QuotaExceeded.VpnConnection")
    configure(cloud, gateway)
    row = connection_of(cloud, request, gateway.region, _side(cloud, gateway))
    row = replace(row, gateway=gateway.id, status="configuring")
    cloud.put(row, then="active")
    return {"VpnConnectionId": row.id, "Name": row.name, "CreateTime": epoch_milliseconds(cloud.now())}


@VPC.action(
    "ModifyVpnConnectionAttribute",
    WHICH,
    CONNECTION_NAME,
    subnets("LocalSubnet"),
    subnets("RemoteSubnet"),
    *CONNECTION,
    Unserved("RemoteCaCertificate"),
)
def modify_vpn_connection_attribute(cloud: Cloud, request: Request) -> Reply:
    """Change what was sent; the rest stays."""
    row = need_connection(cloud, request.text("VpnConnectionId"))
    refuse_busy(row, CONNECTION_BUSY)
    configure(cloud, need_gateway(cloud, row.gateway))
    cloud.put(replace(changed(cloud, row, request), status="configuring"), then="active")
    return {"VpnConnectionId": row.id}


@VPC.action("DeleteVpnConnection", WHICH)
def delete_vpn_connection(cloud: Cloud, request: Request) -> Reply:
    """Delete a connection that no route leads to any more."""
    row = need_connection(cloud, request.text("VpnConnectionId"))
    refuse_busy(row, CONNECTION_BUSY)
    for route in cloud.where(VpnRoute, "hop", row.id):
        raise ApiError(
            "DependencyViolation.VpnRouteEntry", f"{row.gateway} still sends {route.destination} to {row.id}."
        )
    configure(cloud, need_gateway(cloud, row.gateway))
    cloud.remove(row, while_status="deleting")
    return {}


def connection_of(cloud: Cloud, request: Request, region: str, side: CloudSide) -> VpnConnection:
    """A new connection as a request describes it, complete but for what is particular to its owner.

    Raises:
        ApiError: prefixes, tunnels or BGP are not as they must be.
    """
    check_subnets(cloud, request, request.texts("LocalSubnet"), request.texts("RemoteSubnet"))
    row = VpnConnection(
        id=cloud.new_id(VpnConnection, region),
        region=region,
        local_subnets=request.texts("LocalSubnet"),
        remote_subnets=request.texts("RemoteSubnet"),
        dpd=request.boolean("EnableDpd", default=True),
        nat_traversal=request.boolean("EnableNatTraversal", default=True),
        health=health_config(request.structure("HealthCheckConfig")),
        tags=request.tags("Tags"),
    )
    row = replace(row, **request.changes(ATTRIBUTES))  # type: ignore[arg-type]  # replace itself checks the names
    sent = request.records("TunnelOptionsSpecification")
    if sent:
        return replace(row, tunnels=new_tunnels(cloud, sent, side))
    if not request.text("CustomerGatewayId"):
        raise missing_parameter("CustomerGatewayId")
    peer = need_customer_gateway(cloud, request.text("CustomerGatewayId"))
    return replace(
        row,
        customer_gateway=peer.id,
        ike=ike_config(cloud, plain(request, "IkeConfig"), side.addresses[0], peer),
        ipsec=ipsec_config(plain(request, "IpsecConfig")),
        bgp_config=bgp_config(plain(request, "BgpConfig"), peer),
    )


def changed(cloud: Cloud, row: VpnConnection, request: Request) -> VpnConnection:
    """A connection with what an update says of it."""
    local, remote = request.texts("LocalSubnet"), request.texts("RemoteSubnet")
    check_subnets(cloud, request, local or row.local_subnets, remote or row.remote_subnets)
    row = replace(row, **request.changes(ATTRIBUTES))  # type: ignore[arg-type]  # replace itself checks the names
    if "HealthCheckConfig" in request:
        row = replace(row, health={**row.health, **health_config(request.structure("HealthCheckConfig"))})
    if row.tunnels:
        return replace(row, tunnels=changed_tunnels(cloud, row.tunnels, request.records("TunnelOptionsSpecification")))
    peer = need_customer_gateway(cloud, request.text("CustomerGatewayId", row.customer_gateway))
    return replace(
        row,
        customer_gateway=peer.id,
        ike={**row.ike, **plain(request, "IkeConfig")},
        ipsec={**row.ipsec, **plain(request, "IpsecConfig")},
        bgp_config=bgp_config({**row.bgp_config, **plain(request, "BgpConfig")}, peer),
    )


def plain(request: Request, name: str) -> dict[str, object]:
    """A structure of a request as it can be kept; what was left empty was not sent."""
    record = request.structure(name)
    return {key: value for key, value in record.plain().items() if value != ""} if record else {}


def health_config(sent: Record | None) -> dict[str, object]:
    """`VcoHealthCheck`; the requests write its names in lower case or not, the answers with a capital."""
    given: Mapping[str, object] = sent.plain() if sent else {}
    return {name.capitalize(): value for name, value in given.items() if value != ""}


def _side(cloud: Cloud, gateway: VpnGateway) -> CloudSide:
    rows = [cloud.get(VSwitch, name) for name in gateway.vswitches]
    addresses, zones = list(gateway.addresses), [row.zone if row else "" for row in rows]
    # a gateway in one vSwitch has both tunnels of a connection at one address
    return CloudSide((addresses * 2)[:2] if len(addresses) == 1 else addresses, (zones * 2)[:2])

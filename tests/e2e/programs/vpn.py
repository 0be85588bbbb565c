"""Every VPN resource of the provider once: a literal program, run by the real engine against the sandbox."""

import os
from typing import Any

import pulumi
import pulumi_alicloud as alicloud

REGION, VPC = "cn-hangzhou", "vpc-bp1demo"
NAME = os.environ.get("PROGRAM_NAME", "first")
cloud = pulumi.ResourceOptions(provider=alicloud.Provider("cloud", region=REGION, account_type="Domestic"))


def after(*resources: pulumi.Resource) -> pulumi.ResourceOptions:
    """Options of a resource that waits for others."""
    return pulumi.ResourceOptions.merge(cloud, pulumi.ResourceOptions(depends_on=list(resources)))


def tunnel(peer: alicloud.vpn.CustomerGateway, number: int, *, bgp: bool = False, **role: object) -> Any:  # noqa: ANN401  # arguments of two classes that are alike
    """One tunnel; its key is a secret."""
    whole: dict[str, Any] = {
        "customer_gateway_id": peer.id,
        "enable_dpd": True,
        "enable_nat_traversal": True,
        "tunnel_ike_config": {
            "ike_version": "ikev2",
            "ike_mode": "main",
            "ike_enc_alg": "aes256",
            "ike_auth_alg": "sha256",
            "ike_pfs": "group14",
            "ike_lifetime": 86400,
            "psk": pulumi.Output.secret(f"key-{number}"),
        },
        "tunnel_ipsec_config": {
            "ipsec_enc_alg": "aes256",
            "ipsec_auth_alg": "sha256",
            "ipsec_pfs": "group14",
            "ipsec_lifetime": 86400,
        },
        **role,
    }
    if bgp:
        cidr = f"169.254.{number}.0/30"
        whole["tunnel_bgp_config"] = {"local_asn": 64512, "tunnel_cidr": cidr, "local_bgp_ip": f"169.254.{number}.1"}
    return whole


peer = alicloud.vpn.CustomerGateway(
    "peer", ip_address="198.51.100.10", asn="65530", customer_gateway_name=NAME, opts=cloud
)
plain = alicloud.vpn.CustomerGateway("plain", ip_address="198.51.100.11", customer_gateway_name="plain", opts=cloud)
gateway = alicloud.vpn.Gateway(
    "gateway",
    vpc_id=VPC,
    vswitch_id="vsw-bp1j",
    disaster_recovery_vswitch_id="vsw-bp1k",
    bandwidth=10,
    enable_ipsec=True,
    payment_type="PayAsYouGo",
    vpn_gateway_name=NAME,
    tags={"made-by": "program"},
    opts=cloud,
)
connection = alicloud.vpn.Connection(
    "connection",
    vpn_gateway_id="vpn-bp1demo",
    vpn_connection_name=NAME,
    local_subnets=["0.0.0.0/0"],
    remote_subnets=["0.0.0.0/0"],
    enable_tunnels_bgp=False,
    tunnel_options_specifications=[tunnel(peer, 1, role="master"), tunnel(plain, 2, role="slave")],
    tags={"a": "b"},
    opts=cloud,
)
route = alicloud.vpn.RouteEntry(
    "route",
    vpn_gateway_id="vpn-bp1demo",
    next_hop=connection.id,
    route_dest="192.168.10.0/24",
    weight=100,
    publish_vpc=NAME == "first",
    opts=cloud,
)
policy = alicloud.vpn.PbrRouteEntry(
    "policy",
    vpn_gateway_id="vpn-bp1demo",
    next_hop=connection.id,
    route_source="100.118.28.0/24",
    route_dest="192.168.20.0/24",
    weight=100,
    publish_vpc=True,
    opts=after(route),
)
attachment = alicloud.vpn.GatewayVpnAttachment(
    "attachment",
    local_subnet="0.0.0.0/0",
    remote_subnet="0.0.0.0/0",
    vpn_attachment_name=NAME,
    enable_tunnels_bgp=True,
    tunnel_options_specifications=[
        tunnel(peer, 11, bgp=True, tunnel_index=1),
        tunnel(peer, 12, bgp=True, tunnel_index=2),
    ],
    opts=cloud,
)
cen = alicloud.cen.Instance("cen", cen_instance_name="c", protection_level="REDUCED", opts=cloud)
router = alicloud.cen.TransitRouter("router", cen_id=cen.id, transit_router_name="t", opts=cloud)
attached = alicloud.cen.TransitRouterVpnAttachment(
    "attached",
    cen_id=cen.id,
    transit_router_id=router.transit_router_id,
    vpn_id=attachment.id,
    transit_router_attachment_name=NAME,
    auto_publish_route_enabled=True,
    opts=cloud,
)
static = alicloud.vpn.GatewayVcoRoute(
    "static",
    vpn_connection_id=attachment.id,
    next_hop=attachment.id,
    route_dest="192.168.30.0/24",
    weight=100,
    opts=after(attached),
)
vpc_attachment = alicloud.cen.TransitRouterVpcAttachment(
    "vpc",
    cen_id=cen.id,
    transit_router_id=router.transit_router_id,
    vpc_id=VPC,
    auto_publish_route_enabled=False,
    zone_mappings=[
        {"zone_id": "cn-hangzhou-j", "vswitch_id": "vsw-bp1j"},
        {"zone_id": "cn-hangzhou-k", "vswitch_id": "vsw-bp1k"},
    ],
    opts=cloud,
)
published = alicloud.cen.RouteEntry(
    "published",
    instance_id=cen.id,
    route_table_id="vtb-bp1main",
    cidr_block="192.168.20.0/24",
    opts=after(policy, vpc_attachment),
)
looked = pulumi.InvokeOptions(provider=cloud.provider)
pulumi.export("gateways", alicloud.vpn.get_gateways(opts=looked).ids)
pulumi.export("customer_gateways", alicloud.vpn.get_customer_gateways(opts=looked).ids)
pulumi.export("connections", alicloud.vpn.get_connections(opts=looked).ids)
pulumi.export("attachments", alicloud.vpn.get_gateway_vpn_attachments(opts=looked).ids)
pulumi.export("attachment", attachment.id)

"""Every Express Connect resource of the provider once, and VPC peering: a literal program for the real engine."""

import os

import pulumi
import pulumi_alicloud as alicloud

REGION, VPC, ACCOUNT = "cn-hangzhou", "vpc-bp1demo", "1234567890123456"
NAME = os.environ.get("PROGRAM_NAME", "first")
provider = alicloud.Provider("cloud", region=REGION, account_type="Domestic")
cloud = pulumi.ResourceOptions(provider=provider)


def after(*resources: pulumi.Resource, replaced: bool = False) -> pulumi.ResourceOptions:
    """Options of a resource that waits for others."""
    return pulumi.ResourceOptions.merge(
        cloud, pulumi.ResourceOptions(depends_on=list(resources), delete_before_replace=replaced)
    )


line = alicloud.expressconnect.PhysicalConnection(
    "line",
    access_point_id="ap-cn-hangzhou-a",
    line_operator="CO",
    peer_location="x",
    port_type="1000Base-LX",
    type="VPC",
    bandwidth="100",
    physical_connection_name=NAME,
    opts=cloud,
)
vbr = alicloud.expressconnect.VirtualBorderRouter(
    "vbr",
    physical_connection_id=line.id,
    vlan_id=200,
    local_gateway_ip="10.254.0.1",
    peer_gateway_ip="10.254.0.2",
    peering_subnet_mask="255.255.255.252",
    virtual_border_router_name=NAME,
    min_rx_interval=1000,
    min_tx_interval=1000,
    detect_multiplier=3,
    opts=cloud,
)
group = alicloud.vpc.BgpGroup(
    "group", router_id=vbr.id, peer_asn=65530, local_asn=65000, bgp_group_name=NAME, is_fake_asn=False, opts=cloud
)
peer = alicloud.vpc.BgpPeer("peer", bgp_group_id=group.id, peer_ip_address="10.254.0.2", enable_bfd=True, opts=cloud)
network = alicloud.vpc.BgpNetwork("network", router_id=vbr.id, dst_cidr_block="10.0.0.0/16", opts=cloud)
looked = alicloud.expressconnect.get_virtual_border_routers_output(
    ids=["vbr-bp1hq"], opts=pulumi.InvokeOutputOptions(provider=provider)
).routers[0]
static = alicloud.vpc.RouteEntry(
    "static",
    route_table_id=looked.route_table_id,
    destination_cidrblock="192.168.10.0/24",
    nexthop_type="RouterInterface",
    nexthop_id=looked.vlan_interface_id,
    opts=after(replaced=True),
)
cen = alicloud.cen.Instance("cen", cen_instance_name="c", protection_level="REDUCED", opts=cloud)
router = alicloud.cen.TransitRouter("router", cen_id=cen.id, transit_router_name="t", opts=cloud)
attached = alicloud.cen.TransitRouterVbrAttachment(
    "attached",
    cen_id=cen.id,
    transit_router_id=router.transit_router_id,
    vbr_id="vbr-bp1hq",
    transit_router_attachment_name=NAME,
    auto_publish_route_enabled=True,
    opts=cloud,
)
ecr = alicloud.expressconnect.RouterExpressConnectRouter(
    "ecr", alibaba_side_asn=65000, ecr_name=NAME, description="d", opts=cloud
)
child = alicloud.expressconnect.RouterVbrChildInstance(
    "child",
    ecr_id=ecr.id,
    child_instance_id=vbr.id,
    child_instance_region_id=REGION,
    child_instance_type="VBR",
    description=NAME,
    opts=after(peer, network),
)
of_vpc = alicloud.expressconnect.RouterVpcAssociation(
    "of-vpc",
    ecr_id=ecr.id,
    vpc_id=VPC,
    association_region_id=REGION,
    allowed_prefixes=["10.0.0.0/24"] if NAME == "first" else ["10.0.0.0/24", "10.0.1.0/24"],
    opts=cloud,
)
of_router = alicloud.expressconnect.RouterTrAssociation(
    "of-router",
    ecr_id=ecr.id,
    cen_id=cen.id,
    transit_router_id=router.transit_router_id,
    transit_router_owner_id=int(ACCOUNT),
    association_region_id=REGION,
    allowed_prefixes=["10.1.0.0/24"],
    opts=cloud,
)
ecr_attached = alicloud.cen.TransitRouterEcrAttachment(
    "ecr-attached",
    cen_id=cen.id,
    transit_router_id=router.transit_router_id,
    ecr_id=ecr.id,
    ecr_owner_id=int(ACCOUNT),
    transit_router_ecr_attachment_name=NAME,
    opts=after(of_router),
)
other = alicloud.vpc.Network("other", cidr_block="172.16.0.0/16", vpc_name=NAME, opts=cloud)
peering = alicloud.vpc.PeerConnection(
    "peering",
    vpc_id=VPC,
    accepting_vpc_id=other.id,
    accepting_region_id=REGION,
    accepting_ali_uid=int(ACCOUNT),
    peer_connection_name=NAME,
    opts=cloud,
)
accepted = alicloud.vpc.PeerConnectionAccepter("accepted", instance_id=peering.id, opts=cloud)
there = alicloud.vpc.RouteEntry(
    "there",
    route_table_id=other.route_table_id,
    destination_cidrblock="100.118.28.0/24",
    nexthop_type="VpcPeer",
    nexthop_id=accepted.instance_id,
    opts=after(replaced=True),
)
where = pulumi.InvokeOutputOptions(provider=provider, depends_on=[peer, peering, of_router, of_vpc, child])
pulumi.export("vbrs", alicloud.expressconnect.get_virtual_border_routers_output(opts=where).ids)
pulumi.export("lines", alicloud.expressconnect.get_physical_connections_output(opts=where).ids)
pulumi.export("groups", alicloud.vpc.get_bgp_groups_output(opts=where).ids)
pulumi.export("peers", alicloud.vpc.get_bgp_peers_output(opts=where).ids)
pulumi.export("networks", alicloud.vpc.get_bgp_networks_output(opts=where).ids)
pulumi.export("peerings", alicloud.vpc.get_peer_connections_output(opts=where).ids)
pulumi.export("associations", alicloud.expressconnect.get_router_vpc_associations_output(ecr_id=ecr.id, opts=where).ids)
pulumi.export("children", alicloud.expressconnect.get_router_vbr_child_instances_output(ecr_id=ecr.id, opts=where).ids)

"""The program of a team that writes its own: the worked example without acree, against the provider itself.

What is wrong with it, if anything, is told by the variable MISTAKE.
"""

import os

import pulumi
import pulumi_alicloud as alicloud

MISTAKE = os.environ.get("MISTAKE", "")
HOME, AWAY, ACCOUNT = "cn-hangzhou", "cn-shanghai", "1234567890123456"
LOGIN = ("100.103.7.181/32", "100.103.9.188/32")
STORAGE = ("100.98.170.0/24", "100.114.102.0/24", "100.118.28.0/24", "100.118.31.0/24")
CLOUD = {
    region: pulumi.ResourceOptions(provider=alicloud.Provider(region, region=region, account_type="Domestic"))
    for region in (HOME, AWAY)
}

cen = alicloud.cen.Instance("cen", cen_instance_name="team", opts=CLOUD[HOME])
routers = {
    region: alicloud.cen.TransitRouter(region, cen_id=cen.id, transit_router_name=region, opts=CLOUD[region])
    for region in CLOUD
}
joined = {
    region: alicloud.cen.TransitRouterVpcAttachment(
        region,
        cen_id=cen.id,
        transit_router_id=routers[region].transit_router_id,
        vpc_id=vpc,
        vpc_owner_id=ACCOUNT,
        zone_mappings=[{"zone_id": f"{region}-{zone}", "vswitch_id": vswitch} for zone, vswitch in zones],
        opts=CLOUD[region],
    )
    for region, vpc, zones in (
        (HOME, "vpc-bp1demo", (("j", "vsw-bp1j"), ("k", "vsw-bp1k"))),
        (AWAY, "vpc-uf6demo", (("m", "vsw-uf6m"), ("n", "vsw-uf6n"))),
    )
}
between = alicloud.cen.TransitRouterPeerAttachment(
    "between",
    cen_id=cen.id,
    transit_router_id=routers[HOME].transit_router_id,
    peer_transit_router_id=routers[AWAY].transit_router_id,
    peer_transit_router_region_id=AWAY,
    bandwidth_type="DataTransfer",
    bandwidth=100,
    auto_publish_route_enabled=True,
    opts=CLOUD[HOME],
)
table = alicloud.cen.get_transit_router_route_tables_output(
    transit_router_id=routers[HOME].transit_router_id,
    transit_router_route_table_type="System",
    opts=pulumi.InvokeOutputOptions(provider=CLOUD[HOME].provider, depends_on=[joined[HOME]]),
).tables[0]


def route(region: str, route_table: str, destination: str) -> None:
    """A route of a VPC to the transit router of its region."""
    alicloud.vpc.VPCRouteEntry(
        f"{region}-{destination}",
        route_table_id=route_table,
        destination_cidr_block=destination,
        nexthop_type="Attachment",
        nexthop_id=joined[region].transit_router_attachment_id,
        opts=CLOUD[region],
    )


for prefix in ("10.0.0.0/16", *LOGIN, *STORAGE):
    route(AWAY, "vtb-uf6main", prefix)
for prefix in (*LOGIN, *STORAGE):
    alicloud.cen.TransitRouterRouteEntry(
        f"router-{prefix}",
        transit_router_route_table_id=table.transit_router_route_table_id,
        transit_router_route_entry_destination_cidr_block=prefix,
        transit_router_route_entry_next_hop_type="Attachment",
        transit_router_route_entry_next_hop_id=joined[HOME].transit_router_attachment_id,
        opts=CLOUD[HOME],
    )
if MISTAKE != "no way back":
    route(HOME, "vtb-bp1main", "172.16.0.0/16")
if MISTAKE == "too wide":
    route(AWAY, "vtb-uf6main", "100.64.0.0/12")
if MISTAKE == "overlap":
    for name in ("one", "two"):
        made = alicloud.vpc.Network(name, vpc_name=name, cidr_block="10.9.0.0/16", opts=CLOUD[HOME])
        vswitch = alicloud.vpc.Switch(
            name, vpc_id=made.id, cidr_block="10.9.0.0/24", zone_id="cn-hangzhou-j", opts=CLOUD[HOME]
        )
        alicloud.cen.TransitRouterVpcAttachment(
            f"joined-{name}",
            cen_id=cen.id,
            transit_router_id=routers[HOME].transit_router_id,
            vpc_id=made.id,
            zone_mappings=[{"zone_id": "cn-hangzhou-j", "vswitch_id": vswitch.id}],
            opts=CLOUD[HOME],
        )

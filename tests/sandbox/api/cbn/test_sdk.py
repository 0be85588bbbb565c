"""Every action through the official SDK, over TLS: requests as it lays them out, answers as its models want them."""

import pytest
from alibabacloud_cbn20170912 import models
from alibabacloud_tea_openapi.exceptions import ClientException

from acree_sandbox.core.running import RunningServer
from tests.sandbox.api.cbn.networks import HANGZHOU, OSS, SHANGHAI
from tests.sandbox.api.cbn.sdk import Sdk, wrong_shapes


@pytest.fixture
def sdk(server: RunningServer) -> Sdk:
    return Sdk(server)


@pytest.fixture
def cen(sdk: Sdk) -> str:
    tag = models.CreateCenRequestTag(key="team", value="red")
    return str(sdk.ask("CreateCen", name="c", protection_level="REDUCED", tag=[tag]).cen_id)


def make_router(sdk: Sdk, cen: str, region: str = HANGZHOU) -> str:
    return str(sdk.ask("CreateTransitRouter", cen_id=cen, region_id=region, transit_router_name="t").transit_router_id)


def attach(sdk: Sdk, router: str, vpc: str = "vpc-hz", zones: str = "jk", region: str = HANGZHOU) -> str:
    mappings = [
        models.CreateTransitRouterVpcAttachmentRequestZoneMappings(
            zone_id=f"{region}-{letter}", v_switch_id=f"vsw-{vpc[-2:]}-{letter}"
        )
        for letter in zones
    ]
    made = sdk.ask(
        "CreateTransitRouterVpcAttachment",
        transit_router_id=router,
        vpc_id=vpc,
        region_id=region,
        zone_mappings=mappings,
        transit_router_vpcattachment_options={"ipv6Support": "disable"},
    )
    return str(made.transit_router_attachment_id)


def refused(code: str, sdk: Sdk, action: str, **fields: object) -> ClientException:
    with pytest.raises(ClientException) as caught:
        sdk.ask(action, **fields)
    assert caught.value.code == code
    assert caught.value.status_code in {400, 404}
    return caught.value


def test_cens(sdk: Sdk, cen: str) -> None:
    by_id = models.DescribeCensRequestFilter(key="CenId", value=[cen])
    (found,) = sdk.ask("DescribeCens", filter=[by_id], page_size=50, page_number=1).cens.cen
    assert (found.cen_id, found.name, found.status) == (cen, "c", "Active")
    assert [(tag.key, tag.value) for tag in found.tags.tag] == [("team", "red")]
    sdk.ask("ModifyCenAttribute", cen_id=cen, name="c2")
    sdk.ask("MoveResourceGroup", resource_id=cen, resource_type="CEN", new_resource_group_id="rg-2")
    (found,) = sdk.ask("DescribeCens", resource_group_id="rg-2").cens.cen
    assert found.name == "c2"
    sdk.ask("DeleteCen", cen_id=cen)
    assert sdk.ask("DescribeCens").cens.cen == []
    assert "NotFound" in str(refused("InvalidCenId.NotFound", sdk, "DeleteCen", cen_id=cen))


def test_routers(sdk: Sdk, cen: str) -> None:
    assert sdk.ask("CheckTransitRouterService").enabled is True
    assert refused("ORDER.OPEND", sdk, "OpenTransitRouterService")
    offered = sdk.ask("ListTransitRouterAvailableResource", region_id=HANGZHOU, support_multicast=False)
    assert offered.master_zones == ["cn-hangzhou-h", "cn-hangzhou-j", "cn-hangzhou-k"]
    router = make_router(sdk, cen)
    sdk.ask("UpdateTransitRouter", transit_router_id=router, transit_router_name="t2", region_id=HANGZHOU)
    (found,) = sdk.ask(
        "ListTransitRouters", cen_id=cen, region_id=HANGZHOU, page_number=1, page_size=50
    ).transit_routers
    assert (found.transit_router_id, found.transit_router_name, found.type) == (router, "t2", "Enterprise")
    assert refused("InstanceExist.TransitRouterInstance", sdk, "CreateTransitRouter", cen_id=cen, region_id=HANGZHOU)
    sdk.ask("DeleteTransitRouter", transit_router_id=router)
    assert sdk.ask("ListTransitRouters").transit_routers == []


def test_vpc_attachments(sdk: Sdk, cen: str) -> None:
    router = make_router(sdk, cen)
    attachment = attach(sdk, router)
    sdk.ask(
        "UpdateTransitRouterVpcAttachmentAttribute",
        transit_router_attachment_id=attachment,
        transit_router_attachment_name="va",
        transit_router_vpcattachment_options={"ipv6Support": "disable"},
    )
    sdk.ask(
        "UpdateTransitRouterVpcAttachmentZones",
        transit_router_attachment_id=attachment,
        add_zone_mappings=[
            models.UpdateTransitRouterVpcAttachmentZonesRequestAddZoneMappings(
                zone_id="cn-hangzhou-h", v_switch_id="vsw-hz-h"
            )
        ],
        remove_zone_mappings=[
            models.UpdateTransitRouterVpcAttachmentZonesRequestRemoveZoneMappings(
                zone_id="cn-hangzhou-j", v_switch_id="vsw-hz-j"
            )
        ],
    )
    (found,) = sdk.ask(
        "ListTransitRouterVpcAttachments", cen_id=cen, region_id=HANGZHOU, vpc_id="vpc-hz", max_results=50
    ).transit_router_attachments
    assert (found.transit_router_attachment_name, found.vpc_id, found.status) == ("va", "vpc-hz", "Attached")
    assert [zone.v_switch_id for zone in found.zone_mappings] == ["vsw-hz-k", "vsw-hz-h"]
    assert found.transit_router_vpcattachment_options == {"ipv6Support": "disable"}
    sdk.ask("DeleteTransitRouterVpcAttachment", transit_router_attachment_id=attachment, force=False)
    assert sdk.ask("ListTransitRouterVpcAttachments", cen_id=cen).transit_router_attachments == []


def test_peer_attachments(sdk: Sdk, cen: str) -> None:
    here, there = make_router(sdk, cen, HANGZHOU), make_router(sdk, cen, SHANGHAI)
    peer = sdk.ask(
        "CreateTransitRouterPeerAttachment",
        cen_id=cen,
        transit_router_id=here,
        region_id=HANGZHOU,
        peer_transit_router_id=there,
        peer_transit_router_region_id=SHANGHAI,
        bandwidth=10,
        bandwidth_type="DataTransfer",
        auto_publish_route_enabled=True,
        default_link_type="Platinum",
    ).transit_router_attachment_id
    sdk.ask("UpdateTransitRouterPeerAttachmentAttribute", transit_router_attachment_id=peer, bandwidth=20)
    for region, far in ((HANGZHOU, there), (SHANGHAI, here)):
        (found,) = sdk.ask(
            "ListTransitRouterPeerAttachments", region_id=region, transit_router_attachment_id=peer
        ).transit_router_attachments
        assert (found.bandwidth, found.peer_transit_router_id, found.region_id) == (20, far, region)
    for other in ("Vbr", "Vpn", "Ecr"):
        assert sdk.ask(f"ListTransitRouter{other}Attachments", cen_id=cen).transit_router_attachments == []
    sdk.ask("DeleteTransitRouterPeerAttachment", transit_router_attachment_id=peer)
    assert sdk.ask("ListTransitRouterPeerAttachments", cen_id=cen).transit_router_attachments == []


def test_tables_and_what_they_know(sdk: Sdk, cen: str) -> None:
    router = make_router(sdk, cen)
    attachment = attach(sdk, router)
    table = sdk.ask(
        "CreateTransitRouterRouteTable",
        transit_router_id=router,
        transit_router_route_table_name="rt",
        route_table_options=models.CreateTransitRouterRouteTableRequestRouteTableOptions(multi_region_ecmp="disable"),
    ).transit_router_route_table_id
    sdk.ask("UpdateTransitRouterRouteTable", transit_router_route_table_id=table, transit_router_route_table_name="r2")
    (found,) = sdk.ask(
        "ListTransitRouterRouteTables", transit_router_id=router, transit_router_route_table_ids=[table]
    ).transit_router_route_tables
    assert (found.transit_router_route_table_name, found.route_table_options.multi_region_ecmp) == ("r2", "disable")
    (system,) = sdk.ask(
        "ListTransitRouterRouteTables", transit_router_id=router, transit_router_route_table_type="System"
    ).transit_router_route_tables
    ends = {"transit_router_attachment_id": attachment, "transit_router_route_table_id": table}
    sdk.ask("AssociateTransitRouterAttachmentWithRouteTable", **ends)
    other = ends | {"transit_router_route_table_id": system.transit_router_route_table_id}
    sdk.ask("ReplaceTransitRouterRouteTableAssociation", **other)
    sdk.ask("ReplaceTransitRouterRouteTableAssociation", **ends)
    sdk.ask("EnableTransitRouterRouteTablePropagation", **ends)
    (association,) = sdk.ask("ListTransitRouterRouteTableAssociations", **ends).transit_router_associations
    (propagation,) = sdk.ask("ListTransitRouterRouteTablePropagations", **ends).transit_router_propagations
    assert (association.status, association.resource_id) == ("Active", "vpc-hz")
    assert (propagation.status, propagation.resource_type) == ("Active", "VPC")
    entry = sdk.ask(
        "CreateTransitRouterRouteEntry",
        transit_router_route_table_id=table,
        transit_router_route_entry_destination_cidr_block=OSS,
        transit_router_route_entry_next_hop_type="Attachment",
        transit_router_route_entry_next_hop_id=attachment,
    ).transit_router_route_entry_id
    sdk.ask("UpdateTransitRouterRouteEntry", transit_router_route_entry_id=entry, transit_router_route_entry_name="oss")
    static, learned = sdk.ask(
        "ListTransitRouterRouteEntries", transit_router_route_table_id=table, max_results=100
    ).transit_router_route_entries
    assert (static.transit_router_route_entry_name, static.transit_router_route_entry_type) == ("oss", "Static")
    assert learned.transit_router_route_entry_destination_cidr_block == "10.0.0.0/16"
    assert learned.path_attributes.origin_instance_id == "vpc-hz"
    subnets = models.ListTransitRouterRouteEntriesRequestRouteFilter(key="SubnetOfMatchCidrs", value=["100.64.0.0/10"])
    (only,) = sdk.ask(
        "ListTransitRouterRouteEntries", transit_router_route_table_id=table, route_filter=[subnets]
    ).transit_router_route_entries
    assert only.transit_router_route_entry_id == entry
    sdk.ask("DeleteTransitRouterRouteEntry", transit_router_route_entry_id=entry)
    sdk.ask("DisableTransitRouterRouteTablePropagation", **ends)
    sdk.ask("DissociateTransitRouterAttachmentFromRouteTable", **ends)
    sdk.ask("DeleteTransitRouterRouteTable", transit_router_route_table_id=table)


def test_a_duplicate_route_by_code_and_message(sdk: Sdk, cen: str) -> None:
    router = make_router(sdk, cen)
    (table,) = sdk.ask("ListTransitRouterRouteTables", transit_router_id=router).transit_router_route_tables
    fields = {
        "transit_router_route_table_id": table.transit_router_route_table_id,
        "transit_router_route_entry_destination_cidr_block": "10.0.0.0/8",
        "transit_router_route_entry_next_hop_type": "BlackHole",
    }
    entry = sdk.ask("CreateTransitRouterRouteEntry", **fields).transit_router_route_entry_id
    error = refused(
        "OperationFailed.CreateRouteEntryWithSameDestinationCidrBlock", sdk, "CreateTransitRouterRouteEntry", **fields
    )
    assert entry in str(error)
    assert "10.0.0.0/8" in str(error)


def test_bandwidth_packages(sdk: Sdk, cen: str) -> None:
    package = sdk.ask(
        "CreateCenBandwidthPackage",
        bandwidth=5,
        geographic_region_aid="China",
        geographic_region_bid="China",
        bandwidth_package_charge_type="POSTPAY",
        auto_pay=True,
    ).cen_bandwidth_package_id
    sdk.ask("ModifyCenBandwidthPackageSpec", cen_bandwidth_package_id=package, bandwidth=6)
    sdk.ask("ModifyCenBandwidthPackageAttribute", cen_bandwidth_package_id=package, name="bp")
    sdk.ask("AssociateCenBandwidthPackage", cen_bandwidth_package_id=package, cen_id=cen)
    in_use = models.DescribeCenBandwidthPackagesRequestFilter(key="Status", value=["InUse"])
    (found,) = sdk.ask("DescribeCenBandwidthPackages", filter=[in_use]).cen_bandwidth_packages.cen_bandwidth_package
    assert (found.bandwidth, found.name, found.cen_ids.cen_id) == (6, "bp", [cen])
    sdk.ask("UnassociateCenBandwidthPackage", cen_bandwidth_package_id=package, cen_id=cen)
    sdk.ask("DeleteCenBandwidthPackage", cen_bandwidth_package_id=package)


def test_grants(sdk: Sdk) -> None:
    whose = {"cen_id": "cen-1", "cen_owner_id": 42, "instance_id": "vpc-hz", "instance_type": "VPC"}
    sdk.ask("GrantInstanceToTransitRouter", **whose, region_id=HANGZHOU, order_type="PayByCenOwner")
    sdk.ask("ModifyGrantInstanceToTransitRouter", cen_id="cen-1", instance_id="vpc-hz", order_type="PayByResourceOwner")
    (found,) = sdk.ask(
        "DescribeGrantRulesToResource", product_type="VPC", resource_id="vpc-hz", region_id=HANGZHOU
    ).grant_rules
    assert (found.cen_owner_id, found.order_type) == (42, "PayByResourceOwner")
    sdk.ask("RevokeInstanceFromTransitRouter", **whose, region_id=HANGZHOU)


def test_tags(sdk: Sdk, cen: str) -> None:
    whole = {"resource_type": "cen", "resource_id": [cen], "region_id": HANGZHOU}
    sdk.ask("TagResources", **whole, tag=[models.TagResourcesRequestTag(key="k", value="v")])
    found = sdk.ask("ListTagResources", **whole).tag_resources.tag_resource
    assert {(tag.tag_key, tag.tag_value) for tag in found} == {("k", "v"), ("team", "red")}
    sdk.ask("UntagResources", **whole, tag_key=["k", "team"])
    assert sdk.ask("ListTagResources", **whole).tag_resources.tag_resource == []


def test_the_judge_of_shapes_judges() -> None:
    body = models.ListTransitRoutersResponseBody(
        total_count="1", transit_routers=[models.ListTransitRoutersResponseBodyTransitRouters(support_multicast="no")]
    )
    assert [text.partition(":")[0].rpartition(".")[2] for text in wrong_shapes(body)] == [
        "total_count",
        "support_multicast",
    ]

"""Every action through the official SDK, over TLS: requests as it lays them out, answers as its models want them."""

import pytest
from alibabacloud_tea_openapi.exceptions import ClientException
from alibabacloud_vpc20160428 import models

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.running import RunningServer
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import add_vpc
from tests.sandbox.api.vpc.networks import HANGZHOU, HOP, OSS, add_attachment
from tests.sandbox.api.vpc.sdk import Sdk


@pytest.fixture
def world() -> World:
    def start(cloud: Cloud) -> None:
        add_vpc(cloud, "vpc-1", HANGZHOU, "10.9.0.0/16", {}, system_table="vtb-1", router="vrt-1")
        add_attachment(cloud, "vpc-1")

    return World(paces={"*": Pace(seconds=0)}, populate=start)


@pytest.fixture
def sdk(server: RunningServer) -> Sdk:
    return Sdk(server)


def refused(code: str, sdk: Sdk, action: str, **fields: object) -> ClientException:
    with pytest.raises(ClientException) as caught:
        sdk.ask(action, **fields)
    assert caught.value.code == code
    return caught.value


def make_vswitch(sdk: Sdk) -> str:
    made = sdk.ask(
        "CreateVSwitch", vpc_id="vpc-1", zone_id="cn-hangzhou-h", cidr_block="10.9.0.0/24", v_switch_name="s"
    )
    return str(made.v_switch_id)


def test_vpcs(sdk: Sdk) -> None:
    tag = models.CreateVpcRequestTag(key="team", value="red")
    made = sdk.ask("CreateVpc", cidr_block="10.0.0.0/16", vpc_name="v", tag=[tag], client_token="t", dry_run=False)
    assert made.vrouter_id
    sdk.ask("ModifyVpcAttribute", vpc_id=made.vpc_id, vpc_name="v2", description="d")
    sdk.ask("MoveResourceGroup", resource_id=made.vpc_id, resource_type="Vpc", new_resource_group_id="rg-2")
    added = sdk.ask("AssociateVpcCidrBlock", vpc_id=made.vpc_id, secondary_cidr_block="172.16.0.0/16")
    assert (added.cidr_block, added.ip_version) == ("172.16.0.0/16", "IPV4")
    found = sdk.ask("DescribeVpcAttribute", vpc_id=made.vpc_id)
    assert (found.vpc_name, found.cidr_block, found.description) == ("v2", "10.0.0.0/16", "d")
    assert found.secondary_cidr_blocks.secondary_cidr_block == ["172.16.0.0/16"]
    (listed,) = sdk.ask("DescribeVpcs", vpc_id=made.vpc_id, page_size=50, page_number=1).vpcs.vpc
    assert (listed.resource_group_id, listed.owner_id) == ("rg-2", 1234567890123456)
    assert [(its.key, its.value) for its in listed.tags.tag] == [("team", "red")]
    sdk.ask("UnassociateVpcCidrBlock", vpc_id=made.vpc_id, secondary_cidr_block="172.16.0.0/16")
    sdk.ask("DeleteVpc", vpc_id=made.vpc_id)
    error = refused("InvalidVpcID.NotFound", sdk, "DescribeVpcAttribute", vpc_id=made.vpc_id)
    assert error.status_code == 404
    assert made.vpc_id in str(error)


def test_vswitches(sdk: Sdk) -> None:
    vswitch = make_vswitch(sdk)
    sdk.ask("ModifyVSwitchAttribute", v_switch_id=vswitch, v_switch_name="s2")
    found = sdk.ask("DescribeVSwitchAttributes", v_switch_id=vswitch)
    assert (found.v_switch_name, found.zone_id, found.available_ip_address_count) == ("s2", "cn-hangzhou-h", 252)
    assert found.route_table.route_table_id == "vtb-1"
    (listed,) = sdk.ask("DescribeVSwitches", vpc_id="vpc-1", zone_id="cn-hangzhou-h").v_switches.v_switch
    assert listed.v_switch_id == vswitch
    sdk.ask("DeleteVSwitch", v_switch_id=vswitch)
    refused("InvalidVSwitchId.NotFound", sdk, "DeleteVSwitch", v_switch_id=vswitch)


def test_tables(sdk: Sdk) -> None:
    vswitch = make_vswitch(sdk)
    table = sdk.ask("CreateRouteTable", vpc_id="vpc-1", route_table_name="rt", associate_type="VSwitch").route_table_id
    sdk.ask("ModifyRouteTableAttributes", route_table_id=table, route_table_name="r2", route_propagation_enable=False)
    sdk.ask("AssociateRouteTable", route_table_id=table, v_switch_id=vswitch)
    (found,) = sdk.ask(
        "DescribeRouteTableList", vpc_id="vpc-1", route_table_type="Custom"
    ).router_table_list.router_table_list_type
    assert (found.route_table_name, found.router_id, found.v_switch_ids.v_switch_id) == ("r2", "vrt-1", [vswitch])
    assert found.route_propagation_enable is False
    refused("DependencyViolation.VSwitch", sdk, "DeleteRouteTable", route_table_id=table)
    sdk.ask("UnassociateRouteTable", route_table_id=table, v_switch_id=vswitch)
    sdk.ask("DeleteRouteTable", route_table_id=table)


def test_routes(sdk: Sdk) -> None:
    table = sdk.ask("CreateRouteTable", vpc_id="vpc-1").route_table_id
    where = {"route_table_id": table, "destination_cidr_block": OSS}
    hop = models.CreateRouteEntryRequestNextHopList(next_hop_id=HOP, next_hop_type="Attachment", weight=100)
    entry = sdk.ask("CreateRouteEntry", **where, next_hop_list=[hop], route_entry_name="oss").route_entry_id
    sdk.ask("ModifyRouteEntry", **where, description="d")
    (found,) = sdk.ask(
        "DescribeRouteEntryList", route_table_id=table, route_entry_type="Custom", dest_cidr_block_list=[OSS]
    ).route_entrys.route_entry
    assert (found.route_entry_id, found.route_entry_name, found.description) == (entry, "oss", "d")
    assert (found.next_hops.next_hop[0].next_hop_id, found.next_hops.next_hop[0].weight) == (HOP, 100)
    (whole,) = sdk.ask("DescribeRouteTables", route_table_id=table).route_tables.route_table
    assert [row.instance_id for row in whole.route_entrys.route_entry] == ["", HOP]
    error = refused("RouterEntryConflict.Duplicated", sdk, "CreateRouteEntry", **where, next_hop_id=HOP)
    assert entry in str(error)
    wrong = {"next_hop_type": "Attachment", "next_hop_id": HOP, "route_table_id": table}
    error = refused("InvalidCidrBlock", sdk, "CreateRouteEntry", **wrong, destination_cidr_block="100.64.0.0/10")
    assert "100.64.0.0/10" in str(error)
    sdk.ask("DeleteRouteEntry", **where, next_hop_id=HOP)
    assert len(sdk.ask("DescribeRouteEntryList", route_table_id=table).route_entrys.route_entry) == 1


def test_published_routes(sdk: Sdk) -> None:
    where = {"target_type": "ECR", "target_instance_id": "ecr-1"}
    for action, code in (
        ("PublishVpcRouteEntries", "InvalidRouteEntry.NotFound"),
        ("WithdrawVpcPublishedRouteEntries", "ResourceNotAssociated.TargetInstance"),
    ):
        entry = getattr(models, f"{action}RequestRouteEntries")(route_table_id="vtb-2", destination_cidr_block=OSS)
        table = sdk.ask("CreateRouteTable", vpc_id="vpc-1").route_table_id
        entry.route_table_id = table
        refused(code, sdk, action, **where, route_entries=[entry])
        assert sdk.ask("ListVpcPublishedRouteEntries", route_table_id=table, target_type="ECR").route_entries == []


def test_tags(sdk: Sdk) -> None:
    whole = {"resource_type": "VPC", "resource_id": ["vpc-1"]}
    sdk.ask("TagResources", **whole, tag=[models.TagResourcesRequestTag(key="k", value="v")])
    (found,) = sdk.ask("ListTagResources", **whole).tag_resources.tag_resource
    assert (found.tag_key, found.tag_value) == ("k", "v")
    sdk.ask("UnTagResources", **whole, tag_key=["k"])
    assert sdk.ask("ListTagResources", **whole).tag_resources.tag_resource == []


def test_a_wrong_secret_is_refused(server: RunningServer) -> None:
    refused("SignatureDoesNotMatch", Sdk(server, "wrong"), "DescribeVpcs")

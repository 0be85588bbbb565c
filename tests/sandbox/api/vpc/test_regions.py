"""Regions and zones, by calls and by the official SDK."""

from alibabacloud_vpc20160428 import models

from acree_sandbox.api.cbn.resources import TransitRouterRegion
from acree_sandbox.core.running import RunningServer
from tests.sandbox.api.cbn.sdk import wrong_shapes
from tests.sandbox.api.vpc.networks import HANGZHOU, SHANGHAI, Network
from tests.sandbox.api.vpc.sdk import Sdk


def zones(network: Network, region: str) -> list[str]:
    found = network.ask("DescribeZones", RegionId=region)["Zones"]["Zone"]
    assert all(zone["ZoneType"] == "AvailabilityZone" for zone in found)
    return [zone["ZoneId"] for zone in found]


def regions(network: Network) -> list[str]:
    found = network.ask("DescribeRegions")["Regions"]["Region"]
    assert [its["RegionEndpoint"] for its in found] == [f"vpc.{its['RegionId']}.aliyuncs.com" for its in found]
    return [its["RegionId"] for its in found]


def test_regions_are_those_of_known_ids(network: Network) -> None:
    found = regions(network)
    assert {HANGZHOU, SHANGHAI, "ap-southeast-1"} <= set(found)
    assert found == sorted(found)


def test_a_vpc_makes_its_region_known(network: Network) -> None:
    assert "cn-elsewhere" not in regions(network)
    network.ask("CreateVpc", RegionId="cn-elsewhere")
    assert regions(network).count("cn-elsewhere") == 1


def test_zones_are_those_of_the_vswitches(network: Network) -> None:
    assert zones(network, HANGZHOU) == ["cn-hangzhou-h", "cn-hangzhou-j"]


def test_a_region_without_vswitches_has_two(network: Network) -> None:
    assert zones(network, SHANGHAI) == ["cn-shanghai-a", "cn-shanghai-b"]


def test_what_the_world_says_of_transit_routers_counts_too(network: Network) -> None:
    network.cloud.put(
        TransitRouterRegion(id=HANGZHOU, region=HANGZHOU, master_zones=["cn-hangzhou-k"], slave_zones=["cn-hangzhou-j"])
    )
    assert zones(network, HANGZHOU) == ["cn-hangzhou-h", "cn-hangzhou-j", "cn-hangzhou-k"]


def test_every_zone_that_is_listed_takes_a_vswitch(network: Network) -> None:
    for number, zone in enumerate(zones(network, HANGZHOU)):
        network.ask("CreateVSwitch", VpcId=network.vpc, ZoneId=zone, CidrBlock=f"10.0.{10 + number}.0/24")


def test_zones_need_a_region(network: Network) -> None:
    assert network.refused("MissingParameter.RegionId", "DescribeZones")


def test_the_official_sdk_reads_them(server: RunningServer) -> None:
    sdk = Sdk(server)
    found = sdk.client.describe_regions(models.DescribeRegionsRequest()).body
    assert wrong_shapes(found) == []
    assert HANGZHOU in {region.region_id for region in found.regions.region}
    assert [zone.zone_id for zone in sdk.ask("DescribeZones").zones.zone] == ["cn-hangzhou-a", "cn-hangzhou-b"]

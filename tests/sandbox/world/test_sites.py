"""Data centers, customer gateways and VPN gateways of a world file."""

import re
from typing import Any

import pytest

from acree_sandbox.api.sites.resources import Site
from acree_sandbox.api.vpc.resources import HeldAddress
from acree_sandbox.api.vpn.resources import CustomerGateway, VpnGateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.world.file import load_world, world_of
from acree_sandbox.world.reader import WorldError
from tests.sandbox.world.test_file import WORLDS, vpc

HOST = {"name": "runner", "address": "192.168.10.11"}
SITE: dict[str, Any] = {
    "id": "site-hq",
    "cidrs": ["192.168.10.0/24"],
    "addresses": ["198.51.100.10"],
    "asn": 65530,
    "hosts": [HOST],
}
GATEWAY: dict[str, Any] = {
    "id": "vpn-1",
    "vpc": "vpc-hz",
    "vswitches": ["vsw-hza", "vsw-hzb"],
    "addresses": ["203.0.113.10", "203.0.113.11"],
}


def cloud_of(**sections: object) -> Cloud:
    return Cloud(world_of({"vpcs": [vpc("hz", "cn-hangzhou", "10.0.0.0/16")], **sections}))


def test_a_site() -> None:
    (row,) = cloud_of(sites=[SITE]).all(Site)
    assert (row.name, row.cidrs, row.asn, row.lines) == ("site-hq", ["192.168.10.0/24"], 65530, [])
    assert row.hosts == [HOST]


def test_a_vpn_gateway_takes_an_address_in_each_vswitch() -> None:
    cloud = cloud_of(**{"vpn-gateways": [GATEWAY]})
    (row,) = cloud.all(VpnGateway)
    assert (row.status, row.region, row.bandwidth) == ("active", "cn-hangzhou", 10)
    assert {held.vswitch for held in cloud.where(HeldAddress, "holder", "vpn-1")} == {"vsw-hza", "vsw-hzb"}


def test_a_customer_gateway() -> None:
    item = {"id": "cgw-1", "region": "cn-hangzhou", "address": "198.51.100.10", "asn": 65530}
    (row,) = cloud_of(**{"customer-gateways": [item]}).all(CustomerGateway)
    assert (row.address, row.asn, row.region) == ("198.51.100.10", 65530, "cn-hangzhou")


@pytest.mark.parametrize(
    ("section", "item", "message"),
    [
        ("sites", {**SITE, "cidrs": ["192.168.10.1/24"]}, "sites[0].cidrs: wanted prefixes"),
        (
            "sites",
            {**SITE, "hosts": [{**HOST, "address": "10.0.0.9"}]},
            "sites[0].hosts[0].address: wanted an address of",
        ),
        ("sites", {**SITE, "line": []}, "did you mean 'lines'?"),
        ("sites", {**SITE, "gateway": "sag-x"}, "sites[0].gateway: there is no Smart Access Gateway 'sag-x'"),
        ("vpn-gateways", {**GATEWAY, "vpc": "vpc-x"}, "there is no VPC 'vpc-x'"),
        (
            "vpn-gateways",
            {**GATEWAY, "addresses": ["203.0.113.10"]},
            "wanted one or two vSwitches and as many addresses",
        ),
        ("vpn-gateways", {**GATEWAY, "vswitches": ["vsw-hza", "vsw-x"]}, "'vsw-x' is not a vSwitch of vpc-hz"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(section: str, item: dict[str, Any], message: str) -> None:
    with pytest.raises(WorldError, match=re.escape(message)):
        cloud_of(**{section: [item]})


@pytest.mark.parametrize("name", ["vpn-gateway", "transit-vpn"])
def test_the_examples_have_a_site_with_a_host(name: str) -> None:
    cloud = Cloud(load_world(WORLDS / f"{name}.yaml"))
    (site,) = cloud.all(Site)
    assert site.hosts[0]["address"] == "192.168.10.11"
    assert len(cloud.all(VpnGateway)) == (name == "vpn-gateway")

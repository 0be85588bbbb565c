"""Cloud Connect Networks of a world file, with their gateways and what is not known of them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from acree_sandbox.api.cbn.resources import Attachment, CloudConnectNetwork
from acree_sandbox.api.sites.resources import Site, SmartAccessGateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.world.file import load_world, world_of
from acree_sandbox.world.reader import WorldError
from tests.sandbox.world.test_file import WORLDS, vpc

NETWORK: dict[str, Any] = {"id": "ccn-1", "region": "ccn-cn-shanghai"}
GATEWAY = {"id": "sag-1", "cidrs": ["192.168.10.0/24"]}


def cloud_of(network: dict[str, Any], edition: str = "Basic", **attachment: object) -> Cloud:
    attached = {"id": "att-1", "vpc": "vpc-hz", "vswitches": ["vsw-hza", "vsw-hzb"], **attachment}
    router = {"id": "tr-1", "region": "cn-hangzhou", "edition": edition, "attachments": [attached]}
    if network:
        router["cloud-connect-networks"] = [network]
    cen = {"id": "cen-1", "transit-routers": [router]}
    return Cloud(world_of({"vpcs": [vpc("hz", "cn-hangzhou", "10.0.0.0/16")], "cens": [cen]}))


def test_a_network_with_its_gateways() -> None:
    cloud = cloud_of({**NETWORK, "gateways": [GATEWAY]})
    (network,) = cloud.all(CloudConnectNetwork)
    (gateway,) = cloud.all(SmartAccessGateway)
    assert (network.region, gateway.network, gateway.cidrs) == ("ccn-cn-shanghai", "ccn-1", ["192.168.10.0/24"])


@pytest.mark.parametrize("answer", ["accepts", "refuses", "fails"])
def test_what_no_page_tells_is_a_setting(answer: str) -> None:
    (network,) = cloud_of({**NETWORK, "any-tunnel": answer}).all(CloudConnectNetwork)
    assert network.any_tunnel == answer


def test_its_default_is_that_the_network_is_accepted() -> None:
    (network,) = cloud_of(NETWORK).all(CloudConnectNetwork)
    assert network.any_tunnel == "accepts"


@pytest.mark.parametrize(
    ("edition", "setting", "learns"),
    [
        ("Basic", {}, True),
        ("Basic", {"synchronise": False}, False),
        ("Enterprise", {}, False),
        ("Enterprise", {"synchronise": True}, True),
    ],
)
def test_a_vpc_on_a_basic_router_learns_by_itself(edition: str, setting: dict[str, bool], learns: bool) -> None:
    (attachment,) = cloud_of({}, edition, **setting).all(Attachment)
    assert attachment.auto_publish is learns


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"any-tunnel": "perhaps"}, "any-tunnel: wanted one of accepts, refuses, fails, found 'perhaps'"),
        ({"gateways": [{"id": "sag-1", "cidrs": ["192.168.10.1/24"]}]}, "gateways[0].cidrs: wanted prefixes such as"),
        ({"gateways": [{"cidrs": []}]}, "gateways[0]: 'id' is missing"),
        ({"cidrs": ["192.168.10.0/24"]}, "cidrs: unknown key"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(change: dict[str, Any], message: str) -> None:
    place = "cens[0].transit-routers[0].cloud-connect-networks[0]."
    with pytest.raises(WorldError, match=re.escape(message)) as caught:
        cloud_of({**NETWORK, **change})
    assert str(caught.value).startswith(place[:-1])


def test_the_example_has_a_gateway_that_is_the_device() -> None:
    cloud = Cloud(load_world(WORLDS / "smart-access-gateway.yaml"))
    (site,), (gateway,) = cloud.all(Site), cloud.all(SmartAccessGateway)
    assert (site.gateway, gateway.network) == (gateway.id, "ccn-hq")

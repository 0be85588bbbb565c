"""Peered VPCs and data centers at leased lines: real packets, with what a device's routes say."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.expressconnectrouter.service import ECR
from acree_sandbox.api.vpcpeer.service import VPCPEER
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.parts import names
from acree_sandbox.network.running import Network
from tests.e2e.network.conftest import answers, shown
from tests.e2e.network.data_centers import (
    AUTH,
    HANGZHOU,
    HQ,
    LEGS,
    OTHER_AUTH,
    SERVICE_TABLE,
    SERVICE_VPC,
    STORAGE,
    Calls,
    cloud_at,
)

pytestmark = pytest.mark.timeout(300)
DEVICE = names.site("site-hq")
CLIENT_ROUTES = {"auth": AUTH, "storage": STORAGE}
TO_CLOUD = ("10.0.0.0/16", AUTH, OTHER_AUTH, STORAGE)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def legs(network: Network, host: str) -> set[str]:
    """The legs that answer a host."""
    return {leg for leg, address in LEGS.items() if answers(network, host, address)}


def at_the_line(network: Network, *prefixes: str) -> None:
    """Do what somebody does on the device of the data center: an address at the line, and routes over it."""
    shown(network, DEVICE, "address", "replace", "10.255.0.2/30", "dev", "eth1")
    for prefix in prefixes:
        shown(network, DEVICE, "route", "replace", prefix, "via", "10.255.0.1", "dev", "eth1")


def test_peered_vpcs_within_a_region_and_across(stack: ExitStack, tmp_path: Path) -> None:
    """2.2: a route to the other VPC on each side, routes to auth and storage on the client's."""
    cloud = cloud_at("vpc-peering")
    calls = Calls(cloud)
    network = stack.enter_context(Network(cloud, tmp_path))
    for host, vpc, region, table, cidr in (
        ("ecs2", "vpc-uf6demo", "cn-shanghai", "vtb-uf6main", "172.16.0.0/16"),
        ("ci-runner", "vpc-bp1ci", HANGZHOU, "vtb-bp1ci", "192.168.0.0/16"),
    ):
        ends = {"VpcId": vpc, "AcceptingVpcId": SERVICE_VPC, "AcceptingRegionId": HANGZHOU, "RegionId": region}
        peering = str(calls.ask("CreateVpcPeerConnection", ends, VPCPEER)["InstanceId"])
        calls.route(table, "10.0.0.0/16", "VpcPeer", peering, region)
        network.settled()
        assert not answers(network, host, LEGS["registry"]), "there is no way back yet"
        calls.route(SERVICE_TABLE, cidr, "VpcPeer", peering)
        removable = {leg: calls.route(table, its, "VpcPeer", peering, region) for leg, its in CLIENT_ROUTES.items()}
        network.settled()
        assert legs(network, host) == set(LEGS)
        for leg, which in removable.items():
            calls.ask("DeleteRouteEntry", which)
            network.settled()
            same_region = host == "ci-runner"
            assert answers(network, host, LEGS[leg]) == same_region, "a VPC reaches cloud services of its own region"
            calls.route(table, which["DestinationCidrBlock"], "VpcPeer", peering, region)


def test_a_vbr_on_a_transit_router_with_static_routes(stack: ExitStack, tmp_path: Path) -> None:
    cloud = cloud_at("express-connect")
    calls = Calls(cloud)
    network = stack.enter_context(Network(cloud, tmp_path))
    at_the_line(network, *TO_CLOUD)
    assert legs(network, "hq-runner") == set()
    router, table = calls.router()
    calls.service_vpc(router, table)
    back = calls.route("vtb-bp1hq", HQ, "RouterInterface", "ri-bp1hq")
    vbr = {"TransitRouterId": router, "VbrId": "vbr-bp1hq", "AutoPublishRouteEnabled": "true"}
    attachment = calls.join("CreateTransitRouterVbrAttachment", table, **vbr)
    network.settled()
    assert legs(network, "hq-runner") == set(LEGS)
    shown(network, DEVICE, "route", "del", STORAGE)
    assert legs(network, "hq-runner") == {"registry", "auth"}
    at_the_line(network, STORAGE)
    off = {"TransitRouterAttachmentId": attachment, "AutoPublishRouteEnabled": "false"}
    calls.ask("UpdateTransitRouterVbrAttachmentAttribute", off, CBN)
    network.settled()
    assert legs(network, "hq-runner") == set(), "the VBR is told nothing any more"
    calls.ask("UpdateTransitRouterVbrAttachmentAttribute", {**off, "AutoPublishRouteEnabled": "true"}, CBN)
    calls.ask("DeleteRouteEntry", back)
    network.settled()
    assert legs(network, "hq-runner") == set(), "there is no way back to the data center"


def joined_by_ecr(cloud: Cloud) -> tuple[Calls, str]:
    """The VBR of an ECR, with a route of its own to the data center."""
    calls = Calls(cloud)
    calls.route("vtb-bp1hq", HQ, "RouterInterface", "ri-bp1hq")
    ecr = str(calls.ask("CreateExpressConnectRouter", service=ECR, AlibabaSideAsn="65000")["EcrId"])
    child = {"EcrId": ecr, "ChildInstanceId": "vbr-bp1hq", "ChildInstanceType": "VBR"}
    calls.ask("AttachExpressConnectRouterChildInstance", child, ECR, ChildInstanceRegionId=HANGZHOU)
    return calls, ecr


def test_an_ecr_directly_with_the_vpc(stack: ExitStack, tmp_path: Path) -> None:
    cloud = cloud_at("express-connect-router")
    calls, ecr = joined_by_ecr(cloud)
    network = stack.enter_context(Network(cloud, tmp_path))
    at_the_line(network, *TO_CLOUD)
    sent = {"EcrId": ecr, "AssociationRegionId": HANGZHOU, "VpcId": SERVICE_VPC}
    association = str(calls.ask("CreateExpressConnectRouterAssociation", sent, ECR)["AssociationId"])
    network.settled()
    assert legs(network, "hq-runner") == {"registry"}
    allowed = {f"AllowedPrefixes.{number}": prefix for number, prefix in enumerate(TO_CLOUD, 1)}
    which = {"EcrId": ecr, "AssociationId": association}
    calls.ask("ModifyExpressConnectRouterAssociationAllowedPrefix", {**which, **allowed}, ECR)
    network.settled()
    assert legs(network, "hq-runner") == set(LEGS)
    calls.ask("DeleteExpressConnectRouterAssociation", which, ECR)
    network.settled()
    assert legs(network, "hq-runner") == set()


def test_an_ecr_on_a_transit_router(stack: ExitStack, tmp_path: Path) -> None:
    cloud = cloud_at("express-connect-router")
    calls, ecr = joined_by_ecr(cloud)
    network = stack.enter_context(Network(cloud, tmp_path))
    at_the_line(network, *TO_CLOUD)
    router, table = calls.router()
    calls.service_vpc(router, table)
    sent = {"EcrId": ecr, "AssociationRegionId": HANGZHOU, "TransitRouterId": router}
    calls.ask("CreateExpressConnectRouterAssociation", sent, ECR)
    calls.join("CreateTransitRouterEcrAttachment", table, TransitRouterId=router, EcrId=ecr)
    network.settled()
    assert legs(network, "hq-runner") == set(LEGS)

"""Tags and resource groups."""

import pytest

from tests.sandbox.api.cbn.networks import SHANGHAI, Network

TAG = {"Tag.1.Key": "k", "Tag.1.Value": "v"}


def made(network: Network, resource_type: str) -> str:
    """Make something of a type."""
    router = network.router()
    match resource_type:
        case "cen":
            return str(network.cen)
        case "TransitRouterRouteTable":
            return network.table(router)
        case "TransitRouterVpcAttachment":
            return network.attach(router)
        case "TransitRouterPeerAttachment":
            return network.peer(router, network.router(SHANGHAI))
        case _:
            return router


@pytest.mark.parametrize(
    "resource_type",
    ["cen", "TransitRouter", "TransitRouterRouteTable", "TransitRouterVpcAttachment", "TransitRouterPeerAttachment"],
)
def test_tags_come_and_go(network: Network, resource_type: str) -> None:
    whole = {"ResourceType": resource_type, "ResourceId.1": made(network, resource_type)}
    network.ask("TagResources", whole | TAG)
    assert network.ask("ListTagResources", whole)["TagResources"] == {
        "TagResource": [
            {"ResourceId": whole["ResourceId.1"], "ResourceType": resource_type, "TagKey": "k", "TagValue": "v"}
        ]
    }
    network.ask("UntagResources", whole | {"TagKey.1": "k"})
    assert network.ask("ListTagResources", whole)["TagResources"] == {"TagResource": []}


def test_tags_are_shown_with_what_has_them(network: Network) -> None:
    identifier = made(network, "TransitRouterVpcAttachment")
    network.ask("TagResources", {"ResourceType": "TransitRouterVpcAttachment", "ResourceId.1": identifier} | TAG)
    (row,) = network.ask("ListTransitRouterVpcAttachments", TAG)["TransitRouterAttachments"]
    assert row["Tags"] == [{"Key": "k", "Value": "v"}]


@pytest.mark.parametrize("resource_type", ["cen", "CEN"])
def test_a_cen_moves_to_another_group(network: Network, resource_type: str) -> None:
    moved = {"ResourceType": resource_type, "ResourceId": network.cen, "NewResourceGroupId": "rg-2"}
    network.ask("MoveResourceGroup", moved)
    assert network.ask("DescribeCens", ResourceGroupId="rg-2")["TotalCount"] == 1
    assert network.refused("InvalidResourceId.NotFound", "MoveResourceGroup", moved | {"ResourceId": "cen-none"})
    assert network.refused("InvalidParameter.ResourceType", "MoveResourceGroup", moved | {"ResourceType": "vpc"})


def test_a_bandwidth_package_moves_to_another_group(network: Network) -> None:
    package = network.ask(
        "CreateCenBandwidthPackage", Bandwidth="5", GeographicRegionAId="China", GeographicRegionBId="Europe"
    )["CenBandwidthPackageId"]
    network.ask("MoveResourceGroup", ResourceType="bandwidthpackage", ResourceId=package, NewResourceGroupId="rg-2")
    assert network.ask("DescribeCenBandwidthPackages", ResourceGroupId="rg-2")["TotalCount"] == 1

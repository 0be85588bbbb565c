"""Bandwidth of connections, and the packages that pay for it."""

import pytest

from acree_sandbox.api.cbn.bandwidth import area_of
from tests.sandbox.api.cbn.networks import HANGZHOU, SHANGHAI, Network

CREATE = "CreateTransitRouterPeerAttachment"


@pytest.mark.parametrize(
    ("region", "area"),
    [
        ("cn-hangzhou", "China"),
        ("cn-hongkong", "Asia-Pacific"),
        ("ap-southeast-1", "Asia-Pacific"),
        ("us-west-1", "North-America"),
        ("eu-central-1", "Europe"),
        ("nowhere-1", ""),
    ],
)
def test_areas(region: str, area: str) -> None:
    assert area_of(region) == area


def package(network: Network, mbps: str = "10", other: str = "China", **more: str) -> str:
    """Make a package and give it to the CEN instance."""
    made = network.ask(
        "CreateCenBandwidthPackage",
        {"GeographicRegionAId": "China", "GeographicRegionBId": other, "BandwidthPackageChargeType": "POSTPAY"} | more,
        Bandwidth=mbps,
    )["CenBandwidthPackageId"]
    network.ask("AssociateCenBandwidthPackage", CenId=network.cen, CenBandwidthPackageId=made)
    return str(made)


def paid(network: Network, identifier: str, mbps: str = "6") -> dict[str, str]:
    """Parameters of a connection that a package pays for."""
    routers = {"TransitRouterId": network.router(HANGZHOU), "PeerTransitRouterId": network.router(SHANGHAI)}
    return routers | {"Bandwidth": mbps, "BandwidthType": "BandwidthPackage", "CenBandwidthPackageId": identifier}


def test_a_package_pays(network: Network) -> None:
    identifier = package(network)
    network.ask(CREATE, paid(network, identifier))
    (row,) = network.ask("ListTransitRouterPeerAttachments")["TransitRouterAttachments"]
    assert (row["Bandwidth"], row["BandwidthType"]) == (6, "BandwidthPackage")
    assert (row["CenBandwidthPackageId"], row["GeographicSpanId"]) == (identifier, "china_china")


def test_the_type_follows_from_the_package(network: Network) -> None:
    parameters = paid(network, package(network))
    del parameters["BandwidthType"]
    network.ask(CREATE, parameters)
    assert network.ask("ListTransitRouterPeerAttachments")["TransitRouterAttachments"][0]["BandwidthType"]


def test_a_package_is_shared_to_its_end(network: Network) -> None:
    identifier = package(network)
    first = network.ask(CREATE, paid(network, identifier))["TransitRouterAttachmentId"]
    third = {"TransitRouterId": network.router("cn-beijing"), "CenBandwidthPackageId": identifier}
    third |= {
        "PeerTransitRouterId": network.ask("ListTransitRouters", RegionId=HANGZHOU)["TransitRouters"][0][
            "TransitRouterId"
        ]
    }
    message = network.refused("InvalidOperation.BwpBandwidthExceeded", CREATE, third, Bandwidth="5")
    assert "4 of 10 Mbit/s left" in message
    network.ask(CREATE, third, Bandwidth="4")
    update = "UpdateTransitRouterPeerAttachmentAttribute"
    assert network.refused(
        "InvalidOperation.BwpBandwidthExceeded", update, TransitRouterAttachmentId=first, Bandwidth="7"
    )
    network.ask(update, TransitRouterAttachmentId=first, Bandwidth="5")


def test_a_connection_changes_who_pays(network: Network) -> None:
    identifier = package(network)
    connection = network.ask(CREATE, paid(network, identifier))["TransitRouterAttachmentId"]
    update = "UpdateTransitRouterPeerAttachmentAttribute"
    network.ask(update, TransitRouterAttachmentId=connection, BandwidthType="DataTransfer")
    (row,) = network.ask("ListTransitRouterPeerAttachments")["TransitRouterAttachments"]
    assert (row["BandwidthType"], row["CenBandwidthPackageId"], row["Bandwidth"]) == ("DataTransfer", "", 6)
    network.ask("UnassociateCenBandwidthPackage", CenId=network.cen, CenBandwidthPackageId=identifier)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("IllegalParam.CenBandwidthPackageId", {"CenBandwidthPackageId": "cenbwp-none"}),
        ("IllegalParam.CenBandwidthPackageId", {"CenBandwidthPackageId": ""}),
        ("IllegalParam.CenBandwidthPackageId", {"BandwidthType": "DataTransfer"}),
        ("MissingParam.Bandwidth", {"Bandwidth": ""}),
        ("ParameterIllegal.BandwidthPackageDefaultLinkTypeOnlySupportGold", {"DefaultLinkType": "Platinum"}),
    ],
)
def test_what_is_refused(network: Network, code: str, changed: dict[str, str]) -> None:
    assert network.refused(code, CREATE, paid(network, package(network)) | changed)


def test_a_package_of_other_areas_or_of_no_cen_does_not_pay(network: Network) -> None:
    abroad = package(network, other="Europe")
    parameters = paid(network, abroad)
    assert "china_europe" in network.refused("InvalidOperation.BwpNotAssociated", CREATE, parameters)
    idle = network.ask(
        "CreateCenBandwidthPackage", Bandwidth="9", GeographicRegionAId="China", GeographicRegionBId="China"
    )["CenBandwidthPackageId"]
    assert "no CEN" in network.refused(
        "InvalidOperation.BwpNotAssociated", CREATE, parameters | {"CenBandwidthPackageId": idle}
    )

"""Bandwidth packages."""

import pytest

from tests.sandbox.api.cbn.networks import HANGZHOU, SHANGHAI, Network

LIST = "DescribeCenBandwidthPackages"


def buy(network: Network, **more: str) -> str:
    """Make a package."""
    parameters = {"Bandwidth": "5", "GeographicRegionAId": "China", "GeographicRegionBId": "China"}
    parameters |= {"BandwidthPackageChargeType": "POSTPAY"}
    return str(network.ask("CreateCenBandwidthPackage", parameters | more)["CenBandwidthPackageId"])


def test_a_package_is_described_as_it_was_made(network: Network) -> None:
    identifier = buy(network, Name="bp", Description="d", AutoPay="true", **{"Tag.1.Key": "k", "Tag.1.Value": "v"})
    found = network.ask(LIST, {"Filter.1.Key": "CenBandwidthPackageId", "Filter.1.Value.1": identifier})
    assert found["CenBandwidthPackages"]["CenBandwidthPackage"] == [
        {
            "CenBandwidthPackageId": identifier,
            "Name": "bp",
            "Description": "d",
            "Bandwidth": 5,
            "GeographicRegionAId": "China",
            "GeographicRegionBId": "China",
            "GeographicSpanId": "china_china",
            "BandwidthPackageChargeType": "POSTPAY",
            "Status": "Idle",
            "BusinessStatus": "Normal",
            "CreationTime": "2026-01-01T00:00:00Z",
            "ExpiredTime": "",
            "IsCrossBorder": False,
            "HasReservationData": "false",
            "ResourceGroupId": "rg-1234567890123456",
            "CenIds": {"CenId": []},
            "OrginInterRegionBandwidthLimits": {"OrginInterRegionBandwidthLimit": []},
            "Tags": {"Tag": [{"Key": "k", "Value": "v"}]},
        }
    ]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["a", "b"]),
        ({"Filter.1.Key": "Name", "Filter.1.Value.1": "b"}, ["b"]),
        ({"Filter.1.Key": "Status", "Filter.1.Value.1": "InUse"}, ["a"]),
        (
            {
                "Filter.1.Key": "Status",
                "Filter.1.Value.1": "InUse",
                "Filter.2.Key": "Name",
                "Filter.2.Value.1": "b",
            },
            [],
        ),
        (
            {
                "Filter.1.Key": "Status",
                "Filter.1.Value.1": "InUse",
                "Filter.2.Key": "Name",
                "Filter.2.Value.1": "b",
                "IsOrKey": "true",
            },
            ["a", "b"],
        ),
        ({"ResourceGroupId": "rg-none"}, []),
        ({"Tag.1.Key": "k"}, ["b"]),
        ({"PageNumber": "2", "PageSize": "1", "IncludeReservationData": "true"}, ["b"]),
    ],
)
def test_filters(network: Network, filters: dict[str, str], names: list[str]) -> None:
    first = buy(network, Name="a")
    buy(network, Name="b", **{"Tag.1.Key": "k"})
    network.ask("AssociateCenBandwidthPackage", CenId=network.cen, CenBandwidthPackageId=first)
    found = network.ask(LIST, filters)["CenBandwidthPackages"]["CenBandwidthPackage"]
    assert [row["Name"] for row in found] == names


def test_a_package_is_used_by_one_cen(network: Network) -> None:
    whole = {"CenBandwidthPackageId": buy(network)}
    network.ask("AssociateCenBandwidthPackage", whole, CenId=network.cen)
    (row,) = network.ask(LIST)["CenBandwidthPackages"]["CenBandwidthPackage"]
    assert (row["Status"], row["CenIds"]) == ("InUse", {"CenId": [network.cen]})
    other = network.ask("CreateCen")["CenId"]
    code = "InvalidOperation.BwpInstanceStatus"
    assert network.cen in network.refused(code, "AssociateCenBandwidthPackage", whole, CenId=other)
    assert network.cen in network.refused(code, "UnassociateCenBandwidthPackage", whole, CenId=other)
    assert network.cen in network.refused(code, "DeleteCenBandwidthPackage", whole)
    network.ask("UnassociateCenBandwidthPackage", whole, CenId=network.cen)
    network.ask("DeleteCenBandwidthPackage", whole)
    assert network.ask(LIST)["CenBandwidthPackages"] == {"CenBandwidthPackage": []}


def test_connections_hold_their_share(network: Network) -> None:
    identifier = buy(network)
    whole = {"CenBandwidthPackageId": identifier}
    network.ask("AssociateCenBandwidthPackage", whole, CenId=network.cen)
    connection = network.peer(
        network.router(HANGZHOU), network.router(SHANGHAI), Bandwidth="4", CenBandwidthPackageId=identifier
    )
    code = "InvalidOperation.CenBandwidthLimitsNotZero"
    assert connection in network.refused(code, "UnassociateCenBandwidthPackage", whole, CenId=network.cen)
    resize = "ModifyCenBandwidthPackageSpec"
    assert "4 Mbit/s" in network.refused("InvalidOperation.BwpBandwidthExceeded", resize, whole, Bandwidth="3")
    network.ask(resize, whole, Bandwidth="4")
    assert network.ask(LIST)["CenBandwidthPackages"]["CenBandwidthPackage"][0]["Bandwidth"] == 4


def test_an_update_keeps_what_it_does_not_name(network: Network) -> None:
    whole = {"CenBandwidthPackageId": buy(network, Name="a")}
    network.ask("ModifyCenBandwidthPackageAttribute", whole, Description="d")
    (row,) = network.ask(LIST)["CenBandwidthPackages"]["CenBandwidthPackage"]
    assert (row["Name"], row["Description"]) == ("a", "d")


def test_what_is_paid_in_advance_stays(network: Network) -> None:
    whole = {"CenBandwidthPackageId": buy(network, BandwidthPackageChargeType="PREPAY", Period="1")}
    assert "in advance" in network.refused("Forbidden.Release", "DeleteCenBandwidthPackage", whole)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("IllegalParam.Bandwidth", {"Bandwidth": "1"}),
        ("IllegalParam.Bandwidth", {"Bandwidth": "many"}),
        ("InvalidParameter.GeographicRegionAId", {"GeographicRegionAId": "Moon"}),
        ("InvalidParameter.PricingCycle", {"PricingCycle": "Day"}),
        ("InvalidParameter.BandwidthPackageChargeType", {"BandwidthPackageChargeType": "GIFT"}),
    ],
)
def test_what_is_refused(network: Network, code: str, changed: dict[str, str]) -> None:
    parameters = {"Bandwidth": "5", "GeographicRegionAId": "China", "GeographicRegionBId": "China"}
    assert network.refused(code, "CreateCenBandwidthPackage", parameters | changed)


def test_packages_that_do_not_exist(network: Network) -> None:
    for action in ("DeleteCenBandwidthPackage", "ModifyCenBandwidthPackageAttribute"):
        assert network.refused("ParameterBwpInstanceId", action, CenBandwidthPackageId="cenbwp-none")

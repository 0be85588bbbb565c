"""CEN instances."""

import pytest

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import Network, populate
from tests.sandbox.conftest import Clock


def test_a_cen_is_described_as_it_was_made(network: Network) -> None:
    made = network.ask(
        "CreateCen", {"Tag.1.Key": "k", "Tag.1.Value": "v"}, Name="n", Description="d", ProtectionLevel="REDUCED"
    )
    found = network.ask("DescribeCens", {"Filter.1.Key": "CenId", "Filter.1.Value.1": made["CenId"]})
    assert found["TotalCount"] == 1
    assert found["Cens"]["Cen"] == [
        {
            "CenId": made["CenId"],
            "Name": "n",
            "Description": "d",
            "ProtectionLevel": "REDUCED",
            "Status": "Active",
            "CreationTime": "2026-01-01T00:00:00Z",
            "ResourceGroupId": "rg-1234567890123456",
            "Ipv6Level": "",
            "Tags": {"Tag": [{"Key": "k", "Value": "v"}]},
            "CenBandwidthPackageIds": {"CenBandwidthPackageId": []},
        }
    ]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["c", "other"]),
        ({"Filter.1.Key": "Name", "Filter.1.Value.1": "other"}, ["other"]),
        ({"Filter.1.Key": "Name", "Filter.1.Value.1": "other", "Filter.1.Value.2": "c"}, ["c", "other"]),
        ({"Filter.1.Key": "CenId", "Filter.1.Value.1": "cen-none"}, []),
        ({"Tag.1.Key": "team", "Tag.1.Value": "red"}, ["other"]),
        ({"ResourceGroupId": "rg-none"}, []),
        ({"PageNumber": "2", "PageSize": "1"}, ["other"]),
    ],
)
def test_filters(network: Network, filters: dict[str, str], names: list[str]) -> None:
    network.ask("CreateCen", {"Tag.1.Key": "team", "Tag.1.Value": "red"}, Name="other")
    assert [cen["Name"] for cen in network.ask("DescribeCens", filters)["Cens"]["Cen"]] == names


def test_an_unknown_filter_is_refused(network: Network) -> None:
    message = network.refused("InvalidFilterKey", "DescribeCens", {"Filter.1.Key": "Color", "Filter.1.Value.1": "red"})
    assert "CenId, Name" in message
    assert "Color" in message


def test_an_update_keeps_what_it_does_not_name(network: Network) -> None:
    network.ask("ModifyCenAttribute", CenId=network.cen, Description="d2")
    cen = network.ask("DescribeCens")["Cens"]["Cen"][0]
    assert (cen["Name"], cen["Description"], cen["ProtectionLevel"]) == ("c", "d2", "REDUCED")


def test_a_cen_with_a_router_stays(network: Network) -> None:
    router = network.router()
    assert router in network.refused("OperationFailed.TransitRouterExist", "DeleteCen", CenId=network.cen)
    network.ask("DeleteTransitRouter", TransitRouterId=router)
    network.ask("DeleteCen", CenId=network.cen)
    assert network.ask("DescribeCens")["Cens"] == {"Cen": []}


def test_a_cen_with_a_bandwidth_package_stays(network: Network) -> None:
    package = network.ask(
        "CreateCenBandwidthPackage", Bandwidth="5", GeographicRegionAId="China", GeographicRegionBId="China"
    )["CenBandwidthPackageId"]
    network.ask("AssociateCenBandwidthPackage", CenId=network.cen, CenBandwidthPackageId=package)
    cen = network.ask("DescribeCens")["Cens"]["Cen"][0]
    assert cen["CenBandwidthPackageIds"] == {"CenBandwidthPackageId": [package]}
    assert package in network.refused("OperationFailed.BandwidthPackageExist", "DeleteCen", CenId=network.cen)


@pytest.mark.parametrize(
    ("code", "parameters"),
    [
        ("InvalidName", {"Name": "http://x"}),
        ("InvalidName", {"Name": "n" * 129}),
        ("InvalidDescription", {"Description": "d" * 257}),
        ("InvalidParameter.ProtectionLevel", {"ProtectionLevel": "SOME"}),
        ("UnknownParameter.Colour", {"Colour": "red"}),
    ],
)
def test_wrong_parameters_are_named(network: Network, code: str, parameters: dict[str, str]) -> None:
    message = network.refused(code, "CreateCen", parameters)
    assert next(iter(parameters)) in message


def test_a_cen_that_does_not_exist(network: Network) -> None:
    for action in ("ModifyCenAttribute", "DeleteCen"):
        assert "NotFound" in network.refused("InvalidCenId.NotFound", action, CenId="cen-none")


def test_the_quota_of_the_world(call: object, cloud: Cloud) -> None:
    network = Network(call)  # type: ignore[arg-type]  # the fixture's type is its protocol's
    for _ in range(9):
        network.ask("CreateCen")
    assert "is 10 and 10" in network.refused("QuotaExceeded.CenCountExceeded", "CreateCen")


class TestStatuses:
    @pytest.fixture
    def world(self) -> World:
        return World(paces={"cen": Pace(seconds=2)}, populate=populate)

    def test_over_time(self, network: Network, clock: Clock) -> None:
        def statuses() -> list[str]:
            return [cen["Status"] for cen in network.ask("DescribeCens")["Cens"]["Cen"]]

        assert statuses() == ["Creating"]
        message = network.refused("Operation.Blocking", "ModifyCenAttribute", CenId=network.cen, Name="x")
        assert "Creating" in message
        assert network.refused("Operation.Blocking", "CreateTransitRouter", CenId=network.cen, RegionId="cn-beijing")
        clock.pass_by(2)
        assert statuses() == ["Active"]
        network.ask("DeleteCen", CenId=network.cen)
        assert statuses() == ["Deleting"]
        assert network.refused("Operation.Blocking", "DeleteCen", CenId=network.cen)
        clock.pass_by(2)
        assert statuses() == []

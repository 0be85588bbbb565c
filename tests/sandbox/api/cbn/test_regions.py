"""What regions offer, and whether the service is open."""

import pytest

from acree_sandbox.api.cbn.regions import zones_of
from acree_sandbox.api.cbn.resources import TransitRouterRegion, TransitRouterService
from acree_sandbox.core.cloud import Cloud
from tests.sandbox.api.cbn.networks import HANGZHOU, Network


def test_zones_of_the_vswitches_where_the_world_does_not_say(network: Network) -> None:
    zones = [f"cn-hangzhou-{letter}" for letter in "hjk"]
    assert network.ask("ListTransitRouterAvailableResource", RegionId=HANGZHOU) == {
        "AvailableZones": zones,
        "MasterZones": zones,
        "SlaveZones": zones,
        "SupportMulticast": False,
    }


def test_two_zones_where_nothing_is(cloud: Cloud) -> None:
    assert zones_of(cloud, "eu-central-1") == ["eu-central-1-a", "eu-central-1-b"]


def test_zones_as_the_world_says(network: Network, cloud: Cloud) -> None:
    with cloud.transaction():
        cloud.put(TransitRouterRegion(id=HANGZHOU, master_zones=["z-1"], slave_zones=["z-2", "z-1"], multicast=True))
    assert network.ask("ListTransitRouterAvailableResource", RegionId=HANGZHOU, SupportMulticast="true") == {
        "AvailableZones": ["z-1", "z-2"],
        "MasterZones": ["z-1"],
        "SlaveZones": ["z-1", "z-2"],
        "SupportMulticast": True,
    }


def test_no_zones_for_multicast_where_there_is_none(network: Network) -> None:
    found = network.ask("ListTransitRouterAvailableResource", RegionId=HANGZHOU, SupportMulticast="true")
    assert found == {"AvailableZones": [], "MasterZones": [], "SlaveZones": [], "SupportMulticast": False}
    assert network.refused("MissingParameter.RegionId", "ListTransitRouterAvailableResource")


@pytest.mark.parametrize("closed", [True, False])
def test_the_service_is_opened_once(network: Network, cloud: Cloud, closed: bool) -> None:
    if closed:
        with cloud.transaction():
            cloud.put(TransitRouterService(id=cloud.account, status="Closed"))
        assert network.ask("CheckTransitRouterService") == {"Enabled": False}
        assert network.ask("OpenTransitRouterService")["OrderId"]
    assert network.ask("CheckTransitRouterService")["Enabled"] is True
    assert cloud.account in network.refused("ORDER.OPEND", "OpenTransitRouterService")

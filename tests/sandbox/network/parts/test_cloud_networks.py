"""Cloud Connect Networks and Smart Access Gateways, read off the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acree_sandbox.api.cbn.resources import Attachment, CloudConnectNetwork, RouteService
from acree_sandbox.api.cbn.service import CBN
from acree_sandbox.api.sites.resources import SmartAccessGateway
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.network.description import describe
from acree_sandbox.network.drawing import draw
from acree_sandbox.network.naming import number
from acree_sandbox.network.parts import names
from acree_sandbox.network.values import BLACK_HOLE, End, Rule
from tests.e2e.network.data_centers import AUTH, HQ, SERVICE_TABLE, SERVICE_VPC, STORAGE, Calls, cloud_at
from tests.sandbox.network.parts.test_data_centers import has_link, ways

AREA = "ccn-cn-shanghai"
NETWORK = "tr-attach-ccn-hq"
VPC = "tr-attach-bp1hq"
SERVICES = "10.0.0.0/16"
LINK = names.smart_gateway_link("sag-hq")


@pytest.fixture
def cloud() -> Cloud:
    return cloud_at("smart-access-gateway")


def enter(cloud: Cloud, host: str, access: str = AREA) -> None:
    sent = {"CenId": "cen-hq", "Host": host, "HostRegionId": "cn-hangzhou", "HostVpcId": SERVICE_VPC}
    Calls(cloud).ask("ResolveAndRouteServiceInCen", {**sent, "AccessRegionIds.1": access}, CBN)


def network(cloud: Cloud) -> dict[str, str]:
    """Interface by destination in the CCN."""
    return ways(describe(cloud).namespaces[names.cloud_network("ccn-hq")], number("ccn-hq"))


def router(cloud: Cloud) -> dict[str, str]:
    return ways(describe(cloud).namespaces[names.transit_router("tr-bp1hq")], number("vtb-bp1hq"))


def device(cloud: Cloud) -> dict[str, str]:
    return ways(describe(cloud).namespaces[names.site("site-hq")], names.MAIN_TABLE)


class TestLinks:
    """Device, CCN and router in a row."""

    def test_the_device_is_joined_to_the_network(self, cloud: Cloud) -> None:
        ends = (End(names.site("site-hq"), LINK), End(names.cloud_network("ccn-hq"), LINK))
        assert has_link(describe(cloud), *ends)

    def test_the_network_is_joined_to_the_router(self, cloud: Cloud) -> None:
        link = names.attachment_link(NETWORK)
        ends = (End(names.cloud_network("ccn-hq"), link), End(names.transit_router("tr-bp1hq"), link))
        assert has_link(describe(cloud), *ends)

    def test_it_reads_one_table_and_drops_what_that_does_not_know(self, cloud: Cloud) -> None:
        its = describe(cloud).namespaces[names.cloud_network("ccn-hq")]
        assert its.rules == {Rule(30, number("ccn-hq")), Rule(1000, 0)}
        assert its.forwards

    def test_a_detached_one_reaches_nothing(self, cloud: Cloud) -> None:
        row = cloud.need(Attachment, NETWORK, "none")
        cloud.put(replace(row, status="Detaching"))
        assert network(cloud) == {HQ: LINK}
        assert device(cloud).keys() == {"0.0.0.0/0", "192.168.10.11/32"}

    def test_it_is_drawn(self, cloud: Cloud) -> None:
        lines = draw(cloud).splitlines()
        assert '  n_ccn_2d_hq{{"ccn-hq<br/>ccn-cn-shanghai"}}' in lines
        assert '  n_ccn_2d_hq ---|"tr-attach-ccn-hq"| n_tr_2d_bp1hq' in lines
        assert '  n_site_2d_hq ---|"sag-hq"| n_ccn_2d_hq' in lines


class TestKnown:
    """What is known without any entry: networks, never cloud services."""

    def test_the_network_knows_the_vpc_and_what_is_behind_its_gateways(self, cloud: Cloud) -> None:
        assert network(cloud) == {SERVICES: names.attachment_link(NETWORK), HQ: LINK}

    def test_the_device_is_given_what_the_network_knows(self, cloud: Cloud) -> None:
        assert device(cloud)[SERVICES] == LINK
        assert HQ not in device(cloud)

    def test_the_router_and_the_vpc_know_the_way_back(self, cloud: Cloud) -> None:
        assert router(cloud) == {SERVICES: names.attachment_link(VPC), HQ: names.attachment_link(NETWORK)}
        back = ways(describe(cloud).namespaces[names.vpc(SERVICE_VPC)], number(SERVICE_TABLE))
        assert back[HQ] == names.attachment_link(VPC)

    def test_a_gateway_without_a_device_is_a_dead_end_that_others_are_told_of(self, cloud: Cloud) -> None:
        cloud.put(SmartAccessGateway(id="sag-2", status="Active", network="ccn-hq", cidrs=["192.168.20.0/24"]))
        assert network(cloud)["192.168.20.0/24"] == BLACK_HOLE
        assert device(cloud)["192.168.20.0/24"] == LINK
        assert router(cloud)["192.168.20.0/24"] == names.attachment_link(NETWORK)


class TestEntered:
    """What AnyTunnel entries add: one prefix each, from device to VPC."""

    @pytest.mark.parametrize("prefix", [AUTH, STORAGE])
    def test_a_prefix_leads_from_the_device_to_the_vpc(self, cloud: Cloud, prefix: str) -> None:
        enter(cloud, prefix)
        assert device(cloud)[prefix] == LINK
        assert network(cloud)[prefix] == names.attachment_link(NETWORK)
        assert router(cloud)[prefix] == names.attachment_link(VPC)

    def test_one_for_another_region_is_not_told_here(self, cloud: Cloud) -> None:
        enter(cloud, AUTH, "cn-hangzhou")
        assert AUTH not in network(cloud)
        assert AUTH not in device(cloud)

    @pytest.mark.parametrize("status", ["Creating", "Failed", "Deleting"])
    def test_only_one_in_effect_counts(self, cloud: Cloud, status: str) -> None:
        enter(cloud, AUTH)
        (row,) = cloud.all(RouteService)
        cloud.put(replace(row, status=status))
        assert AUTH not in device(cloud)
        assert AUTH not in network(cloud)
        assert AUTH not in router(cloud)

    def test_one_that_is_deleted_is_gone_everywhere(self, cloud: Cloud) -> None:
        enter(cloud, AUTH)
        sent = {"CenId": "cen-hq", "Host": AUTH, "HostRegionId": "cn-hangzhou", "AccessRegionId": AREA}
        Calls(cloud).ask("DeleteRouteServiceInCen", sent, CBN)
        assert AUTH not in {*device(cloud), *network(cloud), *router(cloud)}

    def test_without_its_vpc_there_is_no_way_on(self, cloud: Cloud) -> None:
        enter(cloud, AUTH)
        row = cloud.need(Attachment, VPC, "none")
        cloud.put(replace(row, status="Detaching"))
        assert AUTH not in router(cloud)

    def test_a_network_that_is_refused_is_told_nothing(self, cloud: Cloud) -> None:
        row = cloud.need(CloudConnectNetwork, "ccn-hq", "none")
        cloud.put(replace(row, any_tunnel="fails"))
        enter(cloud, AUTH)
        assert AUTH not in device(cloud)

"""Inter-region connections."""

import pytest

from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import BEIJING, HANGZHOU, SHANGHAI, Network, WorkedExample, populate
from tests.sandbox.conftest import Clock

CREATE = "CreateTransitRouterPeerAttachment"
UPDATE = "UpdateTransitRouterPeerAttachmentAttribute"
DELETE = "DeleteTransitRouterPeerAttachment"
LIST = "ListTransitRouterPeerAttachments"
PAID = {"Bandwidth": "10", "BandwidthType": "DataTransfer"}


def test_a_connection_is_listed_as_it_was_made(network: Network) -> None:
    here, there = network.router(HANGZHOU), network.router(SHANGHAI)
    identifier = network.peer(
        here,
        there,
        CenId=network.cen,
        RegionId=HANGZHOU,
        PeerTransitRouterRegionId=SHANGHAI,
        TransitRouterAttachmentName="pa",
        AutoPublishRouteEnabled="false",
        **PAID,
    )
    (row,) = network.ask(LIST, RegionId=HANGZHOU, TransitRouterAttachmentId=identifier)["TransitRouterAttachments"]
    assert row == {
        "TransitRouterAttachmentId": identifier,
        "TransitRouterAttachmentName": "pa",
        "TransitRouterAttachmentDescription": "",
        "TransitRouterId": here,
        "CenId": network.cen,
        "Status": "Attached",
        "CreationTime": "2026-01-01T00:00:00Z",
        "ResourceType": "TR",
        "OrderType": "PayByCenOwner",
        "ChargeType": "POSTPAY",
        "AutoPublishRouteEnabled": False,
        "Tags": [],
        "RegionId": HANGZHOU,
        "PeerTransitRouterId": there,
        "PeerTransitRouterRegionId": SHANGHAI,
        "PeerTransitRouterOwnerId": 1234567890123456,
        "Bandwidth": 10,
        "BandwidthType": "DataTransfer",
        "CenBandwidthPackageId": "",
        "DefaultLinkType": "Gold",
        "GeographicSpanId": "",
    }


@pytest.mark.parametrize("by", ["region", "router"])
def test_the_far_end_sees_it_the_other_way_round(network: Network, by: str) -> None:
    here, there = network.router(HANGZHOU), network.router(SHANGHAI)
    identifier = network.peer(here, there, **PAID)
    asked = {"RegionId": SHANGHAI} if by == "region" else {"TransitRouterId": there}
    (row,) = network.ask(LIST, asked)["TransitRouterAttachments"]
    assert row["TransitRouterAttachmentId"] == identifier
    assert (row["TransitRouterId"], row["RegionId"]) == (there, SHANGHAI)
    assert (row["PeerTransitRouterId"], row["PeerTransitRouterRegionId"]) == (here, HANGZHOU)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 1),
        ({"RegionId": BEIJING}, 0),
        ({"RegionId": HANGZHOU}, 1),
        ({"CenId": "cen-none"}, 0),
        ({"TransitRouterId": "tr-none"}, 0),
        ({"TransitRouterAttachmentId": "tr-attach-none"}, 0),
        ({"Tag.1.Key": "k"}, 0),
    ],
)
def test_filters(network: Network, filters: dict[str, str], count: int) -> None:
    network.peer(network.router(HANGZHOU), network.router(SHANGHAI))
    assert network.ask(LIST, filters)["TotalCount"] == count


def test_a_router_is_not_seen_from_the_wrong_region(network: Network) -> None:
    here = network.router(HANGZHOU)
    network.peer(here, network.router(SHANGHAI))
    assert network.ask(LIST, TransitRouterId=here, RegionId=SHANGHAI)["TransitRouterAttachments"] == []


@pytest.mark.parametrize(
    ("code", "changed", "words"),
    [
        ("InvalidPeerTransitRouterId.NotFound", {"PeerTransitRouterId": "tr-none"}, "tr-none"),
        ("InvalidTransitRouterId.NotFound", {"TransitRouterId": "tr-none"}, "tr-none"),
        ("IllegalParam.PeerRegionId", {"PeerTransitRouterRegionId": BEIJING}, SHANGHAI),
        ("IllegalParam.RegionId", {"RegionId": SHANGHAI}, HANGZHOU),
        ("MissingParam.Bandwidth", {"BandwidthType": "DataTransfer"}, "Bandwidth"),
        ("IllegalParam.BandwidthType", {"Bandwidth": "10"}, "DataTransfer"),
        ("IllegalParam.BandwidthType", {"BandwidthType": "Free"}, "BandwidthPackage, DataTransfer"),
        ("IllegalParam.Bandwidth", PAID | {"Bandwidth": "0"}, "from 1"),
        ("InvalidParameter.DefaultLinkType", PAID | {"DefaultLinkType": "Silver"}, "Gold, Platinum"),
        ("MissingParameter.PeerTransitRouterId", {"PeerTransitRouterId": ""}, "PeerTransitRouterId"),
    ],
)
def test_what_is_refused(network: Network, code: str, changed: dict[str, str], words: str) -> None:
    parameters = {"TransitRouterId": network.router(HANGZHOU), "PeerTransitRouterId": network.router(SHANGHAI)}
    assert words in network.refused(code, CREATE, parameters | changed)


def test_both_ends_are_of_one_cen_in_two_regions(network: Network) -> None:
    here = network.router(HANGZHOU)
    first, network.cen = network.cen, network.ask("CreateCen")["CenId"]
    foreign = network.router(SHANGHAI)
    code = "IllegalParam.PeerTransitRouterId"
    assert first in network.refused(code, CREATE, TransitRouterId=here, PeerTransitRouterId=foreign)
    assert HANGZHOU in network.refused(code, CREATE, TransitRouterId=here, PeerTransitRouterId=here)


def test_two_routers_have_one_connection(network: Network) -> None:
    here, there = network.router(HANGZHOU), network.router(SHANGHAI)
    identifier = network.peer(here, there)
    for one, other in ((here, there), (there, here)):
        message = network.refused(
            "InstanceExist.TransitRouterAttachment", CREATE, TransitRouterId=one, PeerTransitRouterId=other
        )
        assert identifier in message
    network.peer(here, network.router(BEIJING))


def test_without_bandwidth_it_has_the_test_bandwidth(network: Network) -> None:
    network.peer(network.router(HANGZHOU), network.router(SHANGHAI))
    (row,) = network.ask(LIST)["TransitRouterAttachments"]
    assert (row["Bandwidth"], row["BandwidthType"], row["DefaultLinkType"]) == (0, "", "Gold")


def test_an_update_keeps_what_it_does_not_name(network: Network) -> None:
    identifier = network.peer(network.router(HANGZHOU), network.router(SHANGHAI), **PAID)
    network.ask(UPDATE, TransitRouterAttachmentId=identifier, Bandwidth="20")
    network.ask(UPDATE, TransitRouterAttachmentId=identifier, DefaultLinkType="Platinum")
    network.ask(UPDATE, TransitRouterAttachmentId=identifier, AutoPublishRouteEnabled="true")
    network.ask(UPDATE, TransitRouterAttachmentId=identifier, TransitRouterAttachmentName="n")
    (row,) = network.ask(LIST)["TransitRouterAttachments"]
    assert (row["Bandwidth"], row["BandwidthType"], row["DefaultLinkType"]) == (20, "DataTransfer", "Platinum")
    assert (row["AutoPublishRouteEnabled"], row["TransitRouterAttachmentName"]) == (True, "n")


def test_what_keeps_a_connection(example: WorkedExample) -> None:
    network, whole = example.network, {"TransitRouterAttachmentId": example.peer}
    entry = network.route(example.client_table, "10.99.0.0/16", example.peer)
    assert entry in network.refused("OperationFailed.RouteEntryExist", DELETE, whole)
    network.ask("DeleteTransitRouterRouteEntry", TransitRouterRouteEntryId=entry)
    for table in (example.service_table, example.client_table):
        assert network.refused("OperationFailed.RouteTableAssociationExist", DELETE, whole)
        network.ask("DissociateTransitRouterAttachmentFromRouteTable", whole, TransitRouterRouteTableId=table)
    for table in (example.service_table, example.client_table):
        assert network.refused("OperationFailed.RouteTablePropagationExist", DELETE, whole)
        network.ask("DisableTransitRouterRouteTablePropagation", whole, TransitRouterRouteTableId=table)
    network.ask(DELETE, whole)
    assert network.ask(LIST)["TransitRouterAttachments"] == []


def test_force_takes_what_refers_to_it_at_both_ends(example: WorkedExample, cloud: Cloud) -> None:
    network = example.network
    network.ask(DELETE, TransitRouterAttachmentId=example.peer, Force="true")
    assert {row.resource_type for row in cloud.all(Attachment)} == {"VPC"}
    assert network.known(example.client_table) == {("172.16.0.0/16", example.client_vpc)}


def test_only_connections_are_found_by_these_actions(network: Network) -> None:
    identifier = network.attach(network.router())
    assert network.refused("InvalidTransitRouterAttachmentId.NotFound", DELETE, TransitRouterAttachmentId=identifier)


class TestStatuses:
    @pytest.fixture
    def world(self) -> World:
        return World(paces={"*": Pace(seconds=0), "attachment": Pace(seconds=4)}, populate=populate)

    def test_over_time(self, network: Network, clock: Clock) -> None:
        identifier = network.peer(network.router(HANGZHOU), network.router(SHANGHAI))

        def statuses() -> list[str]:
            return [row["Status"] for row in network.ask(LIST)["TransitRouterAttachments"]]

        whole = {"TransitRouterAttachmentId": identifier}
        assert statuses() == ["Attaching"]
        assert network.refused("IncorrectStatus.Status", UPDATE, whole)
        assert network.refused("IncorrectStatus.Status", DELETE, whole)
        clock.pass_by(4)
        network.ask(UPDATE, whole | PAID)
        assert statuses() == ["Modifying"]
        clock.pass_by(4)
        network.ask(DELETE, whole)
        assert statuses() == ["Detaching"]
        clock.pass_by(4)
        assert statuses() == []

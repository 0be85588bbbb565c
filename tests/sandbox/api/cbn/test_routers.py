"""Transit routers."""

from collections.abc import Callable
from typing import Any

import pytest

from acree_sandbox.api.cbn.resources import BASIC, TransitRouter, TransitRouterRegion, TransitRouterService
from acree_sandbox.api.cbn.routers import add_system_table
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import BEIJING, HANGZHOU, SHANGHAI, Network, populate
from tests.sandbox.conftest import Clock


def add_basic(cloud: Cloud, cen: str, region: str = BEIJING) -> TransitRouter:
    """Put a Basic Edition router, as a world does."""
    row = TransitRouter(id=f"tr-basic-{region}", region=region, cen=cen, edition=BASIC)
    with cloud.transaction():
        cloud.put(row)
        add_system_table(cloud, row)
    return row


def test_a_router_is_listed_as_it_was_made(network: Network) -> None:
    made = network.ask(
        "CreateTransitRouter",
        {"Tag.1.Key": "k", "Tag.1.Value": "v"},
        CenId=network.cen,
        RegionId=HANGZHOU,
        TransitRouterName="t",
        TransitRouterDescription="d",
        SupportMulticast="false",
    )
    found = network.ask("ListTransitRouters", TransitRouterId=made["TransitRouterId"], RegionId=HANGZHOU)
    assert found["TransitRouters"] == [
        {
            "AliUid": 1234567890123456,
            "CenId": network.cen,
            "TransitRouterId": made["TransitRouterId"],
            "Type": "Enterprise",
            "Status": "Active",
            "RegionId": HANGZHOU,
            "CreationTime": "2026-01-01T00:00:00Z",
            "TransitRouterName": "t",
            "TransitRouterDescription": "d",
            "SupportMulticast": False,
            "Tags": [{"Key": "k", "Value": "v"}],
            "TransitRouterCidrList": [],
        }
    ]
    assert made["TransitRouterId"].startswith("tr-bp1")


def test_a_router_has_a_system_table(network: Network) -> None:
    router = network.router()
    (table,) = network.ask("ListTransitRouterRouteTables", TransitRouterId=router)["TransitRouterRouteTables"]
    assert table["TransitRouterRouteTableType"] == "System"
    assert table["TransitRouterRouteTableStatus"] == "Active"


def test_one_router_in_each_region_of_a_cen(network: Network) -> None:
    router = network.router(HANGZHOU)
    network.router(SHANGHAI)
    message = network.refused(
        "InstanceExist.TransitRouterInstance", "CreateTransitRouter", CenId=network.cen, RegionId=HANGZHOU
    )
    assert router in message
    other = network.ask("CreateCen")["CenId"]
    network.ask("CreateTransitRouter", CenId=other, RegionId=HANGZHOU)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 3),
        ({"RegionId": SHANGHAI}, 1),
        ({"Type": "Basic"}, 1),
        ({"Type": "Enterprise", "RegionId": BEIJING}, 0),
        ({"Status": "Creating"}, 0),
        ({"TransitRouterName": "t2"}, 1),
        ({"TransitRouterId": "tr-none"}, 0),
        ({"CenId": "cen-none"}, 0),
        ({"FeatureFilter.1.Key": "Multicast", "FeatureFilter.1.Value.1": "Enabled"}, 0),
        ({"FeatureFilter.1.Key": "Multicast", "FeatureFilter.1.Value.1": "Disabled"}, 3),
        ({"Tag.1.Key": "k"}, 0),
    ],
)
def test_filters(network: Network, cloud: Cloud, filters: dict[str, str], count: int) -> None:
    network.router(HANGZHOU)
    network.ask("CreateTransitRouter", CenId=network.cen, RegionId=SHANGHAI, TransitRouterName="t2")
    add_basic(cloud, network.cen)
    found = network.ask("ListTransitRouters", filters)
    assert found["TotalCount"] == count == len(found["TransitRouters"])
    own = network.ask("ListTransitRouters", {"CenId": network.cen} | filters)
    assert own["TotalCount"] == count


def test_a_basic_router_says_so_and_can_little(network: Network, cloud: Cloud) -> None:
    basic, router = add_basic(cloud, network.cen), network.router()
    (listed,) = network.ask("ListTransitRouters", Type="Basic")["TransitRouters"]
    assert (listed["Type"], listed["AliUid"]) == ("Basic", 1234567890123456)
    code = "OperationUnsupported.TransitRouterType"
    assert "Basic Edition" in network.refused(code, "CreateTransitRouterRouteTable", TransitRouterId=basic.id)
    for here, there in ((basic.id, router), (router, basic.id)):
        assert "Basic Edition" in network.refused(
            code, "CreateTransitRouterPeerAttachment", TransitRouterId=here, PeerTransitRouterId=there
        )
    assert network.refused(
        code,
        "CreateTransitRouterRouteEntry",
        TransitRouterRouteTableId=network.system_table(basic.id),
        TransitRouterRouteEntryDestinationCidrBlock="10.0.0.0/8",
        TransitRouterRouteEntryNextHopType="BlackHole",
    )


def test_an_update_keeps_what_it_does_not_name(network: Network) -> None:
    router = network.router()
    network.ask("UpdateTransitRouter", TransitRouterId=router, RegionId=HANGZHOU, TransitRouterName="n")
    network.ask("UpdateTransitRouter", TransitRouterId=router, TransitRouterDescription="d")
    (listed,) = network.ask("ListTransitRouters")["TransitRouters"]
    assert (listed["TransitRouterName"], listed["TransitRouterDescription"]) == ("n", "d")


def test_what_keeps_a_router(network: Network) -> None:
    router, far = network.router(HANGZHOU), network.router(SHANGHAI)
    attachment, peer = network.attach(router), network.peer(far, router)
    message = network.refused(
        "InvalidOperation.AttachedChildInstanceExist", "DeleteTransitRouter", TransitRouterId=router
    )
    assert attachment in message
    assert peer in message
    for action, identifier in (
        ("DeleteTransitRouterVpcAttachment", attachment),
        ("DeleteTransitRouterPeerAttachment", peer),
    ):
        network.ask(action, TransitRouterAttachmentId=identifier)
    table = network.table(router)
    assert table in network.refused(
        "OperationFailed.DeleteTransitRouter", "DeleteTransitRouter", TransitRouterId=router
    )
    network.ask("DeleteTransitRouterRouteTable", TransitRouterRouteTableId=table)
    entry = network.route(network.system_table(router), "10.0.0.0/8")
    assert entry in network.refused(
        "OperationFailed.DeleteTransitRouter", "DeleteTransitRouter", TransitRouterId=router
    )
    network.ask("DeleteTransitRouterRouteEntry", TransitRouterRouteEntryId=entry)
    network.ask("DeleteTransitRouter", TransitRouterId=router)
    assert [row["TransitRouterId"] for row in network.ask("ListTransitRouters")["TransitRouters"]] == [far]
    assert network.refused("InvalidTransitRouterId.NotFound", "ListTransitRouterRouteTables", TransitRouterId=router)


def test_routers_that_do_not_exist(network: Network) -> None:
    assert network.refused("InvalidTransitRouterId.NotFound", "UpdateTransitRouter", TransitRouterId="tr-none")
    assert network.refused("InvalidTransitRouterInstance.NotFound", "DeleteTransitRouter", TransitRouterId="tr-none")


def test_what_a_router_needs(network: Network) -> None:
    assert network.refused("MissingParameter.RegionId", "CreateTransitRouter", CenId=network.cen)
    assert network.refused("MissingParameter.CenId", "CreateTransitRouter", RegionId=HANGZHOU)
    assert network.refused("InvalidCenId.NotFound", "CreateTransitRouter", CenId="cen-none", RegionId=HANGZHOU)
    full = network.ask("CreateCen", ProtectionLevel="FULL")["CenId"]
    assert network.refused("OperationUnsupported.CenFullLevel", "CreateTransitRouter", CenId=full, RegionId=HANGZHOU)


def test_multicast_only_where_the_region_has_it(network: Network, cloud: Cloud) -> None:
    wanted = {"CenId": network.cen, "RegionId": HANGZHOU, "SupportMulticast": "true"}
    assert HANGZHOU in network.refused("OperationUnsupported.SupportMulticast", "CreateTransitRouter", wanted)
    with cloud.transaction():
        cloud.put(TransitRouterRegion(id=HANGZHOU, master_zones=["z"], multicast=True))
    network.ask("CreateTransitRouter", wanted)
    assert network.ask("ListTransitRouters")["TransitRouters"][0]["SupportMulticast"] is True


def test_a_closed_service_makes_nothing(network: Network, cloud: Cloud) -> None:
    with cloud.transaction():
        cloud.put(TransitRouterService(id=cloud.account, status="Closed"))
    code = "Forbbiden.TransitRouterServiceNotOpen"
    assert "OpenTransitRouterService" in network.refused(
        code, "CreateTransitRouter", CenId=network.cen, RegionId=HANGZHOU
    )


def test_a_dry_run_makes_nothing(network: Network) -> None:
    assert network.refused(
        "DryRunOperation", "CreateTransitRouter", CenId=network.cen, RegionId=HANGZHOU, DryRun="true"
    )
    assert network.ask("ListTransitRouters")["TransitRouters"] == []
    assert network.ask("ListTransitRouterRouteTables")["TransitRouterRouteTables"] == []


def test_a_token_makes_one_router(network: Network) -> None:
    wanted = {"CenId": network.cen, "RegionId": HANGZHOU, "ClientToken": "once"}
    first = network.ask("CreateTransitRouter", wanted)
    assert network.ask("CreateTransitRouter", wanted) == first
    assert network.ask("ListTransitRouters")["TotalCount"] == 1


class TestStatuses:
    @pytest.fixture
    def world(self) -> World:
        return World(paces={"*": Pace(seconds=0), "transit router": Pace(seconds=3)}, populate=populate)

    def test_over_time(self, network: Network, clock: Clock, call: Callable[..., dict[str, Any]]) -> None:
        router = network.router()

        def statuses() -> list[str]:
            return [row["Status"] for row in network.ask("ListTransitRouters")["TransitRouters"]]

        assert statuses() == ["Creating"]
        assert network.refused("IncorrectStatus.Status", "UpdateTransitRouter", TransitRouterId=router)
        assert network.refused(
            "IncorrectStatus.TransitRouter",
            "CreateTransitRouterVpcAttachment",
            {"ZoneMappings.1.ZoneId": "cn-hangzhou-j", "ZoneMappings.1.VSwitchId": "vsw-hz-j"},
            TransitRouterId=router,
            VpcId="vpc-hz",
        )
        assert network.refused("IncorrectStatus.TransitRouterInstance", "DeleteTransitRouter", TransitRouterId=router)
        clock.pass_by(3)
        assert statuses() == ["Active"]
        network.ask("DeleteTransitRouter", TransitRouterId=router)
        assert statuses() == ["Deleting"]
        clock.pass_by(3)
        assert statuses() == []

"""Route tables of transit routers."""

import pytest

from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import HANGZHOU, SHANGHAI, Network, populate
from tests.sandbox.conftest import Clock

LIST = "ListTransitRouterRouteTables"
DELETE = "DeleteTransitRouterRouteTable"


def test_a_table_is_listed_as_it_was_made(network: Network) -> None:
    router = network.router()
    identifier = network.table(
        router,
        TransitRouterRouteTableName="rt",
        TransitRouterRouteTableDescription="d",
        **{"Tag.1.Key": "k", "Tag.1.Value": "v", "RouteTableOptions.MultiRegionECMP": "enable"},
    )
    found = network.ask(LIST, {"TransitRouterRouteTableIds.1": identifier}, TransitRouterId=router)
    assert found["TransitRouterRouteTables"] == [
        {
            "TransitRouterId": router,
            "TransitRouterRouteTableId": identifier,
            "TransitRouterRouteTableName": "rt",
            "TransitRouterRouteTableDescription": "d",
            "TransitRouterRouteTableType": "Custom",
            "TransitRouterRouteTableStatus": "Active",
            "CreateTime": "2026-01-01T00:00Z",
            "RegionId": HANGZHOU,
            "RouteTableOptions": {"MultiRegionECMP": "enable"},
            "Tags": [{"Key": "k", "Value": "v"}],
        }
    ]
    assert identifier.startswith("vtb-bp1")


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 3),
        ({"TransitRouterRouteTableType": "System"}, 2),
        ({"TransitRouterRouteTableType": "Custom"}, 1),
        ({"TransitRouterRouteTableNames.1": "rt"}, 1),
        ({"TransitRouterRouteTableNames.1": "rt", "TransitRouterRouteTableNames.2": ""}, 3),
        ({"TransitRouterRouteTableIds.1": "vtb-none"}, 0),
        ({"TransitRouterRouteTableStatus": "Active"}, 3),
        ({"TransitRouterRouteTableStatus": "Creating"}, 0),
        ({"RouteTableOptions.MultiRegionECMP": "enable"}, 0),
        ({"RouteTableOptions.MultiRegionECMP": "disable"}, 3),
        ({"RegionId": SHANGHAI}, 1),
        ({"Tag.1.Key": "k"}, 0),
    ],
)
def test_filters(network: Network, filters: dict[str, str], count: int) -> None:
    network.table(network.router(HANGZHOU), TransitRouterRouteTableName="rt")
    network.router(SHANGHAI)
    assert network.ask(LIST, filters)["TotalCount"] == count


def test_an_update_keeps_what_it_does_not_name(network: Network) -> None:
    router = network.router()
    identifier, update = network.table(router, TransitRouterRouteTableName="a"), "UpdateTransitRouterRouteTable"
    network.ask(update, TransitRouterRouteTableId=identifier, TransitRouterRouteTableDescription="d")
    options = {"RouteTableOptions": '{"MultiRegionECMP":"enable"}'}
    network.ask(update, options, TransitRouterRouteTableId=identifier)
    (row,) = network.ask(LIST, TransitRouterRouteTableType="Custom")["TransitRouterRouteTables"]
    assert (row["TransitRouterRouteTableName"], row["TransitRouterRouteTableDescription"]) == ("a", "d")
    assert row["RouteTableOptions"] == {"MultiRegionECMP": "enable"}


def test_what_keeps_a_table(network: Network) -> None:
    router = network.router()
    table, attachment = network.table(router), network.attach(router)
    entry = network.route(table, "10.9.0.0/16")
    network.associate(attachment, table)
    network.propagate(attachment, table)
    ends = {"TransitRouterAttachmentId": attachment, "TransitRouterRouteTableId": table}
    for child, action, parameters in (
        ("Association", "DissociateTransitRouterAttachmentFromRouteTable", ends),
        ("Propagation", "DisableTransitRouterRouteTablePropagation", ends),
        ("RouteEntry", "DeleteTransitRouterRouteEntry", {"TransitRouterRouteEntryId": entry}),
    ):
        code = f"OperationFailed.DeleteRouteTableWith{child}"
        assert table in network.refused(code, DELETE, TransitRouterRouteTableId=table)
        network.ask(action, parameters)
    network.ask(DELETE, TransitRouterRouteTableId=table)
    assert network.ask(LIST)["TotalCount"] == 1


def test_the_system_table_stays(network: Network) -> None:
    table = network.system_table(network.router())
    code = "OperationFailed.DeleteSystemRouteTable"
    assert "system table" in network.refused(code, DELETE, TransitRouterRouteTableId=table)


@pytest.mark.parametrize(
    ("code", "action", "parameters"),
    [
        ("InvalidTransitRouterId.NotFound", "CreateTransitRouterRouteTable", {"TransitRouterId": "tr-none"}),
        ("InvalidTransitRouterId.NotFound", LIST, {"TransitRouterId": "tr-none"}),
        ("InvalidTransitRouterRouteTableId.NotFound", DELETE, {"TransitRouterRouteTableId": "vtb-none"}),
        ("MissingParameter.TransitRouterRouteTableId", DELETE, {}),
        ("InvalidParameter.TransitRouterRouteTableType", LIST, {"TransitRouterRouteTableType": "Odd"}),
    ],
)
def test_what_is_refused(network: Network, code: str, action: str, parameters: dict[str, str]) -> None:
    assert network.refused(code, action, parameters)


class TestQuotaAndStatuses:
    @pytest.fixture
    def world(self) -> World:
        paces = {"*": Pace(seconds=0), "transit router table": Pace(seconds=2)}
        return World(paces=paces, quotas={"TransitRouterRouteTable": 2}, populate=populate)

    def test_over_time(self, network: Network, clock: Clock) -> None:
        router = network.router()
        table = network.table(router)
        whole = {"TransitRouterRouteTableId": table}
        assert network.refused(
            "QuotaExceeded.TransitRouterRouteTable", "CreateTransitRouterRouteTable", TransitRouterId=router
        )

        def statuses() -> list[str]:
            found = network.ask(LIST, TransitRouterRouteTableType="Custom")["TransitRouterRouteTables"]
            return [row["TransitRouterRouteTableStatus"] for row in found]

        assert statuses() == ["Creating"]
        assert network.refused("IncorrectStatus.Status", "UpdateTransitRouterRouteTable", whole)
        assert network.refused("IncorrectStatus.TransitRouterRouteTable", DELETE, whole)
        assert network.refused(
            "IncorrectStatus.TransitRouterRouteTable",
            "CreateTransitRouterRouteEntry",
            whole,
            TransitRouterRouteEntryDestinationCidrBlock="10.0.0.0/8",
            TransitRouterRouteEntryNextHopType="BlackHole",
        )
        clock.pass_by(2)
        assert statuses() == ["Active"]
        network.ask(DELETE, whole)
        assert statuses() == ["Deleting"]
        clock.pass_by(2)
        assert statuses() == []

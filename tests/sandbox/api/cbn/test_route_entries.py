"""Static routes of transit routers' tables."""

import pytest

from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import HANGZHOU, SHANGHAI, Network, populate
from tests.sandbox.conftest import Clock

CREATE = "CreateTransitRouterRouteEntry"
DELETE = "DeleteTransitRouterRouteEntry"
P = "TransitRouterRouteEntry"


def wanted(table: str, destination: str = "10.9.0.0/16", hop: str = "") -> dict[str, str]:
    """Parameters of a new route."""
    parameters = {"TransitRouterRouteTableId": table, f"{P}DestinationCidrBlock": destination}
    parameters[f"{P}NextHopType"] = "Attachment" if hop else "BlackHole"
    return parameters | ({f"{P}NextHopId": hop} if hop else {})


def test_a_route_to_an_attachment_is_listed_as_it_was_made(network: Network) -> None:
    router = network.router()
    table, attachment = network.table(router), network.attach(router)
    identifier = network.route(table, "100.118.28.0/24", attachment, **{f"{P}Name": "n", f"{P}Description": "d"})
    assert network.entries(table, {f"{P}Ids.1": identifier}) == [
        {
            "TransitRouterRouteTableId": table,
            f"{P}Id": identifier,
            f"{P}Name": "n",
            f"{P}Description": "d",
            f"{P}DestinationCidrBlock": "100.118.28.0/24",
            f"{P}NextHopId": attachment,
            f"{P}NextHopType": "Attachment",
            f"{P}NextHopResourceId": "vpc-hz",
            f"{P}NextHopResourceType": "VPC",
            f"{P}Status": "Active",
            f"{P}Type": "Static",
            "OperationalMode": True,
            "CreateTime": "2026-01-01T00:00Z",
        }
    ]


def test_a_black_hole_has_an_empty_next_hop(network: Network) -> None:
    table = network.system_table(network.router())
    network.route(table, "10.9.0.0/16")
    (row,) = network.entries(table)
    assert (row[f"{P}NextHopId"], row[f"{P}NextHopType"]) == ("", "BlackHole")
    assert (row[f"{P}NextHopResourceId"], row[f"{P}NextHopResourceType"]) == ("", "")


def test_a_destination_has_one_static_route_in_a_table(network: Network) -> None:
    router = network.router()
    table, attachment = network.system_table(router), network.attach(router)
    first = network.route(table, "10.9.0.0/16")
    code = "OperationFailed.CreateRouteEntryWithSameDestinationCidrBlock"
    for parameters in (wanted(table), wanted(table, hop=attachment)):
        assert first in network.refused(code, CREATE, parameters)
    network.route(table, "10.9.0.0/17")
    network.route(network.table(router), "10.9.0.0/16")
    network.ask(DELETE, {f"{P}Id": first})
    network.ask(CREATE, wanted(table, hop=attachment))


@pytest.mark.parametrize(
    ("code", "changed", "words"),
    [
        ("InvalidTransitRouterRouteTableId.NotFound", {"TransitRouterRouteTableId": "vtb-none"}, "vtb-none"),
        ("IllegalParam.TransitRouterDestinationCidrBlock", {f"{P}DestinationCidrBlock": "10.9.0.1/16"}, "no bit set"),
        ("IllegalParam.TransitRouterDestinationCidrBlock", {f"{P}DestinationCidrBlock": "10.9.0.1"}, "10.9.0.1"),
        ("IllegalParam.TransitRouterDestinationCidrBlock", {f"{P}DestinationCidrBlock": "fd00::/64"}, "IPv4"),
        ("IllegalParam.NextHopType", {f"{P}NextHopType": "Vpc"}, "Attachment, BlackHole"),
        ("MissingParam.TransitRouterRouteEntryNextHopId", {f"{P}NextHopType": "Attachment"}, "NextHopId"),
        ("ParamExclusive.NextHopTypeBlackHoleAndNextHopId", {f"{P}NextHopId": "x"}, "'x'"),
        (
            "InvalidTransitRouterRouteEntryNextHopId.NotFound",
            {f"{P}NextHopType": "Attachment", f"{P}NextHopId": "tr-attach-none"},
            "tr-attach-none",
        ),
        (f"MissingParameter.{P}DestinationCidrBlock", {f"{P}DestinationCidrBlock": ""}, "Cidr"),
        ("InvalidName", {f"{P}Name": "n" * 129}, "128"),
    ],
)
def test_what_is_refused(network: Network, code: str, changed: dict[str, str], words: str) -> None:
    parameters = wanted(network.system_table(network.router())) | changed
    parameters = {name: value for name, value in parameters.items() if value}
    assert words in network.refused(code, CREATE, parameters)


def test_the_next_hop_is_an_attachment_of_the_tables_router(network: Network) -> None:
    here, there = network.router(HANGZHOU), network.router(SHANGHAI)
    foreign, peer = network.attach(there, "vpc-sh"), network.peer(here, there)
    table = network.system_table(here)
    code = "InvalidTransitRouterRouteEntryNextHopId.NotFound"
    assert there in network.refused(code, CREATE, wanted(table, hop=foreign))
    network.ask(CREATE, wanted(table, hop=peer))
    network.ask(CREATE, wanted(network.system_table(there), hop=peer))


def test_name_and_description_change(network: Network) -> None:
    table = network.system_table(network.router())
    identifier = network.route(table, "10.9.0.0/16", **{f"{P}Name": "a"})
    network.ask("UpdateTransitRouterRouteEntry", {f"{P}Id": identifier, f"{P}Description": "d"})
    (row,) = network.entries(table)
    assert (row[f"{P}Name"], row[f"{P}Description"]) == ("a", "d")
    assert network.refused(f"IllegalParam.{P}Id", "UpdateTransitRouterRouteEntry", {f"{P}Id": "rte-none"})


def test_a_route_is_deleted_by_its_id_and_next_hop(network: Network) -> None:
    router = network.router()
    table, attachment = network.system_table(router), network.attach(router)
    identifier = network.route(table, "10.9.0.0/16", attachment)
    code = "InvalidTransitRouterRouteEntryNextHopId.NotFound"
    assert attachment in network.refused(code, DELETE, {f"{P}Id": identifier, f"{P}NextHopId": "tr-attach-none"})
    assert network.refused(code, DELETE, {f"{P}Id": identifier, f"{P}NextHopType": "BlackHole"})
    network.ask(DELETE, {f"{P}Id": identifier, f"{P}NextHopId": attachment, f"{P}NextHopType": "Attachment"})
    assert network.entries(table) == []
    assert network.refused(f"IllegalParam.{P}Id", DELETE, {f"{P}Id": identifier})


def test_a_route_is_deleted_by_table_and_destination(network: Network) -> None:
    table = network.system_table(network.router())
    identifier = network.route(table, "10.9.0.0/16")
    both = wanted(table) | {f"{P}Id": identifier}
    assert network.refused("ParamExclusive.RouteEntryIdAndRouteTableIdOrDestCidrBlock", DELETE, both)
    assert network.refused("InvalidDestinationCidrBlock.NotFound", DELETE, wanted(table, "10.8.0.0/16"))
    assert network.refused("InvalidTransitRouterRouteTableId.NotFound", DELETE, wanted("vtb-none"))
    network.ask(DELETE, wanted(table))
    assert network.entries(table) == []


class TestQuotaAndStatuses:
    @pytest.fixture
    def world(self) -> World:
        paces = {"*": Pace(seconds=0), "transit router route entry": Pace(seconds=1), "attachment": Pace(seconds=1)}
        return World(paces=paces, quotas={"TransitRouterRoutEntry": 1}, populate=populate)

    def test_over_time(self, network: Network, clock: Clock) -> None:
        table = network.system_table(network.router())
        identifier = network.route(table, "10.9.0.0/16")

        def statuses(**more: str) -> list[str]:
            return [row[f"{P}Status"] for row in network.entries(table, more)]

        assert statuses() == []
        assert statuses(**{f"{P}Ids.1": identifier}) == ["Creating"]
        assert statuses(**{f"{P}Status": "All"}) == ["Creating"]
        assert network.refused("IncorrectStatus.Status", DELETE, {f"{P}Id": identifier})
        assert network.refused("QuotaExceeded.TransitRouterRoutEntry", CREATE, wanted(table, "10.8.0.0/16"))
        clock.pass_by(1)
        assert statuses() == ["Active"]
        network.ask(DELETE, {f"{P}Id": identifier})
        assert statuses() == []
        assert statuses(**{f"{P}Ids.1": identifier}) == ["Deleting"]
        same = "OperationFailed.CreateRouteEntryWithSameDestinationCidrBlock"
        assert "Deleting" in network.refused(same, CREATE, wanted(table))
        clock.pass_by(1)
        assert statuses(**{f"{P}Ids.1": identifier}) == []

    def test_a_next_hop_that_is_still_being_attached(self, network: Network) -> None:
        router = network.router()
        parameters = wanted(network.system_table(router), hop=network.attach(router))
        assert "Attaching" in network.refused("IncorrectStatus.Status", CREATE, parameters)

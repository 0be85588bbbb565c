"""The list of a table's routes and its filters."""

import pytest

from tests.sandbox.api.cbn.networks import OSS, Network, WorkedExample

P = "TransitRouterRouteEntry"
LIST = "ListTransitRouterRouteEntries"
HERE, FAR = "10.0.0.0/16", "172.16.0.0/16"


def destinations(example: WorkedExample, filters: dict[str, str]) -> list[str]:
    """Destinations of the routes of the service router's table that fit filters."""
    asked = {name: value.format(**vars(example)) for name, value in filters.items()}
    return [row[f"{P}DestinationCidrBlock"] for row in example.network.entries(example.service_table, asked)]


def test_a_learned_route(example: WorkedExample) -> None:
    (row,) = example.network.entries(example.client_table, {f"{P}DestinationCidrBlock": HERE})
    assert row == {
        "TransitRouterRouteTableId": example.client_table,
        f"{P}DestinationCidrBlock": HERE,
        f"{P}NextHopId": example.peer,
        f"{P}NextHopType": "Attachment",
        f"{P}NextHopResourceId": example.service,
        f"{P}NextHopResourceType": "TR",
        f"{P}Status": "Active",
        f"{P}Type": "Propagated",
        f"{P}OriginResourceId": "vpc-hz",
        f"{P}OriginResourceType": "VPC",
        "OperationalMode": False,
        "PathAttributes": {
            "OriginInstanceId": "vpc-hz",
            "OriginInstanceType": "VPC",
            "AsPaths": [],
            "Communities": [],
        },
    }


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [OSS, HERE, FAR]),
        ({f"{P}Type": "Static"}, [OSS]),
        ({f"{P}Type": "Propagated"}, [HERE, FAR]),
        ({f"{P}DestinationCidrBlock": FAR}, [FAR]),
        ({f"{P}NextHopType": "Attachment"}, [OSS, HERE, FAR]),
        ({f"{P}NextHopType": "BlackHole"}, []),
        ({f"{P}NextHopId": "{peer}"}, [FAR]),
        ({f"{P}NextHopResourceId": "{client}"}, [FAR]),
        ({f"{P}NextHopResourceType": "VPC"}, [OSS, HERE]),
        ({f"{P}OriginResourceId": "vpc-sh"}, [FAR]),
        ({f"{P}OriginResourceType": "VPC"}, [HERE, FAR]),
        ({f"{P}OriginResourceType": "VPC", f"{P}NextHopResourceType": "TR"}, [FAR]),
        ({f"{P}Status": "Active"}, [OSS, HERE, FAR]),
        ({f"{P}Status": "All"}, [OSS, HERE, FAR]),
        ({f"{P}Status": "Rejected"}, []),
        ({f"{P}Names.1": ""}, [OSS]),
        ({f"{P}Names.1": "other"}, []),
        ({f"{P}Ids.1": "rte-none"}, []),
        ({"RouteFilter.1.Key": "PrefixExactMatchCidrs", "RouteFilter.1.Value.1": OSS}, [OSS]),
        (
            {
                "RouteFilter.1.Key": "PrefixExactMatchCidrs",
                "RouteFilter.1.Value.1": OSS,
                "RouteFilter.1.Value.2": FAR,
            },
            [OSS, FAR],
        ),
        ({"RouteFilter.1.Key": "LongestPrefixMatchCidrs", "RouteFilter.1.Value.1": "10.0.3.4"}, [HERE]),
        ({"RouteFilter.1.Key": "LongestPrefixMatchCidrs", "RouteFilter.1.Value.1": "8.8.8.8"}, []),
        ({"RouteFilter.1.Key": "SubnetOfMatchCidrs", "RouteFilter.1.Value.1": "100.64.0.0/10"}, [OSS]),
        ({"RouteFilter.1.Key": "SupernetOfMatchCidrs", "RouteFilter.1.Value.1": "10.0.0.0/24"}, [HERE]),
        (
            {
                "RouteFilter.1.Key": "SubnetOfMatchCidrs",
                "RouteFilter.1.Value.1": "0.0.0.0/0",
                "RouteFilter.2.Key": "PrefixExactMatchCidrs",
                "RouteFilter.2.Value.1": HERE,
            },
            [HERE],
        ),
    ],
)
def test_filters(example: WorkedExample, filters: dict[str, str], found: list[str]) -> None:
    assert destinations(example, filters) == found


@pytest.mark.parametrize(
    ("code", "filters"),
    [
        ("InvalidTransitRouterRouteTableId.NotFound", {"TransitRouterRouteTableId": "vtb-none"}),
        ("ParamExclusive.RouteEntryIdsAndStatus", {f"{P}Ids.1": "rte-1", f"{P}Status": "Active"}),
        ("ParamExclusive.RouteEntryIdsAndStatus", {f"{P}Names.1": "n", f"{P}Status": "All"}),
        (f"IllegalParam.{P}Status", {f"{P}Status": "Odd"}),
        (f"IllegalParam.{P}Type", {f"{P}Type": "Odd"}),
        (f"IllegalParam.{P}NextHopType", {f"{P}NextHopType": "Odd"}),
        (f"IllegalParam.{P}NextHopResourceType", {f"{P}NextHopResourceType": "Odd"}),
        (f"IllegalParam.{P}OriginResourceType", {f"{P}OriginResourceType": "Odd"}),
        ("InvalidFilterKey", {"RouteFilter.1.Key": "Odd", "RouteFilter.1.Value.1": OSS}),
        ("IllegalParam.SubnetOfMatchCidr", {"RouteFilter.1.Key": "SubnetOfMatchCidrs", "RouteFilter.1.Value.1": "x"}),
        (
            "FilterKeyDuplicated.RouteFilter",
            {"RouteFilter.1.Key": "SubnetOfMatchCidrs", "RouteFilter.2.Key": "SubnetOfMatchCidrs"},
        ),
        ("ResourceNotFound.PrefixlistAssociation", {"PrefixListId": "pl-1"}),
        ("InvalidParameter.NextToken", {"NextToken": "x"}),
        ("InvalidParameter.MaxResults", {"MaxResults": "101"}),
    ],
)
def test_what_is_refused(example: WorkedExample, code: str, filters: dict[str, str]) -> None:
    assert example.network.refused(code, LIST, {"TransitRouterRouteTableId": example.service_table} | filters)


def test_the_longest_of_several_matches(network: Network) -> None:
    table = network.system_table(network.router())
    for prefix in ("10.0.0.0/8", "10.9.0.0/16", "10.9.9.0/24"):
        network.route(table, prefix)
    wanted = {"RouteFilter.1.Key": "LongestPrefixMatchCidrs", "RouteFilter.1.Value.1": "10.9.1.1/32"}
    wanted["RouteFilter.1.Value.2"] = "10.1.1.1"
    found = [row[f"{P}DestinationCidrBlock"] for row in network.entries(table, wanted)]
    assert found == ["10.0.0.0/8", "10.9.0.0/16"]


def test_a_rejected_route_is_shown_when_asked_for(example: WorkedExample) -> None:
    example.network.route(example.service_table, FAR)
    assert destinations(example, {f"{P}Status": "Rejected"}) == [FAR]
    assert destinations(example, {f"{P}Status": "All"}) == [OSS, FAR, HERE, FAR]
    active = example.network.entries(example.service_table, {f"{P}DestinationCidrBlock": FAR})
    assert [row[f"{P}Type"] for row in active] == ["Static"]


def test_ids_of_another_table_are_not_found(network: Network) -> None:
    router = network.router()
    first, second = network.system_table(router), network.table(router)
    identifier = network.route(first, "10.9.0.0/16")
    assert network.entries(second, {f"{P}Ids.1": identifier}) == []


def test_pages_of_many_routes(network: Network) -> None:
    table = network.system_table(network.router())
    for number in range(205):
        network.route(table, f"10.9.{number}.0/24")
    seen: list[str] = []
    token: dict[str, str] = {}
    for size in (100, 100, 5):
        page = network.ask(LIST, token, TransitRouterRouteTableId=table, MaxResults="100")
        assert (len(page["TransitRouterRouteEntries"]), page["TotalCount"], page["MaxResults"]) == (size, 205, 100)
        seen += [row[f"{P}DestinationCidrBlock"] for row in page["TransitRouterRouteEntries"]]
        token = {"NextToken": page["NextToken"]} if "NextToken" in page else {}
    assert token == {}
    assert seen == [f"10.9.{number}.0/24" for number in range(205)]
    assert len(network.entries(table)) == 20

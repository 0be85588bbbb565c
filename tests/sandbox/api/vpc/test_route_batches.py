"""Several routes in one call, by calls and by the official SDK."""

from typing import Any

import pytest
from alibabacloud_vpc20160428 import models

from acree_sandbox.core.running import RunningServer
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.vpc.networks import HANGZHOU, HOP, OSS, SHANGHAI, Network, add_attachment
from tests.sandbox.api.vpc.sdk import Sdk
from tests.sandbox.conftest import Clock


def items(network: Network, *destinations: str, table: str = "", hop: str = HOP) -> dict[str, str]:
    """The parameters of a call that makes routes to an attachment."""
    sent: dict[str, str] = {}
    for number, destination in enumerate(destinations, 1):
        here = f"RouteEntries.{number}."
        sent |= {
            f"{here}RouteTableId": table or network.own,
            f"{here}DstCidrBlock": destination,
            f"{here}NextHop": hop,
            f"{here}NextHopType": "Attachment",
        }
    return sent


@pytest.fixture
def world() -> World:
    """Everything settles at once, except the task of a VPC."""
    return World(paces={"*": Pace(seconds=0), "task": Pace(seconds=5)})


def make(network: Network, *destinations: str, **more: str) -> dict[str, Any]:
    return network.ask("CreateRouteEntries", items(network, *destinations, **more))


def customs(network: Network, table: str = "") -> dict[str, str]:
    rows = network.entries(table, RouteEntryType="Custom")
    return {row["DestinationCidrBlock"]: row["NextHops"]["NextHop"][0]["NextHopId"] for row in rows}


def test_all_are_made(network: Network) -> None:
    more = {"RouteEntries.1.Name": "n", "RouteEntries.1.Description": "d"}
    made = network.ask("CreateRouteEntries", items(network, OSS, "172.16.0.0/12") | more, RegionId=HANGZHOU)
    assert (made["SuccessCount"], made["FailedCount"], made["FailedRouteEntries"]) == (2, 0, [])
    assert customs(network) == {OSS: HOP, "172.16.0.0/12": HOP}
    first = network.entry(made["RouteEntryIds"][0])
    assert (first.name, first.description, first.status) == ("n", "d", "Available")


def test_an_address_is_its_own_prefix(network: Network) -> None:
    make(network, "172.16.0.1")
    assert list(customs(network)) == ["172.16.0.1/32"]


def test_into_several_tables(network: Network) -> None:
    other = {
        name.replace("RouteEntries.1", "RouteEntries.2"): its
        for name, its in items(network, OSS, table=network.custom).items()
    }
    assert network.ask("CreateRouteEntries", items(network, OSS) | other)["SuccessCount"] == 2
    assert list(customs(network)) == list(customs(network, network.custom)) == [OSS]


def test_those_that_are_refused_are_named_and_the_others_made(network: Network) -> None:
    made = make(network, OSS, OSS, "10.0.0.0/25", "100.64.0.0/10", "172.16.0.0/12")
    assert (made["SuccessCount"], made["FailedCount"]) == (2, 3)
    assert [(its["DstCidrBlock"], its["FailedCode"]) for its in made["FailedRouteEntries"]] == [
        (OSS, "RouterEntryConflict.Duplicated"),
        ("10.0.0.0/25", "InvalidCidrBlock"),
        ("100.64.0.0/10", "InvalidCidrBlock"),
    ]
    assert all(its["NextHop"] == HOP and its["FailedMessage"] for its in made["FailedRouteEntries"])
    assert list(customs(network)) == [OSS, "172.16.0.0/12"]


def test_the_quota_counts_what_the_call_has_made(network: Network, clock: Clock) -> None:
    for number in range(4):
        clock.pass_by(6)
        assert make(network, *(f"172.{16 + number}.{n}.0/24" for n in range(49)))["FailedCount"] == 0
    clock.pass_by(6)
    made = make(network, *(f"172.30.{n}.0/24" for n in range(5)))
    assert (made["SuccessCount"], [its["FailedCode"] for its in made["FailedRouteEntries"]]) == (4, ["QuotaExceeded"])


def test_more_than_a_call_takes(network: Network) -> None:
    sent = items(network, *(f"172.16.{n}.0/24" for n in range(51)))
    assert "at most 50" in network.refused("InvalidParameter.RouteEntries", "CreateRouteEntries", sent)


def test_a_table_that_is_not_there_refuses_them_all(network: Network) -> None:
    sent = items(network, OSS) | {"RouteEntries.2.RouteTableId": "vtb-none", "RouteEntries.2.DstCidrBlock": OSS}
    assert network.refused("InvalidRouteTableId.NotFound", "CreateRouteEntries", sent)
    away = items(network, OSS)
    assert network.refused("InvalidRouteTableId.NotFound", "CreateRouteEntries", away, RegionId=SHANGHAI)


def test_a_malformed_destination_refuses_them_all(network: Network) -> None:
    sent = items(network, OSS, "172.16.0.1/12")
    assert "172.16.0.1/12" in network.refused("InvalidCidrBlock.Malformed", "CreateRouteEntries", sent)


def test_it_is_one_task_of_the_vpc(network: Network, clock: Clock) -> None:
    assert make(network, OSS, "172.16.0.0/12")["SuccessCount"] == 2
    network.refused("TaskConflict", "CreateRouteEntries", items(network, "172.32.0.0/16"))
    clock.pass_by(6)
    assert make(network, "100.64.0.0/10")["FailedCount"] == 1
    assert make(network, "172.32.0.0/16")["SuccessCount"] == 1  # nothing was made before, so nothing was running


def test_the_official_sdk_reads_them(server: RunningServer) -> None:
    sdk = Sdk(server)
    vpc = sdk.ask("CreateVpc", cidr_block="10.0.0.0/16")
    add_attachment(server.cloud, vpc.vpc_id)
    sent = [
        models.CreateRouteEntriesRequestRouteEntries(
            route_table_id=vpc.route_table_id,
            dst_cidr_block=its,
            next_hop=HOP,
            next_hop_type="Attachment",
            ip_version=4,
        )
        for its in (OSS, OSS)
    ]
    made = sdk.ask("CreateRouteEntries", route_entries=sent)
    assert (made.success_count, made.failed_count, len(made.route_entry_ids)) == (1, 1, 1)
    assert made.failed_route_entries[0].failed_code == "RouterEntryConflict.Duplicated"

"""Prefix lists: by calls, by the official SDK, and as the real provider was seen to use them.

`recorded_prefix_lists.jsonl` is of the same recording as `recorded.jsonl`.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alibabacloud_vpc20160428 import models

from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.running import RunningServer
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.test_recorded import missing
from tests.sandbox.api.vpc.networks import HANGZHOU, SHANGHAI, Network
from tests.sandbox.api.vpc.sdk import Sdk
from tests.sandbox.conftest import Clock

RECORDED = Path(__file__).parent / "recorded_prefix_lists.jsonl"
ONE = {"PrefixListEntries.1.Cidr": "10.1.0.0/24", "PrefixListEntries.1.Description": "one"}


def make(network: Network, **more: str) -> str:
    made = network.ask("CreateVpcPrefixList", ONE | more, RegionId=HANGZHOU)
    return str(made["PrefixListId"])


def listed(network: Network, **more: str) -> list[dict[str, Any]]:
    return list(network.ask("ListPrefixLists", more, RegionId=HANGZHOU)["PrefixLists"])


def prefixes(network: Network, identifier: str) -> list[str]:
    found = network.ask("GetVpcPrefixListEntries", PrefixListId=identifier)
    assert found["Count"] == found["TotalCount"] == len(found["PrefixListEntry"])
    return [entry["Cidr"] for entry in found["PrefixListEntry"]]


class TestLifecycle:
    def test_made_with_its_entries(self, network: Network) -> None:
        identifier = make(network, PrefixListName="n", PrefixListDescription="d", MaxEntries="3")
        (found,) = listed(network)
        assert (found["PrefixListId"], found["PrefixListName"], found["PrefixListDescription"]) == (
            identifier,
            "n",
            "d",
        )
        assert (found["MaxEntries"], found["Status"], found["IpVersion"]) == (3, "Created", "IPV4")
        assert (found["CidrBlocks"], found["OwnerId"]) == (["10.1.0.0/24"], network.cloud.account)
        (entry,) = network.ask("GetVpcPrefixListEntries", PrefixListId=identifier)["PrefixListEntry"]
        assert entry == {
            "Cidr": "10.1.0.0/24",
            "Description": "one",
            "PrefixListId": identifier,
            "RegionId": HANGZHOU,
        }

    def test_what_was_not_sent_is_empty_or_the_default(self, network: Network) -> None:
        network.ask("CreateVpcPrefixList", RegionId=HANGZHOU)
        (found,) = listed(network)
        assert (found["PrefixListName"], found["PrefixListDescription"], found["Tags"]) == ("", "", [])
        assert (found["MaxEntries"], found["ResourceGroupId"]) == (50, "rg-default")

    def test_entries_are_taken_out_and_put_in_and_the_rest_is_kept(self, network: Network) -> None:
        identifier = make(network, PrefixListName="n")
        network.ask(
            "ModifyVpcPrefixList",
            {
                "AddPrefixListEntry.1.Cidr": "10.2.0.0/24",
                "AddPrefixListEntry.2.Cidr": "10.1.0.0/24",
                "RemovePrefixListEntry.1.Cidr": "10.1.0.0/24",
            },
            PrefixListId=identifier,
        )
        assert prefixes(network, identifier) == ["10.2.0.0/24", "10.1.0.0/24"]
        network.ask("ModifyVpcPrefixList", PrefixListId=identifier, MaxEntries="2", PrefixListDescription="x")
        (found,) = listed(network)
        assert (found["PrefixListName"], found["PrefixListDescription"], found["MaxEntries"]) == ("n", "x", 2)
        assert len(found["CidrBlocks"]) == 2

    def test_nothing_is_associated(self, network: Network) -> None:
        found = network.ask("GetVpcPrefixListAssociations", PrefixListId=make(network))
        assert (found["PrefixListAssociation"], found["TotalCount"]) == ([], 0)

    def test_deleted(self, network: Network) -> None:
        identifier = make(network)
        network.ask("DeleteVpcPrefixList", PrefixListId=identifier)
        assert listed(network) == []
        for action in ("DeleteVpcPrefixList", "GetVpcPrefixListEntries", "GetVpcPrefixListAssociations"):
            assert identifier in network.refused("ResourceNotFound.PrefixList", action, PrefixListId=identifier)


class TestRefusals:
    def test_a_prefix_twice(self, network: Network) -> None:
        identifier = make(network)
        again = {"AddPrefixListEntry.1.Cidr": "10.1.0.0/24"}
        code = "InvalidParameter.PrefixListEntries"
        assert "10.1.0.0/24" in network.refused(code, "ModifyVpcPrefixList", again, PrefixListId=identifier)
        both = ONE | {"PrefixListEntries.2.Cidr": "10.1.0.0/24"}
        assert network.refused(code, "CreateVpcPrefixList", both, RegionId=HANGZHOU)

    def test_more_entries_than_it_may_have(self, network: Network) -> None:
        identifier = make(network, MaxEntries="1")
        more = {"AddPrefixListEntry.1.Cidr": "10.2.0.0/24"}
        code = "QuotaExceeded.PrefixListEntry"
        assert "MaxEntries is 1" in network.refused(code, "ModifyVpcPrefixList", more, PrefixListId=identifier)
        network.ask("ModifyVpcPrefixList", more, PrefixListId=identifier, MaxEntries="2")
        assert network.refused(code, "ModifyVpcPrefixList", PrefixListId=identifier, MaxEntries="1")

    def test_an_entry_that_is_not_there(self, network: Network) -> None:
        gone = {"RemovePrefixListEntry.1.Cidr": "10.9.0.0/24"}
        message = network.refused(
            "InvalidParameter.RemovePrefixListEntry", "ModifyVpcPrefixList", gone, PrefixListId=make(network)
        )
        assert "10.9.0.0/24" in message

    @pytest.mark.parametrize("cidr", ["10.0.0.1/24", "10.0.0.0", "fd00::/8", "x"])
    def test_what_is_no_ipv4_prefix(self, network: Network, cidr: str) -> None:
        wrong = {"PrefixListEntries.1.Cidr": cidr}
        assert cidr in network.refused("InvalidCidrBlock.Malformed", "CreateVpcPrefixList", wrong, RegionId=HANGZHOU)

    @pytest.mark.parametrize("most", ["0", "201"])
    def test_sizes_that_no_list_has(self, network: Network, most: str) -> None:
        assert network.refused("InvalidParameter.MaxEntries", "CreateVpcPrefixList", RegionId=HANGZHOU, MaxEntries=most)

    def test_one_more_than_the_quota(self, network: Network) -> None:
        for _ in range(10):
            make(network)
        message = network.refused("QuotaExceeded.prefix-lists", "CreateVpcPrefixList", RegionId=HANGZHOU)
        assert "is 10 and 10 are in use" in message
        network.ask("CreateVpcPrefixList", RegionId=SHANGHAI)

    def test_another_region_has_none_of_that_id(self, network: Network) -> None:
        where = {"PrefixListId": make(network), "RegionId": SHANGHAI}
        assert network.refused("ResourceNotFound.PrefixList", "GetVpcPrefixListEntries", where)
        assert network.ask("ListPrefixLists", RegionId=SHANGHAI)["PrefixLists"] == []


class TestStatus:
    @pytest.fixture
    def world(self) -> World:
        return World(paces={"prefix list": Pace(seconds=5), "*": Pace(seconds=0)})

    def test_nothing_is_changed_meanwhile(self, network: Network, clock: Clock) -> None:
        identifier = make(network)
        assert listed(network)[0]["Status"] == "Creating"
        clock.pass_by(6)
        network.ask("ModifyVpcPrefixList", PrefixListId=identifier, PrefixListName="n")
        assert listed(network)[0]["Status"] == "Modifying"
        code = "IncorrectStatus.PrefixList"
        assert "is Modifying" in network.refused(code, "DeleteVpcPrefixList", PrefixListId=identifier)
        clock.pass_by(6)
        network.ask("DeleteVpcPrefixList", PrefixListId=identifier)
        assert listed(network)[0]["Status"] == "Deleting"
        clock.pass_by(6)
        assert listed(network) == []


class TestFilters:
    def test_by_id_name_group_and_tag(self, network: Network) -> None:
        first = make(network, PrefixListName="a", **{"Tag.1.Key": "k", "Tag.1.Value": "v"})
        second = make(network, PrefixListName="b", ResourceGroupId="rg-2")

        def ids(**more: str) -> list[str]:
            return [row["PrefixListId"] for row in listed(network, **more)]

        assert ids() == [first, second]
        assert ids(**{"PrefixListIds.1": second, "PrefixListIds.2": "pl-none"}) == [second]
        assert ids(PrefixListName="a") == [first]
        assert ids(ResourceGroupId="rg-2") == [second]
        assert ids(**{"Tags.1.Key": "k"}) == [first]
        assert ids(**{"Tags.1.Key": "k", "Tags.1.Value": "other"}) == []

    def test_in_pages(self, network: Network) -> None:
        made = [make(network) for _ in range(3)]
        first = network.ask("ListPrefixLists", MaxResults="2")
        second = network.ask("ListPrefixLists", MaxResults="2", NextToken=first["NextToken"])
        assert [row["PrefixListId"] for page in (first, second) for row in page["PrefixLists"]] == made
        assert "NextToken" not in second

    def test_tagged_and_moved_like_everything_else(self, network: Network) -> None:
        identifier = make(network)
        tag = {"ResourceType": "PREFIXLIST", "ResourceId.1": identifier, "Tag.1.Key": "k", "Tag.1.Value": "v"}
        network.ask("TagResources", tag)
        network.ask("MoveResourceGroup", ResourceType="PrefixList", ResourceId=identifier, NewResourceGroupId="rg-3")
        (found,) = listed(network)
        assert (found["Tags"], found["ResourceGroupId"]) == ([{"Key": "k", "Value": "v"}], "rg-3")


def test_the_provider_would_be_satisfied(call: Callable[..., dict[str, Any]]) -> None:
    ids: dict[str, str] = {}
    lines = [json.loads(line) for line in RECORDED.read_text().splitlines()]
    assert len(lines) > 25
    for number, line in enumerate(lines):
        answer = call(VPC, line["action"], {name: ids.get(its, its) for name, its in line["parameters"].items()})
        if line["action"].startswith("Create"):
            ids[line["answer"]["PrefixListId"]] = answer["PrefixListId"]
        assert missing(line["answer"], answer, line["action"]) == [], f"call {number}"
        if line["action"] == "GetVpcPrefixListEntries":
            seen = [(entry["Cidr"], entry["Description"]) for entry in line["answer"]["PrefixListEntry"]]
            assert [(entry["Cidr"], entry["Description"]) for entry in answer["PrefixListEntry"]] == seen


def test_the_official_sdk_reads_them(server: RunningServer) -> None:
    sdk = Sdk(server)
    entries = [models.CreateVpcPrefixListRequestPrefixListEntries(cidr="10.0.0.0/8", description="d")]
    identifier = sdk.ask("CreateVpcPrefixList", prefix_list_name="n", prefix_list_entries=entries).prefix_list_id
    (found,) = sdk.ask("ListPrefixLists", prefix_list_ids=[identifier]).prefix_lists
    assert (found.prefix_list_name, found.max_entries, found.cidr_blocks) == ("n", 50, ["10.0.0.0/8"])
    added = [models.ModifyVpcPrefixListRequestAddPrefixListEntry(cidr="10.0.0.0/9")]
    sdk.ask("ModifyVpcPrefixList", prefix_list_id=identifier, add_prefix_list_entry=added)
    entries = sdk.ask("GetVpcPrefixListEntries", prefix_list_id=identifier).prefix_list_entry
    assert [entry.cidr for entry in entries] == ["10.0.0.0/8", "10.0.0.0/9"]
    assert sdk.ask("GetVpcPrefixListAssociations", prefix_list_id=identifier).prefix_list_association == []
    sdk.ask("DeleteVpcPrefixList", prefix_list_id=identifier)
    assert sdk.ask("ListPrefixLists").prefix_lists == []

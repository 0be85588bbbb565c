"""What the real provider was seen to send, in its order, and the shapes of the answers that satisfied it.

`recorded.jsonl` holds calls of the official plugin, 1.285.0, to a server that kept what it was sent, without those
of prefix lists and VPC peering: one JSON object a line, its ids made up by that server. Here the same calls go to the
sandbox, with the ids that it made instead.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from acree_sandbox.api.cbn.resources import Attachment
from acree_sandbox.api.vpc.service import VPC
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from tests.sandbox.api.cbn.test_recorded import missing
from tests.sandbox.api.vpc.networks import add_attachment

LINES = [json.loads(line) for line in (Path(__file__).parent / "recorded.jsonl").read_text().splitlines()]
SEEN_HOP = "tr-attach-seen"
MORE_THAN_SEEN = ".VSwitchIds.VSwitchId: wanted 0 items, found 1"
"""The recording server listed no vSwitches under a VPC and its own table; the service does."""


class Replay:
    """Sends recorded calls, with the ids that the sandbox made; the first VPC is attached."""

    def __init__(self, call: Callable[..., dict[str, Any]], cloud: Cloud) -> None:
        self.call = call
        self.cloud = cloud
        self.ids: dict[str, str] = {}

    def send(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Send one call; return its answer, of a refusal the code."""
        action, parameters = line["action"], {name: self.ids.get(its, its) for name, its in line["parameters"].items()}
        if action == "DeleteVpc":
            self._detach()
        try:
            answer = self.call(VPC, action, parameters)
        except ApiError as error:
            return {"Code": error.code}
        if action.startswith("Create"):
            self.ids |= {seen: answer[name] for name, seen in line["answer"].items() if "-seen" in seen}
        if action == "CreateVpc" and not self.cloud.all(Attachment):
            add_attachment(self.cloud, answer["VpcId"], SEEN_HOP)
        return answer

    def _detach(self) -> None:
        for row in self.cloud.all(Attachment):
            self.cloud.remove(row)


@pytest.fixture
def replay(call: Callable[..., dict[str, Any]], cloud: Cloud) -> Replay:
    return Replay(call, cloud)


def test_the_provider_would_be_satisfied(replay: Replay) -> None:
    assert len(LINES) > 90
    assert {line["step"] for line in LINES} == {"up", "refresh", "update", "destroy"}
    for number, line in enumerate(LINES):
        answer = replay.send(line)
        lacks = [text for text in missing(line["answer"], answer, line["action"]) if not text.endswith(MORE_THAN_SEEN)]
        assert lacks == [], f"call {number}"
        assert answer.get("Code") == line["answer"].get("Code"), f"call {number}"
    assert [row for row in replay.cloud.everything() if row.kind != "token"] == []


def test_values_the_provider_compares_come_back_as_they_were_sent(replay: Replay) -> None:
    same: dict[str, tuple[str, ...]] = {
        "DescribeVpcAttribute": ("VpcName", "CidrBlock", "Description", "Tags", "SecondaryCidrBlocks", "IsDefault"),
        "DescribeVSwitchAttributes": ("VSwitchName", "CidrBlock", "ZoneId", "Description", "Tags"),
    }
    compared = 0
    for line in LINES:
        answer = replay.send(line)
        for name in same.get(line["action"], ()) if "Code" not in answer else ():
            assert answer[name] == line["answer"][name], (line["action"], name)
            compared += 1
    assert compared > 30


def test_routes_come_back_as_they_were_sent(replay: Replay) -> None:
    names = ("DestinationCidrBlock", "Type", "Status", "NextHopType", "RouteEntryName", "Description")
    compared = 0
    for line in LINES:
        answer = replay.send(line)
        if line["action"] == "DescribeRouteEntryList" and line["answer"]["RouteEntrys"]["RouteEntry"]:
            (wanted,), (found,) = line["answer"]["RouteEntrys"]["RouteEntry"], answer["RouteEntrys"]["RouteEntry"]
            assert [found[name] for name in names] == [wanted[name] for name in names]
            assert found["NextHops"] == wanted["NextHops"]
            compared += 1
    assert compared > 3

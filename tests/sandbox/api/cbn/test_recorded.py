"""What the real provider was seen to send, in its order, and the shapes of the answers that satisfied it.

`recorded.jsonl` holds calls of the official plugin, 1.285.0, to a server that kept what it was sent: one JSON object
a line, its ids made up by that server. Here the same calls go to the sandbox, with the ids that it made instead.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import Pace, World
from tests.sandbox.api.cbn.networks import HANGZHOU, Network, add_vpc

LINES = [json.loads(line) for line in (Path(__file__).parent / "recorded.jsonl").read_text().splitlines()]


@pytest.fixture
def world() -> World:
    def populate(cloud: Cloud) -> None:
        add_vpc(cloud, "vpc-1", HANGZHOU, "10.0.0.0/16", {"vsw-1": "h", "vsw-2": "i", "vsw-3": "j"})
        add_vpc(cloud, "vpc-9", HANGZHOU, "10.9.0.0/16", {})

    return World(paces={"*": Pace(seconds=0)}, populate=populate)


def missing(wanted: Any, found: Any, where: str = "$") -> list[str]:  # noqa: ANN401  # JSON
    """What of the recorded answer's shape the sandbox's answer lacks."""
    if type(wanted) is not type(found):
        return [f"{where}: wanted {wanted!r}, found {found!r}"]
    if isinstance(wanted, dict):
        lacks = [f"{where}.{key} is missing" for key in wanted.keys() - found.keys()]
        return lacks + [
            text for key in wanted.keys() & found.keys() for text in missing(wanted[key], found[key], f"{where}.{key}")
        ]
    if isinstance(wanted, list):
        if bool(wanted) != bool(found):
            return [f"{where}: wanted {len(wanted)} items, found {len(found)}"]
        return [
            text for one, other in zip(wanted[:1], found, strict=False) for text in missing(one, other, f"{where}[]")
        ]
    return []


class Replay:
    """Sends recorded calls, with the ids that the sandbox made."""

    def __init__(self, network: Network) -> None:
        network.ask("DeleteCen", CenId=network.cen)  # the fixture's: the recording began with nothing
        self.network = network
        self.ids: dict[str, str] = {}

    def send(self, line: Mapping[str, Any]) -> list[str]:
        """Send one call; return what its answer lacks."""
        parameters = {name: self.ids.get(text, text) for name, text in line["parameters"].items()}
        answer = self.network.ask(line["action"], parameters)
        if line["action"].startswith("Create"):
            self.ids |= {seen: answer[name] for name, seen in line["answer"].items() if "-seen" in seen}
        return missing(line["answer"], answer, line["action"])


@pytest.mark.parametrize("run", ["cbn-core", "cbn-other"])
def test_the_provider_would_be_satisfied(network: Network, run: str) -> None:
    replay = Replay(network)
    lines = [line for line in LINES if line["run"] == run]
    assert len(lines) > 15
    for number, line in enumerate(lines):
        assert replay.send(line) == [], f"call {number} of {run}"


def test_values_the_provider_compares_come_back_as_they_were_sent(network: Network) -> None:
    replay = Replay(network)
    compared = 0
    for line in (line for line in LINES if line["run"] == "cbn-core"):
        replay.send(line)
        if line["action"] == "ListTransitRouterVpcAttachments" and line["answer"]["TransitRouterAttachments"]:
            (wanted,) = line["answer"]["TransitRouterAttachments"]
            found = network.ask("ListTransitRouterVpcAttachments")["TransitRouterAttachments"][0]
            for name in ("ChargeType", "OrderType", "ResourceType", "AutoPublishRouteEnabled", "VpcOwnerId", "Options"):
                assert found[name] == wanted[name], name
            assert found["TransitRouterVPCAttachmentOptions"] == wanted["TransitRouterVPCAttachmentOptions"]
            assert [zone["VSwitchId"] for zone in found["ZoneMappings"]] == [
                zone["VSwitchId"] for zone in wanted["ZoneMappings"]
            ]
            compared += 1
    assert compared > 2


def test_the_comparison_finds_what_is_missing() -> None:
    assert missing({"a": [{"b": 1}]}, {"a": [{"b": "1"}]}) == ["$.a[].b: wanted 1, found '1'"]
    assert missing({"a": 1, "b": []}, {"b": [1]}) == ["$.a is missing", "$.b: wanted 0 items, found 1"]
    assert missing({"a": True}, {"a": 1}) == ["$.a: wanted True, found 1"]
    assert missing({"a": {}}, {"a": {"more": 1}, "b": 2}) == []
